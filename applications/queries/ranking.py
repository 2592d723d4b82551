"""The ranking: one list for all staff groups, with how far the money reaches down it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, IntegerField, Value, When
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Application, Round
from applications.queries.queue import for_rows
from applications.states import State
from funding.queries import EarmarkLine
from staff.money import Ore, kroner


@dataclass(frozen=True, slots=True)
class Claim:
    """What the list needs to know of every case in it, also those on other pages."""

    pk: int
    rank: int | None
    scheme_id: int | None
    staff_group_id: int
    cost_ore: Ore


def claims_of(round: Round, states: Collection[State]) -> list[Claim]:
    """As ranked; those without a rank last, recommended first, then by number."""
    advice = Case(
        When(recommendation__recommended=True, then=Value(0)),
        When(recommendation__recommended=False, then=Value(2)),
        default=Value(1),
        output_field=IntegerField(),
    )
    found = Application.objects.filter(
        round=round, state__in=states, submitted_at__isnull=False
    ).order_by(F("rank").asc(nulls_last=True), advice, Length("number"), "number")
    fields = ("pk", "rank", "scheme_id", "staff_group_id", "cost_ore")
    return [Claim(*row) for row in found.values_list(*fields)]


@dataclass(frozen=True, slots=True)
class SchemeMoney:
    """What is available for a scheme, what is applied for, and how far down the list it reaches."""

    name: str
    available_ore: Ore
    wanted_ore: Ore
    reaches: int
    count: int


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a case stands: the sum down to it in its scheme, against what is available."""

    place: int
    scheme_id: int | None
    sum_ore: Ore
    available_ore: Ore
    has_source: bool

    @property
    def is_within(self) -> bool:
        return self.has_source and self.sum_ore <= self.available_ore


def reaches(claims: Sequence[Claim], earmarks: Sequence[EarmarkLine]) -> dict[int, Reach]:
    """By case. A case whose staff group has no source takes no money from those below it."""
    available = available_by_scheme(earmarks)
    covered = {(line.earmark.scheme_id, group.pk) for line in earmarks for group in line.groups}
    sums: dict[int | None, Ore] = {}
    found = {}
    for place, claim in enumerate(claims, start=1):
        has_source = (claim.scheme_id, claim.staff_group_id) in covered
        if has_source:
            sums[claim.scheme_id] = sums.get(claim.scheme_id, 0) + claim.cost_ore
        found[claim.pk] = Reach(
            place,
            claim.scheme_id,
            sums.get(claim.scheme_id, 0),
            available.get(claim.scheme_id, 0),
            has_source,
        )
    return found


def available_by_scheme(earmarks: Iterable[EarmarkLine]) -> dict[int | None, Ore]:
    available: dict[int | None, Ore] = {}
    for line in earmarks:
        scheme_id = line.earmark.scheme_id
        available[scheme_id] = available.get(scheme_id, 0) + line.balance.available_ore
    return available


def scheme_money(
    claims: Sequence[Claim], found: Mapping[int, Reach], names: Mapping[int, str]
) -> list[SchemeMoney]:
    """One line per scheme of the round."""
    lines = []
    for scheme_id, name in names.items():
        mine = [claim for claim in claims if claim.scheme_id == scheme_id]
        within = [claim for claim in mine if found[claim.pk].is_within]
        lines.append(
            SchemeMoney(
                name,
                available_ore=found[mine[0].pk].available_ore if mine else 0,
                wanted_ore=sum(claim.cost_ore for claim in mine),
                reaches=len(within),
                count=len(mine),
            )
        )
    return lines


@dataclass(frozen=True, slots=True)
class RankRow:
    pk: int
    place: int
    typed: str
    error: str
    url: str
    number: str
    name: str
    staff_group: str
    workplace: str
    scheme: str
    advice: str
    cost: str
    sum: str
    money: str
    color: str


def rank_rows(
    pks: Sequence[int],
    found: Mapping[int, Reach],
    schemes: Mapping[int, str],
    typed: Mapping[int, str],
    errors: Mapping[int, str],
) -> list[RankRow]:
    """The rows of one page, in the order of `pks`. One query."""
    rows: dict[int, Any] = for_rows(Application.objects.filter(pk__in=pks)).in_bulk()
    advice = {True: _("Recommended"), False: _("Not recommended"), None: "–"}
    words = _money_words()
    address = reverse("applications:detail", args=[0])
    made = []
    for pk in pks:
        row, reach = rows[pk], found[pk]
        money, color = words[reach.has_source, reach.is_within]
        made.append(
            RankRow(
                pk=pk,
                place=reach.place,
                typed=typed.get(pk, str(reach.place)),
                error=errors.get(pk, ""),
                url=address.replace("/0/", f"/{pk}/"),
                number=row.number,
                name=f"{row.given_name} {row.family_name}",
                staff_group=row.group_name,
                workplace=row.workplace_name,
                scheme=schemes.get(reach.scheme_id or 0, ""),
                advice=advice[row.recommended],
                cost=kroner(row.cost_ore),
                sum=kroner(reach.sum_ore),
                money=money,
                color=color,
            )
        )
    return made


def _money_words() -> dict[tuple[bool, bool], tuple[str, str]]:
    """By (has a source, is within it): what to say, and its colour."""
    return {
        (True, True): (_("Within"), "success"),
        (True, False): (_("Above"), "warning"),
        (False, False): (_("No source"), "danger"),
    }
