"""The case page and what the applicant does there: answer, decline, withdraw, read the letter."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import services
from applications.models import Application, CostLine
from applications.states import State
from tests.applications.addresses import close, url
from tests.factories import (
    CourseRunFactory,
    UnionFactory,
    UserFactory,
    employee_at,
    finance_of,
    leader_of,
    officer_of,
    representative_of,
)
from tests.factories.cases import accepted, fresh, granted, recommended, submitted

pytestmark = pytest.mark.django_db


def running():
    """A course that began yesterday."""
    started = timezone.localdate() - datetime.timedelta(days=1)
    return CourseRunFactory(starts_on=started, ends_on=started + datetime.timedelta(days=300))


def page_for(client, user, case):
    client.force_login(user)
    return client.get(case.get_absolute_url())


# ── Who sees what ────────────────────────────────────────────────────────────────────────────────


def test_applicant_sees_what_happens_next_and_by_when(client):
    case = submitted()
    page = page_for(client, case.applicant, case).text
    assert case.number in page
    assert case.why in page
    assert case.workplace.name in page
    assert url("withdraw", case) in page
    assert url("advise", case) not in page


def test_case_does_not_exist_for_strangers_colleagues_and_representatives(client):
    case = submitted()
    colleague = employee_at(case.workplace).employee.user
    elsewhere = leader_of(employee_at(submitted().workplace).workplace)
    representative = representative_of(UnionFactory(), case.owner)
    for user in (UserFactory(), colleague, elsewhere, representative, finance_of(case.owner)):
        assert page_for(client, user, case).status_code == 404


def test_draft_page_says_that_it_is_not_sent_and_leads_on(client, draft):
    page = client.get(draft.get_absolute_url()).text
    assert _("The application is not sent") in page
    assert url("step", draft, "course") in page
    close(draft.round)
    page = client.get(draft.get_absolute_url()).text
    assert _("The draft is kept, but it cannot be sent.") in page


def test_leader_is_offered_to_give_advice(client):
    case = submitted()
    page = page_for(client, leader_of(case.workplace), case).text
    assert url("advise", case) in page
    assert str(case.applicant) in page
    assert url("withdraw", case) not in page


def test_leader_is_told_when_it_is_too_late(client):
    case = granted()
    page = page_for(client, leader_of(case.workplace), case).text
    assert url("advise", case) not in page
    assert _("The leaders’ part of the round is over.") in page
    assert url("accept", case) not in page


def test_leader_who_applies_is_an_applicant_in_the_own_case(client):
    case = submitted()
    leader_of(case.workplace).memberships.update(user=case.applicant)
    page = page_for(client, case.applicant, case).text
    assert url("advise", case) not in page
    assert url("withdraw", case) in page


def test_advice_is_shown_once_it_is_given(client):
    case = recommended()
    page = page_for(client, case.applicant, case).text
    assert case.recommendation.reason in page
    assert str(case.recommendation.given_by) in page


def test_decision_has_grounds_and_the_answer_a_deadline(client):
    case = granted()
    page = page_for(client, case.applicant, case).text
    assert case.decisions.get().grounds in page
    assert url("accept", case) in page
    assert "23.59" in page


def test_officer_confirms_and_pays_with_the_earmark_beside(client):
    case = accepted(course_run=running())
    officer = officer_of(case.owner)
    page = page_for(client, officer, case).text
    assert str(case.commitment.earmark) in page
    assert url("confirm", case) in page
    term = services.confirm_participation(application=case, by=officer)
    page = page_for(client, officer, fresh(case)).text
    assert reverse("applications:pay_term", args=[term.pk]) in page
    assert "7\u00a0500\u00a0kr" in page  # half of the fee
    assert url("complete", case) not in page


def test_officer_completes_when_every_term_is_confirmed(client):
    case = accepted(course_run=running())
    officer = officer_of(case.owner)
    for _term in range(case.course_run.terms):
        services.confirm_participation(application=fresh(case), by=officer)
    page = page_for(client, officer, case).text
    assert url("complete", case) in page
    assert url("confirm", case) not in page


def test_terms_are_shown_to_the_applicant_without_buttons(client):
    case = accepted(course_run=running())
    term = services.confirm_participation(application=case, by=officer_of(case.owner))
    page = page_for(client, case.applicant, case).text
    assert _("Participation, term by term") in page
    assert reverse("applications:pay_term", args=[term.pk]) not in page


# ── Answering ────────────────────────────────────────────────────────────────────────────────────


def test_accept(client):
    case = granted()
    client.force_login(case.applicant)
    assert client.post(url("accept", case)).url == case.get_absolute_url()
    assert fresh(case).state == State.ACCEPTED


def test_accept_after_the_deadline_says_so_on_the_case(client):
    case = granted()
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Application.objects.filter(pk=case.pk).update(answer_by=yesterday)
    client.force_login(case.applicant)
    answer = client.post(url("accept", case))
    assert answer.status_code == 409
    assert _("The deadline for accepting has passed. Contact your employer.") in answer.text
    assert fresh(case).state == State.GRANTED


def test_decline_asks_first_and_says_what_follows(client):
    case = granted()
    client.force_login(case.applicant)
    page = client.get(url("decline", case))
    assert "kr" in page.text
    assert fresh(case).state == State.GRANTED
    client.post(url("decline", case))
    assert fresh(case).state == State.DECLINED


def test_withdraw_asks_first(client):
    case = submitted()
    client.force_login(case.applicant)
    assert client.get(url("withdraw", case)).status_code == 200
    assert fresh(case).state == State.SUBMITTED
    assert client.post(url("withdraw", case)).url == case.get_absolute_url()
    assert fresh(case).state == State.WITHDRAWN
    assert client.get(case.get_absolute_url()).status_code == 200


def test_draft_thrown_away_leaves_room_for_a_new_one(client, draft, applicant):
    assert client.post(url("withdraw", draft)).url == reverse("home")
    assert services.start(round=draft.round, by=applicant).pk != draft.pk


@pytest.mark.parametrize("action", ["accept", "decline", "withdraw"])
def test_answers_are_the_applicants_alone(client, action):
    case = granted() if action != "withdraw" else submitted()
    client.force_login(leader_of(case.workplace))
    answer = client.post(url(action, case))
    assert answer.status_code == 403
    assert "data-reason" in answer.text
    client.force_login(UserFactory())
    assert client.post(url(action, case)).status_code == 404


@pytest.mark.parametrize("action", ["accept", "decline"])
def test_answering_twice_is_refused(client, action):
    case = accepted()
    client.force_login(case.applicant)
    assert client.post(url(action, case)).status_code == 403
    assert fresh(case).state == State.ACCEPTED


def test_withdrawing_what_is_decided_is_refused(client):
    case = granted()
    client.force_login(case.applicant)
    assert client.get(url("withdraw", case)).status_code == 403
    assert client.post(url("withdraw", case)).status_code == 403


@pytest.mark.parametrize("action", ["accept", "submit", "attach"])
def test_what_changes_something_is_not_a_link(client, action):
    case = submitted()
    client.force_login(case.applicant)
    assert client.get(url(action, case)).status_code == 405


# ── The letter ───────────────────────────────────────────────────────────────────────────────────


def test_letter_is_being_made_until_it_is_there(client, do_what_is_owed):
    case = granted()
    page = page_for(client, case.applicant, case).text
    assert _("The letter is being made. Load the page again in a moment.") in page
    assert client.get(url("letter", case)).status_code == 404
    do_what_is_owed()
    assert url("letter", case) in client.get(case.get_absolute_url()).text
    answer = client.get(url("letter", case))
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"%PDF-")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    for reader in (UserFactory(), representative_of(UnionFactory(), case.owner)):
        client.force_login(reader)
        assert client.get(url("letter", case)).status_code == 404


# ── How often the database is asked ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("more", [0, 2])
def test_case_asks_the_database_as_often_for_one_as_for_three(client, query_count, more):
    case = accepted(course_run=running())
    officer = officer_of(case.owner)
    for _term in range(1 + bool(more)):
        services.confirm_participation(application=fresh(case), by=officer)
    kinds = [CostLine.Kind.STIPEND, CostLine.Kind.COVER][:more]
    for kind in kinds:
        CostLine.objects.update_or_create(
            application=case,
            kind=kind,
            defaults={"owner": case.owner, "state_ore": 100, "owner_ore": 100},
        )
    client.force_login(case.applicant)
    assert query_count(lambda: client.get(case.get_absolute_url())) == 12
    client.force_login(officer)
    assert query_count(lambda: client.get(case.get_absolute_url())) == 15
