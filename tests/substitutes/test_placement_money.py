"""Money for the cover of a placement: set aside from an earmark that fits, and given back."""

import datetime
from datetime import UTC

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import translation

from applications.calendar import working_days
from funding import ledger
from funding.models import Commitment
from funding.states import State as Money
from staff.models import Sector
from staff.verdict import Refusal
from substitutes import queries, services
from substitutes.states import State
from tests.factories import (
    ConflictOfInterestFactory,
    EarmarkFactory,
    OrderFactory,
    StaffGroupFactory,
    SubstituteFactory,
    WorkplaceFactory,
    finance_of,
    leader_of,
    officer_of,
    scheme_with_rules,
)
from tests.factories.cases import fresh
from tests.factories.placement_cover import booked, earmark_for, order_of, with_money
from tests.factories.placements import days_ahead

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


def test_nobody_is_booked_before_money_is_set_aside():
    order = order_of()
    leader, substitute = leader_of(order.workplace), SubstituteFactory(owner=order.owner)
    with pytest.raises(PermissionDenied, match="No money is set aside"):
        services.book(order=order, substitute=substitute, by=leader)
    with_money(order)
    services.book(order=order, substitute=substitute, by=leader)
    assert fresh(order).state == State.OFFERED


def test_money_is_committed_from_the_earmark():
    order = order_of()
    earmark = earmark_for(order)
    services.set_money_aside(
        order=order, earmark=earmark, amount_ore=5_000_000, by=officer_of(order.owner)
    )
    commitment = fresh(order).commitment
    assert (commitment.state, commitment.committed_ore) == (Money.COMMITTED, 5_000_000)
    assert earmark.balance_ore("available") == 95_000_000
    assert str(order.placement.business) in commitment.purpose
    assert str(order.covers_for) not in commitment.purpose
    assert adds_up()


def test_only_an_impartial_case_officer_sets_money_aside():
    order = order_of()
    earmark = earmark_for(order)
    barred = officer_of(order.owner)
    ConflictOfInterestFactory(owner=order.owner, user=barred, about=order.covers_for)
    others = (
        barred,
        leader_of(order.workplace),
        finance_of(order.owner),
        officer_of(WorkplaceFactory().owner),
        order.covers_for,
    )
    for person in others:
        with pytest.raises(PermissionDenied):
            services.set_money_aside(order=order, earmark=earmark, amount_ore=100, by=person)
    assert not Commitment.objects.exists()


def test_an_earmark_for_something_else_pays_nothing():
    order = order_of()
    officer = officer_of(order.owner)
    stipend = scheme_with_rules(kind="stipend", staff_groups=[order.staff_group])
    other_group = scheme_with_rules(staff_groups=[StaffGroupFactory()])
    fits = scheme_with_rules(staff_groups=[order.staff_group])
    wrong = [
        EarmarkFactory(owner=order.owner, scheme=stipend),
        EarmarkFactory(owner=order.owner, scheme=other_group),
        EarmarkFactory(owner=order.owner, scheme=fits, sectors=[Sector.KINDERGARTEN]),
        EarmarkFactory(owner=order.owner, scheme=fits, spend_by=days_ahead(30)),
        EarmarkFactory(owner=WorkplaceFactory().owner, scheme=fits),
    ]
    right = EarmarkFactory(owner=order.owner, scheme=fits, sectors=[order.workplace.sector])
    assert [line.earmark for line in queries.earmarks_for(order)] == [right]
    for earmark in wrong:
        with pytest.raises(Refusal, match="for something else"):
            services.set_money_aside(order=order, earmark=earmark, amount_ore=100, by=officer)


def test_more_than_the_earmark_has_is_not_set_aside():
    order = order_of()
    earmark = earmark_for(order, amount_ore=1_000_000)
    with pytest.raises(ledger.InsufficientFunds):
        services.set_money_aside(
            order=order, earmark=earmark, amount_ore=1_000_001, by=officer_of(order.owner)
        )
    assert fresh(order).waits_for_money
    assert adds_up()


def test_money_is_set_aside_once():
    order = with_money()
    with pytest.raises(PermissionDenied, match="already"):
        services.set_money_aside(
            order=order, earmark=earmark_for(order), amount_ore=100, by=officer_of(order.owner)
        )


def test_the_estimate_is_at_the_pay_of_whoever_is_away():
    order = order_of()
    earmark_for(order)
    [source] = queries.sources(order)
    plan = queries.plan(order)
    dear = SubstituteFactory(
        owner=order.owner, annual_pay_ore=order.placement.position.annual_pay_ore
    )
    assert plan.minutes == 450 * len(
        list(working_days(order.starts_on, order.ends_on, order.weekdays))
    )
    services.set_money_aside(
        order=order,
        earmark=source.line.earmark,
        amount_ore=source.cost_ore,
        by=officer_of(order.owner),
    )
    booking = services.book(order=order, substitute=dear, by=leader_of(order.workplace))
    assert booking.planned_ore == source.cost_ore


def test_a_substitute_who_costs_more_than_is_set_aside_is_not_booked():
    order = with_money(amount_ore=1_000)
    with pytest.raises(ledger.InsufficientFunds, match="more than what is set aside"):
        booked(order)


def test_money_is_given_back_while_nobody_is_booked():
    order = with_money()
    commitment = order.commitment
    officer = officer_of(order.owner)
    with pytest.raises(PermissionDenied, match="case officers"):
        services.give_money_back(order=order, by=leader_of(order.workplace))
    services.give_money_back(order=order, by=officer)
    assert fresh(order).waits_for_money
    assert fresh(commitment).state == Money.RELEASED
    with pytest.raises(PermissionDenied, match="No money"):
        services.give_money_back(order=order, by=officer)
    booked(with_money(order), accepted=False)
    with pytest.raises(PermissionDenied, match="Somebody is booked"):
        services.give_money_back(order=order, by=officer)
    assert adds_up()


def test_the_money_of_a_case_is_not_given_back_from_its_cover():
    order = OrderFactory()
    with pytest.raises(PermissionDenied, match="by itself"):
        services.give_money_back(order=order, by=officer_of(order.owner))
    with pytest.raises(PermissionDenied, match="already"):
        services.set_money_aside(
            order=order, earmark=earmark_for(order), amount_ore=1, by=officer_of(order.owner)
        )
