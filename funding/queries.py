"""What pages ask about money: balances as bars, who is covered, and where each krone went."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from funding.models import Account, Commitment, Earmark, Grant, Transfer
from funding.states import State
from staff.access import has_permission
from staff.models import Sector, StaffGroup, User
from staff.money import Ore, kroner
from staff.roles import Permission
from staff.sharing import share

# From used to free, as the bar is read.
KINDS: Final[Mapping[str, str | Promise]] = {
    Account.Kind.PAID: _("Paid"),
    Account.Kind.COMMITTED: _("Committed"),
    Account.Kind.RESERVED: _("Reserved"),
    Account.Kind.AVAILABLE: _("Available"),
}
BAR = 1000
# What a commitment can belong to in the rooms above, by its name here, and who reads it.
PROMISED_TO: Final[Mapping[str, Permission]] = {
    "application": Permission.APPLICATION_READ,
    "cover_order": Permission.COVER_READ,
}
PROMISED: Final = [f"commitment__{name}" for name in PROMISED_TO]


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


def earmark_lines(
    owner_ids: Sequence[int], years: Sequence[int] | None = None, *, groups: bool = True
) -> list[EarmarkLine]:
    """The owners' earmarks with what they hold, newest year first; their staff groups if asked."""
    earmarks = Earmark.objects.filter(owner__in=owner_ids).with_balances()
    if years is not None:
        earmarks = earmarks.filter(year__in=years)
    found = earmarks.select_related("scheme").order_by("-year", "name")
    if not groups:
        return [EarmarkLine(earmark, balance_of(earmark), []) for earmark in found]
    return [line_of(earmark) for earmark in found.prefetch_related("staff_groups")]


def line_of(earmark: Earmark) -> EarmarkLine:
    """Needs `with_balances`."""
    return EarmarkLine(earmark, balance_of(earmark), list(earmark.staff_groups.all()))


def balance_of(earmark: Earmark) -> Balance:
    """Needs `with_balances`."""
    return Balance(
        earmark.available_ore, earmark.reserved_ore, earmark.committed_ore, earmark.paid_ore
    )


@dataclass(frozen=True, slots=True)
class PurseLine:
    """An earmark by its name and what it holds: enough beside a list, and cheap."""

    pk: int
    name: str
    balance: Balance


def purse_lines(owner_id: int, year: int) -> list[PurseLine]:
    """What the owner's earmarks of a year hold. One query without arithmetic."""
    held: dict[tuple[str, int], dict[str, Ore]] = {}
    found = Account.objects.filter(owner_id=owner_id, earmark__year=year)
    for name, pk, kind, balance_ore in found.values_list(
        "earmark__name", "earmark", "kind", "balance_ore"
    ):
        held.setdefault((name, pk), {})[f"{kind}_ore"] = balance_ore
    return [PurseLine(pk, name, Balance(**amounts)) for (name, pk), amounts in sorted(held.items())]


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


def grants_of_year(
    lines: Iterable[GrantLine], year: int | None, *, is_latest: bool
) -> list[GrantLine]:
    """The grants with earmarks of the year, showing only those; what is left to earmark is shown
    with the latest year."""
    shown = []
    for line in lines:
        mine = [found for found in line.earmarks if found.earmark.year == year]
        if mine or (is_latest and line.unallocated_ore) or not line.earmarks:
            shown.append(replace(line, earmarks=mine))
    return shown


def group_lines(earmarks: Sequence[EarmarkLine]) -> list[GroupLine]:
    """Every staff group with the earmarks that reach it. One query."""
    return [
        GroupLine(group, [line for line in earmarks if group in line.groups])
        for group in StaffGroup.objects.all()
    ]


def unallocated_ore(grant: Grant) -> Ore:
    """What the grant has left to earmark."""
    left_ore: Ore = Account.objects.get(grant=grant, kind=Account.Kind.UNALLOCATED).balance_ore
    return left_ore


def transfers_of(earmark: Earmark) -> QuerySet[Transfer]:
    """Every movement into, inside and out of the earmark."""
    purses = list(earmark.accounts.values_list("pk", flat=True))
    return Transfer.objects.filter(owner_id=earmark.owner_id).filter(
        Q(debit__in=purses) | Q(credit__in=purses)
    )


def with_story(transfers: QuerySet[Transfer]) -> QuerySet[Transfer]:
    """With what a line of the account shows: from, to, who, and the case it was for."""
    return transfers.select_related(
        "debit", "credit__earmark", "entered_by", "commitment__earmark", *PROMISED
    )


def latest_transfers(owner_ids: Sequence[int], count: int) -> QuerySet[Transfer]:
    return with_story(Transfer.objects.filter(owner__in=owner_ids)).order_by("-pk")[:count]


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One movement, with where it can be followed."""

    transfer: Transfer
    earmark: Earmark | None
    what_for: str
    case_url: str


def story(user: User, transfers: Iterable[Transfer]) -> list[StoryLine]:
    """Needs `with_story`."""
    lines = []
    for transfer in transfers:
        held = transfer.commitment
        lines.append(
            StoryLine(
                transfer,
                held.earmark if held else transfer.credit.earmark,
                held.purpose if held else "",
                case_url(user, held) if held else "",
            )
        )
    return lines


@dataclass(frozen=True, slots=True)
class CaseLine:
    commitment: Commitment
    color: str
    case_url: str


COLORS: Final = {
    State.RESERVED: "warning",
    State.COMMITTED: "info",
    State.PARTLY_PAID: "info",
    State.SETTLED: "success",
    State.RELEASED: "neutral",
}


def case_lines(user: User, commitments: Iterable[Commitment]) -> list[CaseLine]:
    """Needs what PROMISED_TO names fetched."""
    return [CaseLine(held, COLORS[State(held.state)], case_url(user, held)) for held in commitments]


def case_url(user: User, commitment: Commitment) -> str:
    """Where the case that got the money can be read, if this person may read it."""
    for name, permission in PROMISED_TO.items():
        case = getattr(commitment, name, None)
        if case is not None and has_permission(
            user, permission, owner_id=case.owner_id, workplace_id=case.workplace_id
        ):
            return str(case.get_absolute_url())
    return ""


def commitments_of(earmark: Earmark) -> QuerySet[Commitment]:
    return earmark.commitments.select_related(*PROMISED_TO)
