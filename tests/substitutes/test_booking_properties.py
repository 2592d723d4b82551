"""What holds for every plan: nobody in two places, and parts that cost no more than the whole."""

import datetime
from contextlib import contextmanager
from datetime import UTC

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from funding import ledger
from staff.verdict import Refusal
from substitutes import queries, services
from substitutes.models import Order, Shift
from substitutes.states import State
from tests.factories import OrderFactory, RoundFactory, SubstituteFactory, leader_of
from tests.factories.cases import accepted, fresh

pytestmark = pytest.mark.django_db
any_plan = st.fixed_dictionaries(
    {
        "percent": st.integers(100, 10_000),
        "weekdays": st.sets(st.integers(1, 5), min_size=1).map(sorted),
        "starts_on": st.integers(0, 40),
        "ends_on": st.integers(0, 40),
    }
)
a_few = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def cheap():
    """Somebody whose cover any case can pay."""
    return SubstituteFactory(annual_pay_ore=5_000_000)


@pytest.fixture
def orders(cheap):
    """Two workplaces of the same owner that want somebody in the same months."""
    rounds = [RoundFactory(owner=cheap.owner) for _ in range(2)]
    return [OrderFactory(application=accepted(round=round)) for round in rounds]


def planned(order, plan):
    """The order with another plan: days are counted from the course's first day."""
    first = order.starts_on + datetime.timedelta(days=plan["starts_on"])
    last = first + datetime.timedelta(days=plan["ends_on"])
    dates = {"starts_on": first, "ends_on": last}
    Order.objects.filter(pk=order.pk).update(**plan | dates)
    return fresh(order)


@contextmanager
def taken_back():
    """Whatever one example did is undone before the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@a_few
@given(one=any_plan, other=any_plan)
def test_two_bookings_of_one_person_never_share_a_day(cheap, orders, one, other):
    with taken_back():
        plans = [planned(order, plan) for order, plan in zip(orders, (one, other), strict=True)]
        days = [set(queries.plan(order).days) for order in plans]
        booked = [book(order, cheap) for order in plans]
        assert booked[0] == bool(days[0])
        free_of_each_other = not (booked[0] and days[0] & days[1])
        assert booked[1] == (bool(days[1]) and free_of_each_other)
        held = list(Shift.objects.filter(cancelled_at=None).values_list("day", flat=True))
        assert len(held) == len(set(held))


def book(order, substitute):
    try:
        services.book(order=order, substitute=substitute, by=leader_of(order.workplace))
    except Refusal:
        return False
    return True


@a_few
@given(plan=any_plan, cuts=st.lists(st.integers(0, 80), max_size=4))
def test_hours_confirmed_in_any_parts_are_the_hours_of_the_plan(cheap, orders, plan, cuts):
    with taken_back():
        order = planned(orders[0], plan)
        assume(book(order, cheap))
        booking = order.bookings.get()
        services.answer_offer(booking=booking, accepted=True, by=cheap.user)
        end = datetime.datetime(*order.ends_on.timetuple()[:3], 12, tzinfo=UTC)
        with time_machine.travel(end, tick=False):
            for after in [*sorted(cuts), 80]:
                confirm(order, min(order.ends_on, order.starts_on + datetime.timedelta(after)))
        sheets = list(booking.timesheets.all())
        assert fresh(order).state == State.RECONCILED
        assert sum(sheet.minutes for sheet in sheets) == queries.plan(order).minutes
        charged = sum(sheet.amount_ore for sheet in sheets)
        assert booking.planned_ore - len(sheets) <= charged <= booking.planned_ore
        assert ledger.discrepancies() == []


def confirm(order, up_to):
    """Some parts hold no days: then it says so, and nothing is charged."""
    if fresh(order).state == State.RECONCILED:
        return
    due = Shift.objects.filter(booking__order=order, timesheet=None, day__lte=up_to)
    leader = leader_of(order.workplace)
    if due.exists():
        services.confirm_hours(order=order, up_to=up_to, by=leader)
    else:
        with pytest.raises(Refusal), transaction.atomic():
            services.confirm_hours(order=order, up_to=up_to, by=leader)
    assert timezone.localdate() >= up_to
