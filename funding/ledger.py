"""Booking transfers. The database keeps the balances; here its refusals become sentences."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Sum
from django.utils.translation import gettext as _

from funding.models import Account, Commitment, Earmark, Grant, Transfer
from staff.models import User
from staff.money import Ore
from staff.verdict import Refusal

Kind = Account.Kind


class InsufficientFunds(Refusal):
    """There is less left than what was asked for; nothing was booked."""


@contextmanager
def booking() -> Iterator[None]:
    """A savepoint in which an overdraft becomes InsufficientFunds."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "account_is_not_overdrawn" in str(error):
            raise InsufficientFunds(_("There is not enough money left for this.")) from error
        if "commitment_covers_what_is_taken_from_it" in str(error):
            raise InsufficientFunds(
                _("More than what was set aside for this cannot be used.")
            ) from error
        raise


@dataclass(frozen=True, slots=True)
class Purses:
    """The account ids of one earmark, by kind."""

    earmark: Earmark
    ids: dict[str, int]

    def __getitem__(self, kind: str) -> int:
        return self.ids[kind]


def purses_of(earmarks: Sequence[Earmark]) -> dict[int, Purses]:
    """The accounts of many earmarks in one query, by earmark id."""
    found = {earmark.pk: Purses(earmark, {}) for earmark in earmarks}
    for pk, earmark_id, kind in Account.objects.filter(earmark__in=found).values_list(
        "pk", "earmark_id", "kind"
    ):
        found[earmark_id].ids[kind] = pk
    return found


def open_grant(grant: Grant) -> None:
    """A grant's two accounts: where it comes from, and what is not yet earmarked."""
    Account.objects.bulk_create(
        [
            Account(owner_id=grant.owner_id, grant=grant, kind=Kind.SOURCE, no_overdraft=False),
            Account(owner_id=grant.owner_id, grant=grant, kind=Kind.UNALLOCATED),
        ]
    )


def open_earmark(earmark: Earmark) -> None:
    """An earmark's four accounts: available, reserved, committed, paid."""
    kinds = (Kind.AVAILABLE, Kind.RESERVED, Kind.COMMITTED, Kind.PAID)
    Account.objects.bulk_create(
        [
            Account(
                owner_id=earmark.owner_id, grant_id=earmark.grant_id, earmark=earmark, kind=kind
            )
            for kind in kinds
        ]
    )


def move_within(
    commitment: Commitment,
    *,
    kind: Transfer.Kind,
    out_of: Account.Kind,
    into: Account.Kind,
    amount_ore: Ore,
    key: str,
    by: User,
    about: str = "",
) -> Transfer:
    """One transfer inside a commitment's earmark."""
    purses = purses_of([commitment.earmark])[commitment.earmark_id]
    with booking():
        return Transfer.objects.create(
            owner_id=commitment.owner_id,
            key=key,
            kind=kind,
            debit_id=purses[out_of],
            credit_id=purses[into],
            amount_ore=amount_ore,
            commitment=commitment,
            about=about,
            entered_by=by,
        )


def discrepancies() -> list[str]:
    """Everything in the ledger that does not add up; an empty list is the proof that it does."""
    out = dict(Transfer.objects.values_list("debit").annotate(Sum("amount_ore")))
    into = dict(Transfer.objects.values_list("credit").annotate(Sum("amount_ore")))
    found = [
        f"account {account.pk}: cached {account.credits_ore}/{account.debits_ore}, "
        f"summed {into.get(account.pk, 0)}/{out.get(account.pk, 0)}"
        for account in Account.objects.iterator()
        if (account.credits_ore, account.debits_ore)
        != (into.get(account.pk, 0), out.get(account.pk, 0))
    ]
    total = Account.objects.aggregate(sum=Sum("balance_ore", default=0))["sum"]
    if total:
        found.append(f"all accounts sum to {total}, not 0")
    both_legs = [Exists(Account.objects.filter(pk=OuterRef(leg))) for leg in ("debit", "credit")]
    orphans = Transfer.objects.exclude(*both_legs).count()
    if orphans:
        found.append(f"{orphans} transfers point at accounts that do not exist")
    held = Commitment.objects.values("earmark").annotate(
        reserved=Sum("reserved_ore"), committed=Sum("committed_ore"), paid=Sum("paid_ore")
    )
    by_earmark = {row["earmark"]: row for row in held}
    for earmark in Earmark.objects.with_balances().filter(pk__in=by_earmark):
        row = by_earmark[earmark.pk]
        if (row["reserved"], row["committed"], row["paid"]) != (
            earmark.reserved_ore,
            earmark.committed_ore,
            earmark.paid_ore,
        ):
            found.append(f"earmark {earmark.pk}: its commitments do not sum to its accounts")
    return found
