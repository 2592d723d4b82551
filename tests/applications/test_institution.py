"""The institution's own application as a task of the case, the reminder of it, and the seat."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from applications import services
from applications.states import State
from applications.tasks import owe_institution_reminders
from catalogue import services as catalogue
from catalogue.models import Seat
from catalogue.states import SeatState
from funding.models import Commitment
from notifications.models import Message
from staff.verdict import Refusal
from tests.factories import (
    ApplicationFactory,
    CourseRunFactory,
    UserFactory,
    cases,
    contact_of,
    leader_of,
    officer_of,
    outside_study,
    seat_confirmed,
)

pytestmark = pytest.mark.django_db


def in_days(days):
    return timezone.localdate() + datetime.timedelta(days=days)


def run_with_own_application(days=20, **fields):
    return CourseRunFactory(
        apply_by=in_days(days), apply_at="https://soknad.example.org/", **fields
    )


@pytest.fixture
def case():
    return cases.submitted(course_run=run_with_own_application())


def page(client, user, case):
    client.force_login(user)
    response = client.get(f"/applications/{case.pk}/")
    assert response.status_code == 200
    return response


def note(client, case, done="yes"):
    return client.post(f"/applications/{case.pk}/applied-there/", {"done": done})


# ── I have applied there ─────────────────────────────────────────────────────────────────────────


def test_the_applicant_sees_the_task_with_its_day_and_link(client, case):
    response = page(client, case.applicant, case)
    there = response.context["there"]
    assert (there.by, there.done_at, there.is_late) == (in_days(20), None, False)
    assert there.may_note
    assert 'href="https://soknad.example.org/" rel="noopener noreferrer"' in response.text


def test_it_is_done_when_the_applicant_says_so_and_undone_again(client, case):
    client.force_login(case.applicant)
    assert note(client, case).status_code == 302
    assert cases.fresh(case).applied_there_at
    assert page(client, case.applicant, case).context["there"].done_at
    note(client, case, done="no")
    assert cases.fresh(case).applied_there_at is None


def test_said_twice_the_first_time_stands(client, case):
    client.force_login(case.applicant)
    note(client, case)
    first = cases.fresh(case).applied_there_at
    note(client, case)
    assert cases.fresh(case).applied_there_at == first


def test_others_see_it_and_do_not_say_it(client, case):
    answers = {}
    for user in (leader_of(case.workplace), officer_of(case.owner)):
        assert not page(client, user, case).context["there"].may_note
        answers[user] = note(client, case).status_code
    client.force_login(UserFactory())
    assert set(answers.values()) == {403}
    assert note(client, case).status_code == 404
    assert cases.fresh(case).applied_there_at is None


def test_a_course_without_its_own_application_has_no_such_task(client):
    case = cases.submitted()
    assert page(client, case.applicant, case).context["there"] is None
    assert note(client, case).status_code == 403


def test_a_case_that_is_over_has_no_such_task(client, case):
    services.withdraw(application=case, by=case.applicant)
    assert page(client, case.applicant, case).context["there"] is None
    assert note(client, case).status_code == 403


def test_after_the_last_day_the_page_says_so(client, case):
    case.course_run.apply_by = in_days(-1)
    case.course_run.save()
    assert page(client, case.applicant, case).context["there"].is_late


def test_it_asks_for_a_post(client, case):
    client.force_login(case.applicant)
    assert client.get(f"/applications/{case.pk}/applied-there/").status_code == 405


# ── The reminder ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def a_night(do_what_is_owed):
    def pass_it():
        owe_institution_reminders()
        do_what_is_owed()

    return pass_it


def reminders(case):
    return Message.objects.filter(recipient=case.applicant, key__contains=":apply-there-")


def sent_with_days_left(days):
    return cases.submitted(course_run=run_with_own_application(days))


def test_a_week_before_the_applicant_is_reminded_once(a_night):
    case = sent_with_days_left(8)
    a_night()
    assert reminders(case).count() == 0
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1), tick=False):
        a_night()
        told = reminders(case).get()
        assert told.url == f"/applications/{case.pk}/"
        assert told.important
        a_night()
    assert reminders(case).count() == 1


def test_a_night_that_was_missed_is_made_good(a_night):
    case = sent_with_days_left(3)
    a_night()
    assert reminders(case).count() == 1


def test_a_day_that_is_moved_is_reminded_of_anew(a_night):
    case = sent_with_days_left(7)
    a_night()
    case.course_run.apply_by = in_days(5)
    case.course_run.save()
    a_night()
    assert reminders(case).count() == 2


def test_who_has_said_so_is_not_reminded(a_night):
    case = sent_with_days_left(7)
    services.note_applied_there(application=case, is_done=True, by=case.applicant)
    a_night()
    assert reminders(case).count() == 0


def test_a_draft_a_withdrawn_case_and_a_passed_day_are_not_reminded_of(a_night):
    draft = ApplicationFactory(course_run=run_with_own_application(7))
    withdrawn = sent_with_days_left(7)
    services.withdraw(application=withdrawn, by=withdrawn.applicant)
    passed = sent_with_days_left(-1)
    cancelled = sent_with_days_left(7)
    run = cancelled.course_run
    catalogue.cancel_run(run=run, reason="For få.", by=contact_of(run.course.provider))
    a_night()
    assert [reminders(each).count() for each in (draft, withdrawn, passed, cancelled)] == [0] * 4


def test_the_reminder_is_in_the_applicants_language(a_night):
    case = sent_with_days_left(7)
    case.applicant.written_language = "nn"
    case.applicant.save()
    a_night()
    assert str(case.course_run.course.provider) in reminders(case).get().subject


# ── The seat ─────────────────────────────────────────────────────────────────────────────────────


def test_who_accepts_asks_for_a_seat_once():
    case = cases.granted()
    services.accept(application=case, by=case.applicant)
    seat = Seat.objects.get()
    assert (seat.run, seat.participant, seat.owner) == (
        case.course_run,
        case.applicant,
        case.owner,
    )
    assert seat.about == f"applications.application:{case.pk}"
    assert seat.state == SeatState.ASKED


def test_who_has_a_seat_already_keeps_it():
    case = cases.granted()
    had = seat_confirmed(case.course_run, participant=case.applicant, owner=case.owner)
    services.accept(application=case, by=case.applicant)
    assert Seat.objects.get() == had


def test_no_seat_is_asked_for_in_a_study_outside_the_catalogue():
    case = cases.submitted()
    study = outside_study(case.employee)
    catalogue.accept_study(study=study, note="", by=officer_of(case.owner))
    services.withdraw(application=case, by=case.applicant)
    outside = cases.granted(
        round=case.round, position=case.position, course_run=study.run, scheme=case.scheme
    )
    services.accept(application=outside, by=outside.applicant)
    assert not Seat.objects.exists()


def test_a_cancelled_course_is_not_accepted_and_nothing_is_done(client):
    case = cases.granted()
    run = case.course_run
    catalogue.cancel_run(run=run, reason="For få.", by=contact_of(run.course.provider))
    before = Commitment.objects.values_list("reserved_ore", "committed_ore").get()
    with pytest.raises(Refusal):
        services.accept(application=case, by=case.applicant)
    client.force_login(case.applicant)
    response = client.post(f"/applications/{case.pk}/accept/")
    assert response.status_code == 409
    assert response.context["refusal"]
    fresh = cases.fresh(case)
    assert (fresh.state, fresh.answered_at) == (State.GRANTED, None)
    assert Commitment.objects.values_list("reserved_ore", "committed_ore").get() == before
    assert not Seat.objects.exists()


@pytest.fixture
def accepted():
    return cases.accepted(course_run=CourseRunFactory(seats=1, starts_on=in_days(1)))


def seat_shown(client, case):
    return page(client, case.applicant, case).context["seat"]


def provider_of(case):
    return contact_of(case.course_run.course.provider)


def test_a_seat_that_is_asked_for(client, accepted):
    assert seat_shown(client, accepted).color == "info"


def test_a_seat_that_is_confirmed(client, accepted):
    catalogue.confirm_seat(seat=Seat.objects.get(), by=provider_of(accepted))
    shown = seat_shown(client, accepted)
    assert (shown.color, shown.text) == ("success", "")


def test_a_place_on_the_waiting_list_has_its_number(client, accepted):
    run = accepted.course_run
    mine = Seat.objects.get()
    Seat.objects.filter(pk=mine.pk).update(place=10)
    seat_confirmed(run)
    assert seat_confirmed(run).state == SeatState.WAITING
    Seat.objects.filter(pk=mine.pk).update(place=99)
    catalogue.confirm_seat(seat=mine, by=provider_of(accepted))
    shown = seat_shown(client, accepted)
    assert shown.color == "warning"
    assert "2" in shown.text


def test_a_refused_seat_says_why(client, accepted):
    catalogue.refuse_seat(
        seat=Seat.objects.get(), reason="Kurset er fullt.", by=provider_of(accepted)
    )
    shown = seat_shown(client, accepted)
    assert shown.color == "danger"
    assert "Kurset er fullt." in shown.text


def test_a_cancelled_course_is_told_of(client, accepted):
    catalogue.cancel_run(run=accepted.course_run, reason="For få.", by=provider_of(accepted))
    assert seat_shown(client, accepted).text


@pytest.mark.parametrize(
    ("met", "is_completed", "credits_earned"),
    [(True, True, 30), (True, True, None), (True, False, None), (False, False, None)],
)
def test_a_result_that_is_reported_is_told(client, accepted, met, is_completed, credits_earned):
    by = provider_of(accepted)
    catalogue.confirm_seat(seat=Seat.objects.get(), by=by)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=2), tick=False):
        catalogue.report_result(
            seat=Seat.objects.get(),
            met=met,
            is_completed=is_completed,
            credits_earned=credits_earned,
            by=by,
        )
        shown = seat_shown(client, accepted)
    assert shown.result
    assert ("30" in shown.result) == (credits_earned == 30)


def test_a_case_that_is_not_accepted_has_no_seat(client, case):
    assert page(client, case.applicant, case).context["seat"] is None
