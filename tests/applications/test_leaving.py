"""What is unfinished with the cases of somebody who leaves."""

import pytest
from django.utils import timezone

from applications import services
from applications.leaving import consequences_of_leaving
from tests.factories import ApplicationFactory, cases

pytestmark = pytest.mark.django_db


def of(*applications):
    return consequences_of_leaving(
        employee_ids=[application.employee_id for application in applications],
        on=timezone.localdate(),
    )


def test_a_case_on_its_way_is_named_and_money_set_aside_is_counted():
    sent, granted, accepted = cases.submitted(), cases.granted(), cases.accepted()

    found = of(sent, granted, accepted)

    def money(application):
        held = application.commitment
        return held.reserved_ore + held.committed_ore

    assert money(granted) > 0
    assert money(accepted) > 0
    assert found == {
        sent.employee_id: [{"code": "application_open", "params": {"number": sent.number}}],
        **{
            case.employee_id: [
                {
                    "code": "application_with_money",
                    "params": {"number": case.number, "ore": money(case)},
                }
            ]
            for case in (granted, accepted)
        },
    }


def test_drafts_and_cases_that_have_ended_are_no_consequence():
    ended = cases.submitted()
    services.withdraw(application=ended, by=ended.applicant)

    assert of(ended, ApplicationFactory()) == {}


def test_others_are_not_mentioned():
    cases.submitted()

    assert of(cases.fresh(ApplicationFactory())) == {}
