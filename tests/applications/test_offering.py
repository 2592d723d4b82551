"""Where a course can be applied for: what the catalogue is answered."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.offering import runs_to_apply_for, ways_to_apply
from applications.states import RoundState
from staff import formats
from tests.applications.addresses import close, run_of
from tests.factories import (
    CourseRunFactory,
    EmployeeFactory,
    MembershipFactory,
    OfferFactory,
    RoundFactory,
    officer_of,
)

pytestmark = pytest.mark.django_db
DEADLINES = ("applicant_deadline", "leader_deadline", "consultation_deadline", "decision_by")
NOT_OPENED = "Your employer has not opened a round with this course."


def test_open_round_that_offers_the_run_is_the_way(applicant, round):
    [way] = ways_to_apply(user=applicant, run=run_of(round))
    assert way.label == round.name
    assert way.url == reverse("applications:course", args=[run_of(round).pk])
    assert formats.day(round.applicant_deadline) in way.reason


def test_round_without_the_run_is_no_way(applicant, round):
    other = OfferFactory().course_run
    [way] = ways_to_apply(user=applicant, run=other)
    assert (way.label, way.url, way.reason) == (round.owner.name, "", _(NOT_OPENED))


def test_round_that_has_closed_is_no_way(applicant, round):
    close(round)
    [way] = ways_to_apply(user=applicant, run=run_of(round))
    assert (way.url, way.reason) == ("", _(NOT_OPENED))


@pytest.mark.parametrize("state", [RoundState.PLANNED, RoundState.OPEN])
def test_next_round_is_told_by_its_first_day(applicant, round, state):
    close(round)
    days = [timezone.localdate() + datetime.timedelta(days=days) for days in (40, 20)]
    for day in days:
        then = dict.fromkeys(DEADLINES, day + datetime.timedelta(days=9))
        RoundFactory(owner=round.owner, state=state, opens_on=day, **then)
    [way] = ways_to_apply(user=applicant, run=run_of(round))
    assert formats.day(days[1]) in way.reason
    assert formats.day(days[0]) not in way.reason


def test_each_employer_answers_for_itself(applicant, round):
    other = EmployeeFactory(user=applicant).owner
    MembershipFactory(user=applicant, owner=other, role="employee")
    ways = ways_to_apply(user=applicant, run=run_of(round))
    assert [(way.label, bool(way.url)) for way in ways] == [
        (round.name, True),
        (other.name, False),
    ]


def test_whoever_is_not_employed_has_no_way(round):
    assert ways_to_apply(user=officer_of(round.owner), run=run_of(round)) == []


def test_runs_to_apply_for_are_those_of_open_rounds_of_ones_employers(applicant, round):
    OfferFactory()
    CourseRunFactory()
    assert list(runs_to_apply_for(user=applicant)) == [run_of(round).pk]
    close(round)
    assert list(runs_to_apply_for(user=applicant)) == []
