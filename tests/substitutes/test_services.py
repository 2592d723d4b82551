"""Cover from order to account: each verb works, is refused with a reason, and moves the money."""

import datetime
from datetime import UTC

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone, translation

from applications.models import CostLine
from audit.models import Event
from funding import ledger
from notifications.models import Message
from staff.roles import Role
from staff.verdict import Refusal
from substitutes import calendar, queries, services
from substitutes.models import Booking, Order, Shift
from substitutes.states import State
from tests.factories import (
    ApplicationFactory,
    MembershipFactory,
    OrderFactory,
    RoundFactory,
    SubstituteFactory,
    leader_of,
    officer_of,
    scheme_with_rules,
)
from tests.factories.cases import accepted, fresh, recommended

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    """Reasons as they are written in the code, whatever they are translated to."""
    with translation.override("en"):
        yield


@pytest.fixture
def order():
    return OrderFactory()


@pytest.fixture
def leader(order):
    return leader_of(order.workplace)


@pytest.fixture
def substitute(order):
    return SubstituteFactory(owner=order.owner)


@pytest.fixture
def booking(order, leader, substitute):
    return services.book(order=order, substitute=substitute, by=leader)


@pytest.fixture
def filled(booking):
    services.answer_offer(booking=booking, accepted=True, by=booking.substitute.user)
    return fresh(booking)


def days_of(booking):
    return list(booking.shifts.filter(cancelled_at=None).order_by("day").values_list("day", flat=1))


def on(day):
    """Noon that day."""
    return time_machine.travel(datetime.datetime(*day.timetuple()[:3], 12, tzinfo=UTC), tick=False)


def test_an_order_repeats_the_plan_of_the_leader_and_is_placed_once():
    application = fresh(recommended())
    first = services.order(application=application, by=None)
    again = services.order(application=application, by=None)
    advice = application.recommendation
    assert first.pk == again.pk
    assert (first.percent, first.weekdays) == (advice.cover_percent, advice.cover_weekdays)
    assert (first.starts_on, first.ends_on) == (advice.cover_from, advice.cover_to)
    assert Event.objects.filter(kind="cover.ordered").count() == 1


def test_no_cover_is_ordered_where_none_was_planned():
    stipend = scheme_with_rules(kind="stipend")
    assert services.order(application=fresh(recommended(scheme=stipend)), by=None) is None
    assert services.order(application=ApplicationFactory(), by=None) is None
    assert not Order.objects.exists()


def test_booking_holds_every_working_day_and_asks_the_substitute(order, booking):
    assert fresh(order).state == State.OFFERED
    assert days_of(booking)
    assert {day.isoweekday() for day in days_of(booking)} == set(order.weekdays)
    assert Message.objects.filter(recipient=booking.substitute.user).count() == 1


def test_whoever_does_not_lead_there_books_nothing(order, substitute):
    elsewhere = leader_of(OrderFactory().workplace)
    for stranger in (elsewhere, substitute.user, order.application.applicant):
        with pytest.raises(PermissionDenied, match="leader of the workplace"):
            services.book(order=order, substitute=substitute, by=stranger)
    assert not Booking.objects.exists()


def test_nobody_books_or_confirms_the_cover_for_themselves(order, substitute):
    applicant = order.application.applicant
    MembershipFactory(
        user=applicant, role=Role.LEADER, owner=order.owner, workplace=order.workplace
    )
    with pytest.raises(PermissionDenied, match="for yourself"):
        services.book(order=order, substitute=substitute, by=applicant)
    Order.objects.filter(pk=order.pk).update(state=State.OFFERED)
    Order.objects.filter(pk=order.pk).update(state=State.FILLED)
    with pytest.raises(PermissionDenied, match="your own cover"):
        services.confirm_hours(order=order, up_to=timezone.localdate(), by=applicant)


def test_the_one_who_studies_cannot_stand_in_for_themselves(order, leader):
    self_service = SubstituteFactory(owner=order.owner, user=order.application.applicant)
    with pytest.raises(Refusal, match="themselves"):
        services.book(order=order, substitute=self_service, by=leader)


def test_a_substitute_of_another_owner_is_refused(order, leader):
    with pytest.raises(Refusal, match="another owner"):
        services.book(order=order, substitute=SubstituteFactory(), by=leader)


def test_cover_dearer_than_the_money_of_the_case_is_refused(order, leader):
    dear = SubstituteFactory(owner=order.owner, annual_pay_ore=6_000_000_000)
    with pytest.raises(ledger.InsufficientFunds):
        services.book(order=order, substitute=dear, by=leader)
    assert fresh(order).state == State.OPEN
    assert not Shift.objects.exists()


def test_a_booked_order_cannot_be_booked_again(order, leader, booking):
    other = SubstituteFactory(owner=order.owner)
    with pytest.raises(PermissionDenied, match="not open"):
        services.book(order=order, substitute=other, by=leader)


