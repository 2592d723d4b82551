"""Checking the answers, sending, and the receipt."""

import pytest
from django.utils.translation import gettext as _

from applications import services
from applications.states import State
from tests.applications.addresses import close, url
from tests.factories import (
    UserFactory,
    leader_of,
)
from tests.factories.cases import fresh

pytestmark = pytest.mark.django_db


def test_check_links_what_is_missing_and_offers_no_sending(client, draft):
    page = client.get(url("step", draft, "check")).text
    for step in ("course", "scheme", "why"):
        assert f'href="{url("step", draft, step)}"' in page
    assert "#paperplane" not in page


def test_sending_gives_a_number_and_a_receipt(client, complete):
    assert "#paperplane" in client.get(url("step", complete, "check")).text
    answer = client.post(url("submit", complete), follow=True)
    case = fresh(complete)
    assert case.state == State.SUBMITTED
    assert answer.redirect_chain[-1][0] == url("receipt", case)
    assert case.number in answer.text


def test_sending_twice_leads_to_the_same_receipt(client, complete):
    client.post(url("submit", complete))
    number = fresh(complete).number
    assert client.post(url("submit", complete)).url == url("receipt", complete)
    assert fresh(complete).number == number


def test_sending_what_is_not_finished_says_what_is_missing(client, draft):
    answer = client.post(url("submit", draft))
    assert answer.status_code == 409
    assert _("Choose a course.") in answer.text
    assert fresh(draft).state == State.DRAFT


def test_sending_after_the_deadline_keeps_the_draft_and_says_so(client, complete):
    close(complete.round)
    answer = client.post(url("submit", complete))
    assert answer.status_code == 409
    assert _("The deadline for applying has passed.") in answer.text
    assert fresh(complete).state == State.DRAFT


def test_receipt_is_for_the_applicant_of_what_is_sent(client, complete, applicant):
    assert client.get(url("receipt", complete)).url == complete.get_absolute_url()
    services.submit(application=complete, by=applicant)
    assert client.get(url("receipt", complete)).status_code == 200
    client.force_login(leader_of(complete.workplace))
    assert client.get(url("receipt", complete)).url == complete.get_absolute_url()
    client.force_login(UserFactory())
    assert client.get(url("receipt", complete)).status_code == 404


def test_a_course_that_is_no_longer_offered_cannot_be_applied_for(client, complete):
    complete.round.offers.all().delete()
    answer = client.post(url("submit", complete))
    assert answer.status_code >= 400
    assert fresh(complete).submitted_at is None


def test_a_scheme_that_is_no_longer_offered_cannot_be_applied_for(client, complete):
    complete.round.schemes.clear()
    answer = client.post(url("submit", complete))
    assert answer.status_code >= 400
    assert fresh(complete).submitted_at is None
