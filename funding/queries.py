"""What pages ask about money: balances as bars, who is covered, and where each krone went."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from funding.models import Account, Commitment, Earmark, Grant, Transfer
from funding.money import Ore, kroner
from funding.sharing import share
from staff.models import Sector, StaffGroup

# From used to free, as the bar is read.
KINDS: Final[Mapping[str, str | Promise]] = {
    Account.Kind.PAID: _("Paid"),
    Account.Kind.COMMITTED: _("Committed"),
    Account.Kind.RESERVED: _("Reserved"),
    Account.Kind.AVAILABLE: _("Available"),
}
BAR = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a money bar: see components/money_bar.html."""

    kind: str
    label: str | Promise
    amount: str
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Balance:
    """What an earmark, or several, holds."""

    available_ore: Ore = 0
    reserved_ore: Ore = 0
    committed_ore: Ore = 0
    paid_ore: Ore = 0

    def __add__(self, other: "Balance") -> "Balance":
        return Balance(
            self.available_ore + other.available_ore,
            self.reserved_ore + other.reserved_ore,
            self.committed_ore + other.committed_ore,
            self.paid_ore + other.paid_ore,
        )

    @property
    def total_ore(self) -> Ore:
        return self.available_ore + self.reserved_ore + self.committed_ore + self.paid_ore

    @property
    def parts(self) -> list[Part]:
        """The four amounts as parts of a bar; an empty balance is an empty bar."""
        amounts = {kind: getattr(self, f"{kind}_ore") for kind in KINDS}
        widths = share(BAR, amounts) if self.total_ore else dict.fromkeys(KINDS, 0)
        parts, x = [], 0
        for kind, label in KINDS.items():
            parts.append(Part(kind, label, kroner(amounts[kind]), x, widths[kind]))
            x += widths[kind]
        return parts


@dataclass(frozen=True, slots=True)
class EarmarkLine:
    earmark: Earmark
    balance: Balance
    groups: Sequence[StaffGroup]

    @property
    def group_names(self) -> str:
        return ", ".join(str(group) for group in self.groups)

    @property
    def sector_names(self) -> str:
        """Empty where it is for every sector."""
        return ", ".join(str(Sector(sector).label) for sector in self.earmark.sectors)


@dataclass(frozen=True, slots=True)
class GrantLine:
    grant: Grant
    received_ore: Ore
    unallocated_ore: Ore
    earmarks: Sequence[EarmarkLine]

    @property
    def balance(self) -> Balance:
        return total_of(self.earmarks)


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A staff group, and the earmarks that may pay for it: none is an answer too."""

    group: StaffGroup
    earmarks: Sequence[EarmarkLine]

    @property
    def available_ore(self) -> Ore:
        return total_of(self.earmarks).available_ore


def total_of(lines: Iterable[EarmarkLine]) -> Balance:
    return sum((line.balance for line in lines), start=Balance())


def earmark_lines(owner_ids: Sequence[int], years: Sequence[int] | None = None) -> list[EarmarkLine]:
    """The owners' earmarks with what they hold, newest year first. Two queries."""
    earmarks = Earmark.objects.filter(owner__in=owner_ids).with_balances()
    if years is not None:
        earmarks = earmarks.filter(year__in=years)
    found = earmarks.select_related("scheme").prefetch_related("staff_groups")
    return [line_of(earmark) for earmark in found.order_by("-year", "name")]


def line_of(earmark: Any) -> EarmarkLine:
    """Needs `with_balances`."""
    balance = Balance(
        earmark.available_ore, earmark.reserved_ore, earmark.committed_ore, earmark.paid_ore
    )
    return EarmarkLine(earmark, balance, list(earmark.staff_groups.all()))


def grant_lines(owner_id: int, earmarks: Sequence[EarmarkLine]) -> list[GrantLine]:
    """The owner's grants, newest first, each with its earmarks. Two queries."""
    sums = {
        (grant_id, kind): balance_ore
        for grant_id, kind, balance_ore in Account.objects.filter(
            owner_id=owner_id, earmark=None
        ).values_list("grant_id", "kind", "balance_ore")
    }
    return [
        GrantLine(
            grant,
            received_ore=-sums[grant.pk, Account.Kind.SOURCE],
            unallocated_ore=sums[grant.pk, Account.Kind.UNALLOCATED],
            earmarks=[line for line in earmarks if line.earmark.grant_id == grant.pk],
        )
        for grant in Grant.objects.filter(owner_id=owner_id).order_by("-received_on", "-pk")
    ]


def group_lines(earmarks: Sequence[EarmarkLine]) -> list[GroupLine]:
    """Every staff group with the earmarks that reach it. One query."""
    return [
        GroupLine(group, [line for line in earmarks if group in line.groups])
        for group in StaffGroup.objects.all()
    ]


def unallocated_ore(grant: Grant) -> Ore:
    """What the grant has left to earmark."""
    account = Account.objects.get(grant=grant, kind=Account.Kind.UNALLOCATED)
    return account.balance_ore


def transfers_of(earmark: Earmark) -> QuerySet[Transfer]:
    """Every movement into, inside and out of the earmark."""
    purses = list(earmark.accounts.values_list("pk", flat=True))
    return Transfer.objects.filter(owner_id=earmark.owner_id).filter(
        Q(debit__in=purses) | Q(credit__in=purses)
    )


def with_story(transfers: QuerySet[Transfer]) -> QuerySet[Transfer]:
    """With what a line of the account shows: from, to, who, and the case it was for."""
    return transfers.select_related(
        "debit", "credit", "entered_by", "commitment__application", "commitment__earmark"
    )


def commitments_of(earmark: Earmark) -> QuerySet[Commitment]:
    return earmark.commitments.select_related("application")