def test_yes_fills_the_order_and_tells_the_leader(order, leader, filled):
    assert fresh(order).state == State.FILLED
    assert filled.confirmed_at
    told = Message.objects.filter(key=f"order:{order.pk}:answered-{filled.pk}")
    assert leader in {message.recipient for message in told}


def test_no_frees_the_days_and_opens_the_order(order, leader, booking):
    services.answer_offer(booking=booking, accepted=False, by=booking.substitute.user)
    assert fresh(order).state == State.OPEN
    assert days_of(booking) == []
    again = services.book(order=order, substitute=booking.substitute, by=leader)
    assert days_of(again)


def test_only_the_one_who_was_asked_answers_and_only_once(booking, leader):
    with pytest.raises(PermissionDenied, match="who was asked"):
        services.answer_offer(booking=booking, accepted=True, by=leader)
    services.answer_offer(booking=booking, accepted=True, by=booking.substitute.user)
    with pytest.raises(PermissionDenied, match="answered"):
        services.answer_offer(booking=booking, accepted=False, by=booking.substitute.user)


def test_a_cancelled_offer_cannot_answer_for_the_next_one(order, leader, booking):
    """Who was asked first must not say yes, or no, on behalf of who is asked now."""
    services.unbook(order=order, by=leader)
    second = services.book(order=order, substitute=SubstituteFactory(owner=order.owner), by=leader)
    for says_yes in (True, False):
        with pytest.raises(PermissionDenied, match="withdrawn"):
            services.answer_offer(booking=booking, accepted=says_yes, by=booking.substitute.user)
    assert fresh(order).state == State.OFFERED
    assert fresh(second).confirmed_at is None


def test_unbooking_frees_the_days_and_tells_the_substitute(order, leader, filled):
    services.unbook(order=order, by=leader)
    assert fresh(order).state == State.OPEN
    assert fresh(filled).cancelled_at
    assert days_of(filled) == []
    told = Message.objects.get(key=f"order:{order.pk}:unbooked-{filled.pk}")
    assert told.recipient == filled.substitute.user


def test_there_is_nothing_to_unbook_in_an_open_order(order, leader):
    with pytest.raises(PermissionDenied, match="no booking"):
        services.unbook(order=order, by=leader)


def test_hours_that_have_not_come_are_not_confirmed(order, leader, filled):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(Refusal, match="once they have been worked"):
        services.confirm_hours(order=order, up_to=tomorrow, by=leader)


def test_confirmed_hours_are_charged_to_the_case(order, leader, filled):
    days = days_of(filled)
    before = order.application.commitment.committed_ore
    with on(days[1]):
        sheet = services.confirm_hours(order=order, up_to=days[1], by=leader)
    commitment = fresh(order.application.commitment)
    assert fresh(order).state == State.RUNNING
    assert (sheet.first_day, sheet.last_day) == (days[0], days[1])
    assert sheet.minutes == sum(shift.minutes for shift in filled.shifts.all()[:2])
    assert (commitment.paid_ore, commitment.committed_ore) == (
        sheet.amount_ore,
        before - sheet.amount_ore,
    )
    assert ledger.discrepancies() == []


def test_the_same_hours_are_not_confirmed_twice(order, leader, filled):
    [first, *_rest] = days_of(filled)
    with on(first):
        services.confirm_hours(order=order, up_to=first, by=leader)
        with pytest.raises(Refusal, match="no more hours"):
            services.confirm_hours(order=order, up_to=first, by=leader)


def test_after_hours_are_confirmed_the_booking_stands(order, leader, filled):
    [first, *_rest] = days_of(filled)
    with on(first):
        services.confirm_hours(order=order, up_to=first, by=leader)
        with pytest.raises(PermissionDenied, match="worked already"):
            services.unbook(order=order, by=leader)


def test_the_last_hours_reconcile_the_order(order, leader, filled):
    days = days_of(filled)
    with on(days[-1]):
        services.confirm_hours(order=order, up_to=days[0], by=leader)
        services.confirm_hours(order=order, up_to=days[-1], by=leader)
    assert fresh(order).state == State.RECONCILED


def test_all_hours_at_once_reconcile_the_order_too(order, leader, filled):
    last = days_of(filled)[-1]
    with on(last):
        services.confirm_hours(order=order, up_to=last, by=leader)
    assert fresh(order).state == State.RECONCILED


def test_parts_never_cost_more_than_the_plan(order, leader, filled):
    days = days_of(filled)
    with on(days[-1]):
        for day in days:
            services.confirm_hours(order=order, up_to=day, by=leader)
    charged = sum(sheet.amount_ore for sheet in filled.timesheets.all())
    assert filled.planned_ore - len(days) <= charged <= filled.planned_ore
    assert ledger.discrepancies() == []


