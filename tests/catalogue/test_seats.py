"""Seats: exactly as many as there are, in order, and passed on when given up."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import hypothesis
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from audit.models import Event
from catalogue import services
from catalogue.models import CourseRun, Seat
from catalogue.queries.providing import waiting_list
from catalogue.states import SeatState
from notifications.models import Message
from staff.states import IllegalTransition
from staff.verdict import Refusal
from tests.factories import (
    ContactFactory,
    CourseFactory,
    CourseRunFactory,
    OwnerFactory,
    ProviderFactory,
    UserFactory,
    officer_of,
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
    officer, stranger = officer_of(seat.owner), officer_of(OwnerFactory())
    with pytest.raises(Refusal):
        services.refuse_seat(seat=seat, reason="  ", by=by)
    refused = services.refuse_seat(seat=seat, reason="Mangler fagbrev", by=by)
    assert refused.state == SeatState.REFUSED
    for told in (seat.participant, officer):
        assert "Mangler fagbrev" in Message.objects.get(recipient=told).body
    assert not Message.objects.filter(recipient=stranger).exists()


def test_each_employer_hears_once_how_many_a_cancelled_run_is_about():
    run = CourseRunFactory()
    here, there = OwnerFactory(), OwnerFactory()
    officers = officer_of(here), officer_of(there)
    for owner in (here, here, there):
        asked(run, owner)
    services.cancel_run(run=run, reason="For få", by=contact_of(run))
    bodies = [Message.objects.get(recipient=officer).body for officer in officers]
    assert [body.split()[0] for body in bodies] == ["2", "1"]


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


def at_once(call, things):
    """One thread's answer for each, all of them pressing at the same time."""

    def alone(thing):
        try:
            return call(thing)
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(alone, things))


def stirred(things):
    """The same things in another order, each time the same one."""
    stir = sorted(range(len(things)), key=lambda number: number * 79 % 211)
    return [things[number] for number in stir]


@pytest.mark.django_db(transaction=True)
def test_two_hundred_at_once_for_twenty_seats():
    """Exactly twenty; the rest wait in the order they asked, whoever was confirmed first; and as
    seats are given up, also at once, they move up in that order until nobody waits."""
    run = CourseRunFactory(seats=20)
    by = contact_of(run)
    owner = OwnerFactory()
    seats = [asked(run, owner) for _number in range(200)]
    shuffled = stirred(seats)
    answers = at_once(lambda seat: services.confirm_seat(seat=seat, by=by).state, shuffled)
    run.refresh_from_db()
    assert answers.count(SeatState.CONFIRMED) == run.confirmed == 20
    assert answers.count(SeatState.WAITING) == 180
    with_a_seat = {
        seat.pk for seat, state in zip(shuffled, answers, strict=True) if state == "confirmed"
    }
    line = list(waiting_list(run))
    assert line == [seat for seat in seats if seat.pk not in with_a_seat]

    moved_up = []
    while holders := list(Seat.objects.filter(run=run, state=SeatState.CONFIRMED)):
        heirs = at_once(lambda seat: services.release_seat(seat=seat, by=by), holders)
        run.refresh_from_db()
        assert run.confirmed == min(20, len(line) - len(moved_up))
        moved_up += sorted(filter(None, heirs), key=order_given)
    assert moved_up == line
    assert not waiting_list(run).exists()


def order_given(seat):
    """Written while the run was locked, so that their order is that of giving."""
    return Event.objects.get(kind="seat.confirmed", subject=f"catalogue.seat:{seat.pk}").pk


@pytest.mark.django_db(transaction=True)
def test_all_that_can_happen_to_a_run_at_once_ends_well():
    """Nobody waits for one another for ever, nobody overtakes, no seat stands empty."""
    run = CourseRunFactory(seats=5, starts_on=in_days(-1))
    by = contact_of(run)
    owner = OwnerFactory()
    seats = [asked(run, owner) for _number in range(40)]
    for seat in seats[:20]:
        services.confirm_seat(seat=seat, by=by)
    line = list(waiting_list(run))
    report = {"met": True, "is_completed": False, "credits_earned": None, "by": by}
    deeds = [
        *(partial(services.confirm_seat, seat=seat, by=by) for seat in seats[20:35]),
        *(partial(services.refuse_seat, seat=seat, reason="Nei", by=by) for seat in seats[15:25]),
        *(partial(services.report_result, seat=seat, **report) for seat in seats[:5]),
        *(partial(services.release_seat, seat=seat, by=seat.participant) for seat in seats[:3]),
        partial(services.confirm_seats, run=run, seats=seats[30:], by=by),
        partial(services.save_run, course=run.course, run=run, changes={"seats": 8}, by=by),
    ]

    def do(deed):
        try:
            deed()
        except (Refusal, PermissionDenied, IllegalTransition):
            return "no"
        return "yes"

    answers = at_once(do, stirred(deeds))
    assert len(answers) == len(deeds)
    run.refresh_from_db()
    assert run.confirmed == Seat.objects.filter(run=run, state="confirmed").count() == 8
    states = {seat.pk: seat.state for seat in Seat.objects.filter(run=run)}
    left = [states[seat.pk] for seat in line if states[seat.pk] in ("confirmed", "waiting")]
    assert left == sorted(left), "confirmed come first, then those who still wait"


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["ask", "confirm", "refuse", "release", "several", "seats"]),
        st.integers(0, 30),
    ),
    max_size=25,
)


