"""Seats: exactly as many as there are, in order, and passed on when given up."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection
from django.utils import timezone

from catalogue import services
from catalogue.models import Seat
from catalogue.states import SeatState
from notifications.models import Message
from staff.verdict import Refusal
from tests.factories import (
    ContactFactory,
    CourseFactory,
    CourseRunFactory,
    OwnerFactory,
    ProviderFactory,
    UserFactory,
)
from tests.factories.catalogue import in_days

pytestmark = pytest.mark.django_db


def contact_of(run):
    return ContactFactory(provider=run.course.provider).membership.user


def asked(run, owner=None):
    return services.ask_for_seat(
        run=run,
        participant=UserFactory(),
        owner_id=(owner or OwnerFactory()).pk,
        about="applications.application:1",
        by=None,
    )


def confirmed(run, by=None):
    return services.confirm_seat(seat=asked(run), by=by or contact_of(run))


def test_a_seat_is_asked_for_once_and_in_order():
    run = CourseRunFactory()
    first, second = asked(run), asked(run)
    again = services.ask_for_seat(
        run=run, participant=first.participant, owner_id=first.owner_id, about="x:1", by=None
    )
    assert (first.place, second.place) == (1, 2)
    assert again == first


def test_a_full_run_puts_the_next_one_on_the_waiting_list():
    run = CourseRunFactory(seats=1)
    assert confirmed(run).state == SeatState.CONFIRMED
    waiting = confirmed(run)
    assert waiting.state == SeatState.WAITING
    run.refresh_from_db()
    assert run.confirmed == 1
    assert Message.objects.filter(recipient=waiting.participant).count() == 1


def test_a_full_run_without_a_waiting_list_says_so():
    run = CourseRunFactory(seats=1, has_waiting_list=False)
    confirmed(run)
    with pytest.raises(Refusal, match="ventel|waiting"):
        confirmed(run)


def test_the_database_refuses_one_seat_too_many():
    run = CourseRunFactory(seats=1)
    confirmed(run)
    extra = asked(run)
    with pytest.raises(IntegrityError, match="courserun_confirms_no_more_than_its_seats"):
        Seat.objects.filter(pk=extra.pk).update(
            state=SeatState.CONFIRMED,
            answered_by=contact_of(run),
            answered_at=timezone.now(),
        )


def test_a_seat_given_up_goes_to_the_first_who_waits():
    run = CourseRunFactory(seats=1)
    first, second, third = (confirmed(run) for _number in range(3))
    heir = services.release_seat(seat=first, by=first.participant)
    assert heir == second
    third.refresh_from_db()
    assert heir.state == SeatState.CONFIRMED
    assert third.state == SeatState.WAITING
    run.refresh_from_db()
    assert run.confirmed == 1


def test_a_place_on_the_list_given_up_moves_nobody():
    run = CourseRunFactory(seats=1)
    confirmed(run)
    waiting = confirmed(run)
    assert services.release_seat(seat=waiting, by=waiting.participant) is None


def test_only_the_providers_contacts_answer():
    run = CourseRunFactory()
    stranger = ContactFactory(provider=ProviderFactory()).membership.user
    with pytest.raises(PermissionDenied):
        services.confirm_seat(seat=asked(run), by=stranger)


def test_a_refusal_needs_a_reason_and_is_told():
    run = CourseRunFactory()
    seat, by = asked(run), contact_of(run)
    with pytest.raises(Refusal):
        services.refuse_seat(seat=seat, reason="  ", by=by)
    refused = services.refuse_seat(seat=seat, reason="Mangler fagbrev", by=by)
    assert refused.state == SeatState.REFUSED
    assert "Mangler fagbrev" in Message.objects.get(recipient=seat.participant).body


def started(credits=30):
    course = CourseFactory(credits=credits, credit_system="higher")
    return CourseRunFactory(course=course, starts_on=in_days(-10), ends_on=in_days(100))


def test_a_result_is_reported_and_may_be_corrected():
    run = started()
    by = contact_of(run)
    seat = confirmed(run, by)
    report = {"seat": seat, "met": True, "by": by}
    services.report_result(**report, is_completed=False, credits_earned=None)
    seat = services.report_result(**report, is_completed=True, credits_earned=30)
    assert (seat.met, seat.is_completed, seat.credits_earned) == (True, True, 30)


@pytest.mark.parametrize(
    ("met", "completed", "credits"),
    [(False, True, None), (True, False, 15), (True, True, 31)],
)
def test_a_result_that_cannot_be_is_refused(met, completed, credits):
    run = started()
    by = contact_of(run)
    with pytest.raises(Refusal):
        services.report_result(
            seat=confirmed(run, by), met=met, is_completed=completed, credits_earned=credits, by=by
        )


def test_there_are_no_results_before_the_course_starts():
    run = CourseRunFactory()
    by = contact_of(run)
    with pytest.raises(Refusal):
        services.report_result(
            seat=confirmed(run, by), met=True, is_completed=True, credits_earned=30, by=by
        )


@pytest.mark.django_db(transaction=True)
def test_two_hundred_at_once_for_twenty_seats():
    run = CourseRunFactory(seats=20)
    by = contact_of(run)
    owner = OwnerFactory()
    seats = [asked(run, owner) for _number in range(200)]

    def confirm(seat):
        try:
            return services.confirm_seat(seat=seat, by=by).state
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(confirm, seats))
    run.refresh_from_db()
    assert answers.count(SeatState.CONFIRMED) == run.confirmed == 20
    assert answers.count(SeatState.WAITING) == 180
    first_waiting = Seat.objects.filter(run=run, state=SeatState.WAITING).earliest("place")
    given_up = Seat.objects.filter(run=run, state=SeatState.CONFIRMED).first()
    assert services.release_seat(seat=given_up, by=by) == first_waiting