def test_the_officer_may_book_but_not_confirm_hours(order, substitute):
    officer = officer_of(order.owner)
    booking = services.book(order=order, substitute=substitute, by=officer)
    services.answer_offer(booking=booking, accepted=True, by=substitute.user)
    with pytest.raises(PermissionDenied, match="leader of the workplace confirms"):
        services.confirm_hours(order=order, up_to=timezone.localdate(), by=officer)


def test_cover_cannot_eat_the_fees_of_the_case(order, leader):
    """The same money pays the course: what is owed for it is not there for a dear substitute."""
    case = order.application
    fees = case.cost_lines.get(kind=CostLine.Kind.FEES).total_ore
    assert queries.left_for_cover_ore(case) == case.commitment.committed_ore - fees
    cheap = SubstituteFactory(owner=order.owner)
    plan_ore = services.book(order=order, substitute=cheap, by=leader).planned_ore
    services.unbook(order=order, by=leader)
    room = queries.left_for_cover_ore(case) + fees // 2  # more than is left, less than is there
    dear = SubstituteFactory(
        owner=order.owner, annual_pay_ore=cheap.annual_pay_ore * room // plan_ore
    )
    with pytest.raises(ledger.InsufficientFunds):
        services.book(order=order, substitute=dear, by=leader)


# ── Nobody stands in two places at once ──────────────────────────────────────────────────────────


@pytest.fixture
def elsewhere(order):
    """Another workplace of the same owner wants somebody on the same days."""
    return OrderFactory(
        application=accepted(
            round=RoundFactory(owner=order.owner), course_run=order.application.course_run
        )
    )


def test_a_day_already_taken_is_refused_in_words(booking, elsewhere):
    with pytest.raises(Refusal, match="already booked"):
        services.book(
            order=elsewhere, substitute=booking.substitute, by=leader_of(elsewhere.workplace)
        )
    assert fresh(elsewhere).state == State.OPEN
    assert Booking.objects.count() == 1


def test_one_day_in_common_is_enough(booking, elsewhere, leader):
    """Only the last day collides; the days before it are not held either."""
    last = days_of(booking)[-1]
    Order.objects.filter(pk=elsewhere.pk).update(ends_on=last)
    booking.shifts.exclude(day=last).update(cancelled_at=timezone.now())
    with pytest.raises(Refusal, match="already booked"):
        services.book(
            order=elsewhere, substitute=booking.substitute, by=leader_of(elsewhere.workplace)
        )
    assert Shift.objects.filter(cancelled_at=None).count() == 1


def test_the_candidates_say_what_the_database_would(booking, elsewhere):
    free = SubstituteFactory(owner=elsewhere.owner)
    taken = {c.substitute.pk: c.taken_days for c in queries.candidates(elsewhere)}
    assert taken[free.pk] == 0
    assert taken[booking.substitute_id] == len(days_of(booking))
    assert queries.candidates(elsewhere)[0].substitute == free


def test_the_database_itself_refuses_an_overlap(booking):
    shift = booking.shifts.first()
    hour = datetime.timedelta(hours=1)
    overlap = DateTimeTZRange(shift.during.lower + hour, shift.during.upper + hour)
    after = DateTimeTZRange(shift.during.upper, shift.during.upper + hour)
    copy = {
        "owner_id": shift.owner_id,
        "booking": booking,
        "substitute_id": shift.substitute_id,
        "day": shift.day,
        "minutes": 60,
    }
    with pytest.raises(IntegrityError, match="shift_in_one_place"), transaction.atomic():
        Shift.objects.create(during=overlap, **copy)
    Shift.objects.create(during=after, **copy)
    Shift.objects.create(during=overlap, cancelled_at=timezone.now(), **copy)


def test_a_booking_holds_exactly_the_days_of_its_plan(order, booking):
    plan = queries.plan(order)
    assert days_of(booking) == list(plan.days)
    for shift in booking.shifts.all():
        assert (shift.during.lower, shift.during.upper) == calendar.during(shift.day, shift.minutes)
        assert shift.minutes == plan.minutes_a_day


def test_cancelling_closes_the_order_and_lets_the_case_be_completed(order, leader, filled):
    assert not fresh(filled).cancelled_at

    services.cancel(order=order, by=leader)

    assert fresh(order).state == State.CANCELLED
    assert fresh(filled).cancelled_at
    assert not filled.shifts.filter(cancelled_at=None).exists()
    assert not fresh(order.application).cover_is_open


def test_an_order_keeps_the_case_open_until_its_hours_are_confirmed(order, leader, filled):
    assert fresh(order.application).cover_is_open
    with on(days_of(filled)[-1]):
        services.confirm_hours(order=order, up_to=timezone.localdate(), by=leader)
    assert not fresh(order.application).cover_is_open


def test_a_booking_with_worked_days_is_not_cancelled_before_they_are_confirmed(
    order, leader, filled
):
    with on(days_of(filled)[1]):
        with pytest.raises(Refusal, match="worked"):
            services.unbook(order=order, by=leader)
        with pytest.raises(Refusal, match="worked"):
            services.cancel(order=order, by=leader)