@given(deeds=DEEDS, seats=st.integers(1, 3), people=st.integers(0, 6))
@hypothesis.settings(max_examples=25)
def test_whatever_happens_the_first_in_line_is_the_next(deeds, seats, people):
    with transaction.atomic():
        run = CourseRunFactory(seats=seats)
        by = contact_of(run)
        owner = OwnerFactory()
        services.confirm_seats(run=run, seats=[asked(run, owner) for _ in range(people)], by=by)
        for deed, which in deeds:
            line = [seat.pk for seat in waiting_list(run)]
            _do(deed, which, run, by, owner)
            run.refresh_from_db()
            now = {seat.pk: seat.state for seat in Seat.objects.filter(run=run)}
            moved_up = [pk for pk in line if now[pk] == SeatState.CONFIRMED]
            stays = [pk for pk in line if now[pk] == SeatState.WAITING]
            assert moved_up + stays == [pk for pk in line if pk in {*moved_up, *stays}]
            given_now = list(now.values()).count(SeatState.CONFIRMED)
            assert given_now == run.confirmed <= run.seats
            assert run.confirmed == run.seats or not waiting_list(run).exists()
        transaction.set_rollback(True)


def _do(deed, which, run, by, owner):
    """To the seat that number stands for; nothing, where a rule says no."""
    seats = list(Seat.objects.filter(run=run).order_by("place"))
    seat = seats[which % len(seats)] if seats else None
    try:
        if deed == "ask":
            asked(run, owner)
        elif deed == "seats":
            changes = {"seats": 1 + which % 5}
            services.save_run(course=run.course, run=run, changes=changes, by=by)
        elif deed == "several":
            services.confirm_seats(run=run, seats=seats[: which % 6], by=by)
        elif seat is not None and deed == "confirm":
            services.confirm_seat(seat=seat, by=by)
        elif seat is not None and deed == "refuse":
            services.refuse_seat(seat=seat, reason="Nei", by=by)
        elif seat is not None:
            services.release_seat(seat=seat, by=by)
    except (Refusal, PermissionDenied, IllegalTransition, ValidationError):
        pass


# ── What is not answered any more ────────────────────────────────────────────────────────────────


def test_nobody_moves_up_in_a_run_that_is_cancelled_or_over():
    for change in ({"cancelled_on": timezone.localdate()}, {"ends_on": day(-1)}):
        run = CourseRunFactory(seats=1, starts_on=day(-100))
        given_one, waiting = confirmed(run), confirmed(run)
        CourseRun.objects.filter(pk=run.pk).update(**change)
        assert services.release_seat(seat=given_one, by=given_one.participant) is None
        waiting.refresh_from_db()
        assert waiting.state == SeatState.WAITING


def test_no_seat_is_answered_in_a_cancelled_run():
    run = CourseRunFactory(starts_on=day(-1))
    seat, by = asked(run), contact_of(run)
    has_one = confirmed(run, by)
    services.cancel_run(run=run, reason="Syk", by=by)
    report = {"met": True, "is_completed": False, "credits_earned": None}
    for answer in (
        partial(services.confirm_seat, seat=seat),
        partial(services.refuse_seat, seat=seat, reason="Nei"),
        partial(services.confirm_seats, run=run, seats=[seat]),
        partial(services.report_result, seat=has_one, **report),
    ):
        with pytest.raises(PermissionDenied):
            answer(by=by)


def test_a_result_reported_twice_is_told_once():
    run = started()
    by = contact_of(run)
    seat = confirmed(run, by)
    report = {"met": True, "is_completed": True, "credits_earned": 30, "by": by}
    Message.objects.all().delete()
    first = services.report_result(seat=seat, **report)
    again = services.report_result(seat=seat, **report)
    assert again.reported_at == first.reported_at
    assert Message.objects.count() == 1


def test_a_seat_taken_back_by_the_provider_is_told_one_given_up_is_not():
    run = CourseRunFactory()
    by = contact_of(run)
    taken, given_up = confirmed(run), confirmed(run)
    Message.objects.all().delete()
    services.release_seat(seat=taken, by=by)
    services.release_seat(seat=given_up, by=given_up.participant)
    assert Message.objects.get().recipient == taken.participant


def day(days):
    return timezone.localdate() + datetime.timedelta(days=days)
