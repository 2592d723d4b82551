"""The verbs of money: what they book, whom they obey, what they refuse."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import Event
from funding import services
from funding.ledger import InsufficientFunds
from funding.models import Account, Grant, Transfer
from funding.rules import terms_on
from funding.services import Reservation
from funding.states import State
from staff.roles import Role
from staff.states import IllegalTransition
from staff.verdict import Refusal
from tests.factories import (
    EarmarkFactory,
    GrantFactory,
    MembershipFactory,
    OwnerFactory,
    SchemeFactory,
    StaffGroupFactory,
    WorkplaceFactory,
    finance_of,
    leader_of,
    officer_of,
    reserved,
    scheme_with_rules,
)

pytestmark = pytest.mark.django_db
DAY = datetime.date(2027, 1, 4)


@pytest.fixture
def earmark():
    return EarmarkFactory(amount_ore=100_000)


@pytest.fixture
def officer(earmark):
    return officer_of(earmark.owner)


@pytest.fixture
def committed(earmark, officer):
    held = reserved(earmark, 60_000, by=officer)
    services.commit(commitment=held, by=officer)
    held.refresh_from_db()
    return held


def balances(earmark):
    return {
        kind: earmark.balance_ore(kind) for kind in ("available", "reserved", "committed", "paid")
    }


def sums(commitment):
    commitment.refresh_from_db()
    return commitment.state, commitment.reserved_ore, commitment.committed_ore, commitment.paid_ore


def pay(commitment, amount_ore, *, by, key="term:1", kind=Transfer.Kind.PAID_FEES):
    return services.pay(
        commitment=commitment,
        amount_ore=amount_ore,
        kind=kind,
        key=key,
        about="applications.participation:1",
        by=by,
    )


class TestReceiving:
    def test_a_grant_is_booked_as_received_and_not_yet_earmarked(self):
        grant = GrantFactory(amount_ore=500)
        held = dict(Account.objects.filter(grant=grant).values_list("kind", "balance_ore"))
        assert held == {"source": -500, "unallocated": 500}
        event = Event.objects.get(kind="grant.received")
        assert (event.subject, event.owner_id) == (f"funding.grant:{grant.pk}", grant.owner_id)
        assert event.details == {"amount_ore": 500}

    def test_a_letter_is_registered_once(self):
        grant = GrantFactory()
        with pytest.raises(ValidationError):
            GrantFactory(owner=grant.owner, letter=grant.letter)

    def test_another_owner_may_have_a_letter_of_the_same_number(self):
        GrantFactory(letter="1")
        GrantFactory(letter="1")
        assert Grant.objects.count() == 2

    @pytest.mark.parametrize("stranger", ["officer", "finance elsewhere"])
    def test_only_the_owners_finance_officers_register(self, stranger):
        owner = OwnerFactory()
        by = officer_of(owner) if stranger == "officer" else finance_of(OwnerFactory())
        with pytest.raises(PermissionDenied, match="økonomi|finance"):
            GrantFactory(owner=owner, by=by)
        assert not Grant.objects.exists()


class TestEarmarking:
    def test_money_gets_a_purpose(self):
        group = StaffGroupFactory()
        grant = GrantFactory(amount_ore=1_000)
        earmark = EarmarkFactory(grant=grant, amount_ore=600, staff_groups=[group])
        assert balances(earmark)["available"] == 600
        assert list(earmark.staff_groups.all()) == [group]
        assert grant.accounts.get(kind="unallocated").balance_ore == 400

    def test_not_more_than_the_grant_has_left(self):
        grant = GrantFactory(amount_ore=1_000)
        EarmarkFactory(grant=grant, amount_ore=600)
        with pytest.raises(InsufficientFunds):
            EarmarkFactory(grant=grant, amount_ore=401)

    def test_a_leader_does_not_earmark(self):
        grant = GrantFactory()
        leader = leader_of(WorkplaceFactory(owner=grant.owner))
        with pytest.raises(PermissionDenied):
            EarmarkFactory(grant=grant, by=leader)


class TestReserving:
    def test_money_set_aside_is_no_longer_available(self, earmark):
        held = reserved(earmark, 60_000)
        assert sums(held) == (State.RESERVED, 60_000, 0, 0)
        assert balances(earmark) == {
            "available": 40_000,
            "reserved": 60_000,
            "committed": 0,
            "paid": 0,
        }

    def test_all_or_none(self, earmark, officer):
        wanted = [Reservation(earmark, 60_000, "A"), Reservation(earmark, 60_000, "B")]
        with pytest.raises(InsufficientFunds):
            services.reserve(reservations=wanted, owner=earmark.owner, by=officer)
        assert balances(earmark)["available"] == 100_000

    def test_a_hundred_cost_as_few_statements_as_three(self, earmark, officer, query_count):
        reserved(earmark, 1, by=officer)  # by now it is known what the officer may
        counts = [
            query_count(
                lambda n=n: services.reserve(
                    reservations=[Reservation(earmark, 1, "A")] * n,
                    owner=earmark.owner,
                    by=officer,
                )
            )
            for n in (3, 100)
        ]
        assert counts[0] == counts[1]

    def test_a_finance_officer_does_not_decide(self, earmark):
        with pytest.raises(PermissionDenied):
            reserved(earmark, 1, by=finance_of(earmark.owner))

    def test_another_owners_officer_does_not_touch_it(self, earmark):
        with pytest.raises(PermissionDenied):
            reserved(earmark, 1, by=officer_of(OwnerFactory()))


class TestCommitting:
    def test_what_was_reserved_is_promised(self, earmark, committed):
        assert sums(committed) == (State.COMMITTED, 0, 60_000, 0)
        assert balances(earmark)["committed"] == 60_000

    def test_once(self, committed, officer):
        with pytest.raises(IllegalTransition):
            services.commit(commitment=committed, by=officer)


class TestPaying:
    def test_part_of_it(self, earmark, committed, officer):
        booked = pay(committed, 20_000, by=officer)
        assert sums(committed) == (State.PARTLY_PAID, 0, 40_000, 20_000)
        assert balances(earmark)["paid"] == 20_000
        assert (booked.about, booked.entered_by) == ("applications.participation:1", officer)

    def test_the_same_key_again_pays_nothing_twice(self, committed, officer):
        first, again = pay(committed, 20_000, by=officer), pay(committed, 20_000, by=officer)
        assert first == again
        assert sums(committed) == (State.PARTLY_PAID, 0, 40_000, 20_000)
        assert Event.objects.filter(kind="money.paid_fees").count() == 1

    def test_another_key_pays_again(self, committed, officer):
        pay(committed, 20_000, by=officer)
        pay(committed, 20_000, by=officer, key="term:2")
        assert sums(committed) == (State.PARTLY_PAID, 0, 20_000, 40_000)

    def test_not_more_than_was_set_aside_for_this(self, earmark, committed, officer):
        services.commit(commitment=reserved(earmark, 40_000, by=officer), by=officer)
        with pytest.raises(InsufficientFunds):
            pay(committed, 60_001, by=officer)
        assert sums(committed) == (State.COMMITTED, 0, 60_000, 0)

    @pytest.mark.parametrize("amount_ore", [0, -5])
    def test_nothing_is_not_a_payment(self, committed, officer, amount_ore):
        with pytest.raises(Refusal):
            pay(committed, amount_ore, by=officer)

    def test_not_what_is_only_reserved(self, earmark, officer):
        with pytest.raises(IllegalTransition):
            pay(reserved(earmark, 10, by=officer), 10, by=officer)


class TestReleasing:
    def test_a_reservation_is_available_again(self, earmark, officer):
        held = reserved(earmark, 60_000, by=officer)
        services.release(commitment=held, by=officer)
        assert sums(held) == (State.RELEASED, 0, 0, 0)
        assert balances(earmark)["available"] == 100_000

    def test_a_promise_nobody_used_is_available_again(self, earmark, committed, officer):
        services.release(commitment=committed, by=officer)
        assert sums(committed) == (State.RELEASED, 0, 0, 0)
        assert balances(earmark)["available"] == 100_000

    def test_after_payments_only_the_rest_is(self, earmark, committed, officer):
        pay(committed, 20_000, by=officer)
        services.release(commitment=committed, by=officer)
        assert sums(committed) == (State.SETTLED, 0, 0, 20_000)
        assert balances(earmark) == {
            "available": 80_000,
            "reserved": 0,
            "committed": 0,
            "paid": 20_000,
        }

    def test_once(self, committed, officer):
        services.release(commitment=committed, by=officer)
        with pytest.raises(IllegalTransition):
            services.release(commitment=committed, by=officer)


class TestSeeing:
    @pytest.mark.parametrize("role", [Role.OWNER_OFFICER, Role.FINANCE])
    def test_the_owners_officers_see_its_earmarks_and_no_others(self, earmark, role):
        EarmarkFactory()
        user = MembershipFactory(role=role, owner=earmark.owner).user
        assert list(type(earmark).objects.visible_to(user)) == [earmark]

    def test_an_employee_sees_none(self, earmark):
        user = MembershipFactory(owner=earmark.owner).user
        assert not type(earmark).objects.visible_to(user).exists()

    def test_balances_are_those_of_each_earmark(self, earmark):
        reserved(earmark, 10)
        reserved(earmark, 20)
        other = EarmarkFactory(amount_ore=7)
        found = type(earmark).objects.with_balances().order_by("pk")
        assert [(row.pk, row.available_ore, row.reserved_ore) for row in found] == [
            (earmark.pk, 99_970, 30),
            (other.pk, 7, 0),
        ]


class TestRules:
    def test_the_rules_of_the_day(self):
        terms = terms_on(scheme_with_rules(), DAY)
        assert (terms.leave_per_30_credits, terms.state_share, terms.owner_share) == (
            2_500,
            7_500,
            2_500,
        )

    def test_a_scheme_without_a_rate_says_so(self):
        with pytest.raises(Refusal, match=r"04\.01\.2027"):
            terms_on(SchemeFactory(), DAY)
