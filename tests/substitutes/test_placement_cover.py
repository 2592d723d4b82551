"""Cover for a placement: from three signatures to the last hour paid, and money back at the end."""

import datetime
from datetime import UTC

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from audit.models import Event
from catalogue import services as catalogue
from funding import ledger
from funding.models import Transfer
from funding.states import State as Money
from notifications.models import Message
from staff.roles import Role
from substitutes import absence, services
from substitutes.leaving import consequences_of_leaving
from substitutes.models import Order, Timesheet
from substitutes.personal_data import keeps_profile, personal_data_held
from substitutes.states import State
from tests.factories import (
    ConflictOfInterestFactory,
    MembershipFactory,
    OrderFactory,
    WorkplaceFactory,
    contact_of,
    employee_at,
    leader_of,
    officer_of,
)
from tests.factories.cases import fresh
from tests.factories.placement_cover import booked, order_of, with_money
from tests.factories.placements import agreed, signed, wished

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def on(day):
    """Noon that day."""
    return time_machine.travel(datetime.datetime(*day.timetuple()[:3], 12, tzinfo=UTC), tick=False)


def days_of(booking):
    live = booking.shifts.filter(cancelled_at=None)
    return list(live.order_by("day").values_list("day", flat=True))


def confirm(order, up_to):
    return services.confirm_hours(order=order, up_to=up_to, by=leader_of(order.workplace))


def adds_up():
    return ledger.discrepancies() == []


# ── Ordered by itself ────────────────────────────────────────────────────────────────────────────


def test_three_signatures_order_cover_for_the_days(do_what_is_owed):
    placement = signed(weekdays=[2, 4])
    do_what_is_owed()
    order = Order.objects.get(placement=placement)
    assert (order.percent, order.weekdays) == (4_000, [2, 4])
    assert (order.starts_on, order.ends_on) == (placement.starts_on, placement.ends_on)
    assert (order.covers_for, order.workplace) == (placement.participant, placement.workplace)
    assert order.staff_group == placement.position.code.staff_group
    assert (order.state, order.waits_for_money) == (State.OPEN, True)
    do_what_is_owed()
    services.order_for_placement(placement=placement, by=placement.participant)
    assert Event.objects.filter(kind="cover.ordered").count() == 1


def test_cover_is_never_more_than_the_post():
    position = employee_at(WorkplaceFactory(), percent=3_000)
    placement = signed(agreed(wished(position, weekdays=[1, 2, 3])))
    assert order_of(placement).percent == 3_000


def test_the_leader_and_the_owner_hear_of_it():
    placement = agreed()
    leader, officer = leader_of(placement.workplace), officer_of(placement.owner)
    barred = officer_of(placement.owner)
    ConflictOfInterestFactory(owner=placement.owner, user=barred, about=placement.participant)
    order_of(signed(placement))
    about = Message.objects.filter(key__startswith="order:")
    assert about.filter(recipient=leader).count() == 1
    assert about.get(recipient=officer).key.endswith(":money-needed")
    assert not about.filter(recipient=barred).exists()


def test_nothing_is_ordered_for_what_is_not_signed_or_is_over():
    assert services.order_for_placement(placement=agreed(), by=None) is None
    placement = signed()
    with on(placement.ends_on + datetime.timedelta(days=1)):
        assert services.order_for_placement(placement=placement, by=None) is None
    catalogue.cancel_placement(placement=placement, reason="Syk.", by=placement.participant)
    assert services.order_for_placement(placement=placement, by=None) is None
    assert not Order.objects.exists()


def test_days_gone_by_before_the_signatures_need_no_cover():
    placement = signed()
    with on(placement.starts_on + datetime.timedelta(days=7)):
        order = services.order_for_placement(placement=placement, by=None)
    assert order.starts_on == placement.starts_on + datetime.timedelta(days=7)


