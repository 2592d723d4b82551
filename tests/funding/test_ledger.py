"""The database keeps the ledger: it only grows, adds up, and never gives more than there is."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from funding import ledger, services
from funding.ledger import InsufficientFunds
from funding.models import Account, Commitment, Earmark, Transfer
from tests.factories import EarmarkFactory, GrantFactory, officer_of, reserved

pytestmark = pytest.mark.django_db


@pytest.fixture
def earmark():
    return EarmarkFactory(amount_ore=100_000)


def balances(earmark):
    return {
        account.kind: account.balance_ore for account in Account.objects.filter(grant=earmark.grant)
    }


def account(earmark, kind):
    return earmark.accounts.get(kind=kind)


def transfer(earmark, *, debit, credit, amount_ore=1, **more):
    """A transfer written past every service."""
    return Transfer.objects.create(
        owner=earmark.owner,
        key=f"test:{Transfer.objects.count()}",
        kind=Transfer.Kind.RESERVED,
        debit=debit,
        credit=credit,
        amount_ore=amount_ore,
        entered_by=officer_of(earmark.owner),
        **more,
    )


class TestItOnlyGrows:
    def test_a_transfer_is_never_changed(self, earmark):
        with pytest.raises(DatabaseError, match="append-only"):
            Transfer.objects.update(amount_ore=1)

    def test_a_transfer_is_never_deleted(self, earmark):
        with pytest.raises(DatabaseError, match="append-only"):
            Transfer.objects.all()._raw_delete(using="default")

    def test_the_ledger_is_never_emptied(self, earmark):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            with pytest.raises(DatabaseError, match="append-only"):
                cursor.execute("TRUNCATE funding_transfer CASCADE")


class TestItAddsUp:
    def test_each_transfer_leaves_one_account_for_another(self, earmark):
        assert balances(earmark) == {
            "source": -100_000,
            "unallocated": 0,
            "available": 100_000,
            "reserved": 0,
            "committed": 0,
            "paid": 0,
        }

    def test_python_cannot_write_a_balance(self, earmark):
        """What was typed is what stands, and the nightly proof says so."""
        Account.objects.filter(earmark=earmark, kind="available").update(credits_ore=200_000)
        assert len(ledger.discrepancies()) == 2  # the account itself, and the sum of all

    def test_a_sound_ledger_has_no_discrepancies(self, earmark):
        first, second = reserved(earmark, 30_000), reserved(earmark, 20_000)
        services.commit(commitment=first, by=officer_of(earmark.owner))
        services.release(commitment=second, by=officer_of(earmark.owner))
        reserved(EarmarkFactory(), 10)
        assert ledger.discrepancies() == []

    def test_a_changed_transfer_is_found(self, earmark):
        account_ids = Transfer.objects.filter(kind="earmarked").values_list("debit", "credit")
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("UPDATE funding_transfer SET amount_ore = 1 WHERE kind = 'earmarked'")
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        found = ledger.discrepancies()
        assert [line.split(":")[0] for line in sorted(found)] == [
            f"account {pk}" for pk in sorted(account_ids.get())
        ]

    def test_a_transfer_whose_account_is_gone_is_found(self, earmark):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("UPDATE funding_transfer SET credit_id = 0 WHERE kind = 'earmarked'")
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        assert "1 transfers point at accounts that do not exist" in ledger.discrepancies()

    def test_a_changed_commitment_is_found(self, earmark):
        held = reserved(earmark, 30_000)
        Commitment.objects.filter(pk=held.pk).update(reserved_ore=1)
        assert ledger.discrepancies() == [
            f"earmark {earmark.pk}: its commitments do not sum to its accounts"
        ]


class TestItRefuses:
    def test_more_than_an_account_holds(self, earmark):
        with pytest.raises(IntegrityError, match="account_is_not_overdrawn"):
            transfer(
                earmark,
                debit=account(earmark, "available"),
                credit=account(earmark, "reserved"),
                amount_ore=100_001,
            )

    def test_more_than_a_commitment_holds_although_its_earmark_has_it(self, earmark):
        reserved(earmark, 50_000)
        held = reserved(earmark, 10)
        with pytest.raises(IntegrityError, match="commitment_covers_what_is_taken_from_it"):
            transfer(
                earmark,
                debit=account(earmark, "reserved"),
                credit=account(earmark, "available"),
                amount_ore=11,
                commitment=held,
            )

    def test_a_transfer_to_another_owner(self, earmark):
        elsewhere = EarmarkFactory()
        with pytest.raises(IntegrityError, match="not between two accounts of owner"):
            transfer(
                earmark,
                debit=account(earmark, "available"),
                credit=account(elsewhere, "available"),
            )

    def test_a_commitment_of_another_earmark(self, earmark):
        other = EarmarkFactory(owner=earmark.owner)
        with pytest.raises(IntegrityError, match="does not stay inside the earmark"):
            transfer(
                earmark,
                debit=account(earmark, "available"),
                credit=account(earmark, "reserved"),
                commitment=reserved(other, 10),
            )

    def test_money_of_another_earmark_in_a_commitment(self, earmark):
        other = EarmarkFactory(owner=earmark.owner)
        with pytest.raises(IntegrityError, match="does not stay inside the earmark"):
            transfer(
                earmark,
                debit=account(other, "available"),
                credit=account(earmark, "reserved"),
                commitment=reserved(earmark, 10),
            )

    @pytest.mark.parametrize("amount_ore", [0, -1])
    def test_a_transfer_of_nothing(self, earmark, amount_ore):
        with pytest.raises(IntegrityError, match="transfer_moves_something"):
            transfer(
                earmark,
                debit=account(earmark, "available"),
                credit=account(earmark, "reserved"),
                amount_ore=amount_ore,
            )

    def test_the_same_key_twice(self, earmark):
        row = Transfer.objects.values().first() | {"id": None}
        with pytest.raises(IntegrityError, match="transfer_booked_once"):
            Transfer.objects.create(**row)

    def test_a_state_that_has_no_arrow_there(self, earmark):
        held = reserved(earmark, 10)
        with pytest.raises(DatabaseError, match="Invalid transition"):
            Commitment.objects.filter(pk=held.pk).update(state="settled")


def test_a_failed_booking_leaves_no_trace(earmark):
    before = balances(earmark), Transfer.objects.count(), Commitment.objects.count()
    with pytest.raises(InsufficientFunds), transaction.atomic():
        reserved(earmark, 100_001)
    assert (balances(earmark), Transfer.objects.count(), Commitment.objects.count()) == before


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_only_as_many_get_money_as_there_is_money_for():
    earmark = EarmarkFactory(amount_ore=50_000)
    officer = officer_of(earmark.owner)

    def attempt(_number):
        try:
            reserved(Earmark.objects.get(pk=earmark.pk), 10_000, by=officer)
        except InsufficientFunds:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(max_workers=8) as crowd:
        served = list(crowd.map(attempt, range(16)))
    assert served.count(True) == 5
    assert earmark.balance_ore("available") == 0
    assert ledger.discrepancies() == []


def test_many_earmarks_cost_as_few_queries_as_one(django_assert_num_queries):
    grant = GrantFactory(amount_ore=10)
    earmarks = [EarmarkFactory(grant=grant, amount_ore=1) for _ in range(3)]
    for some in (earmarks[:1], earmarks):
        with django_assert_num_queries(1):
            assert len(ledger.purses_of(some)) == len(some)