def test_an_order_is_for_a_case_or_for_a_placement():
    for_case, for_placement = OrderFactory(), order_of()
    for wrong in (
        {"pk": for_case.pk, "application": None},
        {"pk": for_placement.pk, "application": for_case.application},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Order.objects.filter(pk=wrong.pop("pk")).update(**wrong)


# ── Hours, and the end ───────────────────────────────────────────────────────────────────────────


def test_hours_are_paid_from_what_is_set_aside_and_the_rest_released():
    booking = booked()
    order, days = booking.order, days_of(booking)
    with on(days[2]):
        sheet = confirm(order, days[2])
    assert sheet.transfer.kind == Transfer.Kind.PAID_COVER
    assert sheet.transfer.commitment == order.commitment
    assert fresh(order).state == State.RUNNING
    with on(days[-1]):
        confirm(order, days[-1])
    commitment = fresh(order.commitment)
    paid_ore = sum(Timesheet.objects.values_list("amount_ore", flat=True))
    assert fresh(order).state == State.RECONCILED
    assert (commitment.state, commitment.committed_ore) == (Money.SETTLED, 0)
    assert commitment.paid_ore == paid_ore
    assert commitment.earmark.balance_ore("available") == 100_000_000 - paid_ore
    assert adds_up()


def test_whoever_is_away_confirms_no_hours_of_it():
    booking = booked()
    order = booking.order
    MembershipFactory(
        user=order.covers_for, role=Role.LEADER, owner=order.owner, workplace=order.workplace
    )
    with on(days_of(booking)[0]), pytest.raises(PermissionDenied, match="your own cover"):
        services.confirm_hours(order=order, up_to=timezone.localdate(), by=fresh(order.covers_for))


def cancel(placement):
    catalogue.cancel_placement(placement=placement, reason="Syk.", by=placement.participant)


@pytest.mark.parametrize("money", [False, True])
def test_cancelling_the_placement_cancels_open_cover_and_releases_its_money(do_what_is_owed, money):
    order = with_money() if money else order_of()
    cancel(order.placement)
    do_what_is_owed()
    assert fresh(order).state == State.CANCELLED
    assert not money or fresh(order.commitment).state == Money.RELEASED
    assert adds_up()


@pytest.mark.parametrize("accepted", [False, True])
def test_cancelling_before_the_first_day_frees_every_day(do_what_is_owed, accepted):
    booking = booked(accepted=accepted)
    cancel(booking.order.placement)
    do_what_is_owed()
    assert fresh(booking.order).state == State.CANCELLED
    assert days_of(booking) == []
    assert fresh(booking.order.commitment).state == Money.RELEASED
    assert Message.objects.filter(recipient=booking.substitute.user).count() == 2
    assert adds_up()


def test_cancelling_midway_keeps_what_is_worked_until_it_is_paid(do_what_is_owed):
    booking = booked()
    order, days = booking.order, days_of(booking)
    with on(days[1]):
        cancel(order.placement)
        do_what_is_owed()
        assert days_of(booking) == days[:2]
        assert fresh(order).state == State.FILLED
        told = Message.objects.filter(recipient=booking.substitute.user).latest("pk")
        assert ":shortened-" in told.key
        confirm(order, days[1])
    assert fresh(order).state == State.RECONCILED
    commitment = fresh(order.commitment)
    assert (commitment.state, commitment.committed_ore) == (Money.SETTLED, 0)
    assert adds_up()


def test_cancelling_when_all_that_is_worked_is_paid_ends_the_cover(do_what_is_owed):
    booking = booked()
    order, days = booking.order, days_of(booking)
    with on(days[0]):
        confirm(order, days[0])
        cancel(order.placement)
        do_what_is_owed()
    assert fresh(order).state == State.RECONCILED
    assert fresh(order.commitment).state == Money.SETTLED
    assert days_of(booking) == days[:1]


def complete(placement, do_what_is_owed):
    with on(placement.ends_on):
        catalogue.confirm_placement(
            placement=placement, hours=100, by=contact_of(placement.business)
        )
        do_what_is_owed()


def test_completion_releases_what_nobody_was_booked_for(do_what_is_owed):
    order = with_money()
    complete(order.placement, do_what_is_owed)
    assert fresh(order).state == State.CANCELLED
    assert fresh(order.commitment).state == Money.RELEASED


def test_completion_waits_for_the_hours(do_what_is_owed):
    booking = booked()
    order, days = booking.order, days_of(booking)
    complete(order.placement, do_what_is_owed)
    assert fresh(order).state == State.FILLED
    with on(order.ends_on):
        confirm(order, days[-1])
    assert fresh(order).state == State.RECONCILED
    assert fresh(order.commitment).state == Money.SETTLED
    services.end_cover(order=order, by=order.covers_for)
    assert fresh(order).state == State.RECONCILED


def test_a_leader_cancels_the_order_and_the_money_is_available():
    booking = booked()
    order = booking.order
    services.cancel(order=order, by=leader_of(order.workplace))
    assert fresh(order).state == State.CANCELLED
    assert fresh(order.commitment).state == Money.RELEASED
    assert adds_up()


# ── What others ask about it ─────────────────────────────────────────────────────────────────────


def test_the_leaders_calendar_shows_who_is_on_placement():
    order = order_of()
    placement = order.placement
    [leave] = absence.leaves_at(placement.workplace, placement.starts_on, placement.ends_on)
    assert (leave.name, leave.percent) == (str(placement.participant), 4_000)
    assert (leave.weekdays, leave.is_covered) == (placement.weekdays, False)
    assert leave.url == order.get_absolute_url()
    booked(with_money(order))
    [leave] = absence.leaves_at(placement.workplace, placement.starts_on, placement.ends_on)
    assert leave.is_covered
    cancel(placement)
    assert absence.leaves_at(placement.workplace, placement.starts_on, placement.ends_on) == []


def test_a_placement_that_is_not_signed_is_no_absence():
    placement = agreed()
    assert absence.leaves_at(placement.workplace, placement.starts_on, placement.ends_on) == []


def test_leaving_says_that_cover_is_booked():
    booking = booked()
    employee = booking.order.placement.position.employee
    found = consequences_of_leaving(employee_ids=[employee.pk], on=timezone.localdate())
    params = {"business": booking.order.placement.business.name, "days": len(days_of(booking))}
    assert found == {employee.pk: [{"code": "placement_cover_booked", "params": params}]}


def test_the_profile_is_kept_while_cover_is_under_way():
    order = order_of()
    employee = order.placement.position.employee
    assert keeps_profile(employee_ids=[employee.pk]) == {employee.pk}
    services.end_cover(order=order, by=order.covers_for)
    assert keeps_profile(employee_ids=[employee.pk]) == set()


def test_cover_for_a_placement_is_among_what_is_held():
    order = order_of()
    [held] = [
        each for each in personal_data_held(user=order.covers_for) if each.key == "cover_for_you"
    ]
    assert list(held.found) == [order]
    assert held.columns[0].of(order) == str(order.placement.business)
