"""The report of a round: the same figures for everybody, so that the parties talk of the same."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _

from applications.models import Application, Round
from applications.states import HOLDING_MONEY, RoundState
from distribution.disclosure import PUBLIC, Group, Shown, disclose
from funding.models import Commitment, Earmark, Transfer
from staff.access import owner_ids_anywhere
from staff.models import Position, StaffGroup, Subject, Teaching, User, Workplace
from staff.money import Ore
from staff.roles import Permission

PAID = (Transfer.Kind.PAID_FEES, Transfer.Kind.PAID_COVER, Transfer.Kind.PAID_STIPEND)


def reported_rounds(user: User) -> QuerySet[Round]:
    """The decided rounds whose report the person may read, newest first."""
    owners = owner_ids_anywhere(user, Permission.REPORT_READ)
    decided = Round.objects.filter(
        owner__in=owners, state__in=(RoundState.DECIDED, RoundState.CLOSED)
    )
    return decided.select_related("owner").newest_first()


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One staff group: how many work there, and what may be shown of those who applied."""

    shown: Shown
    workforce: int | None

    @property
    def coverage(self) -> int | None:
        """Granted per hundred employed, in hundredths of a percent; only where both are shown."""
        if self.shown.granted is None or not self.workforce:
            return None
        return self.shown.granted * 10_000 // self.workforce


@dataclass(frozen=True, slots=True)
class Use:
    """What some of the money was used for, in øre."""

    label: str
    amount_ore: Ore


@dataclass(frozen=True, slots=True)
class EarmarkRow:
    """One earmark of the round's year, in øre."""

    name: str
    available_ore: Ore
    reserved_ore: Ore
    committed_ore: Ore
    paid_ore: Ore

    @property
    def total_ore(self) -> Ore:
        return self.available_ore + self.reserved_ore + self.committed_ore + self.paid_ore


@dataclass(frozen=True, slots=True)
class RoundReport:
    round: Round
    groups: list[GroupRow]
    total: Shown
    uses: list[Use]
    earmarks: list[EarmarkRow]
    without_source: list[str]


def report_of(round: Round) -> RoundReport:
    """Everything the report shows; the number of queries does not depend on the round's size."""
    *groups, total = _groups(round)
    earmarks = _earmarks(round)
    return RoundReport(
        round=round,
        groups=groups,
        total=total.shown,
        uses=_uses(round),
        earmarks=earmarks,
        without_source=_without_source(round),
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """The staff groups of a round and all of them together; small figures are left out."""

    round: Round
    rows: list[Shown]
    total: Shown


def group_figures(round: Round) -> Figures:
    """The report's first table alone, in two queries."""
    *groups, total = _groups(round)
    return Figures(round, [row.shown for row in groups], total.shown)


@dataclass(frozen=True, slots=True)
class Split:
    """All who applied in a round, split in one way; the last row is everybody (label "")."""

    rows: list[Shown]

    @property
    def parts(self) -> list[Shown]:
        return self.rows[:-1]

    @property
    def total(self) -> Shown:
        return self.rows[-1]


def by_place(round: Round, sector: str) -> Split:
    """Each workplace of one sector, and all other workplaces together.

    The others are a row so that every table of a round has the same sum: two tables of different
    sums could be subtracted, and what is hidden found.
    """
    places = dict(
        Workplace.objects.filter(owner=round.owner_id, sector=sector)
        .order_by("name", "pk")
        .values_list("pk", "name")
    )
    return _split(round, places, F("workplace"), _("Other workplaces"))


def by_trade(round: Round) -> Split:
    """Each trade the applicants teach or work in; who has several counts with the first of them."""
    first = Teaching.objects.filter(
        employee__user=OuterRef("applicant"),
        owner=OuterRef("owner"),
        subject__kind=Subject.Kind.TRADE,
    ).order_by("subject__code")
    trades = {trade.pk: str(trade) for trade in Subject.objects.filter(kind=Subject.Kind.TRADE)}
    trade = Subquery(first.values("subject")[:1])
    return _split(round, trades, trade, _("No trade registered"), all_rows=False)


def _split(
    round: Round, labels: dict[int, str], key: Any, others: str, *, all_rows: bool = True
) -> Split:
    counted: dict[int | None, list[int]] = defaultdict(lambda: [0, 0, 0])
    sent = Application.objects.filter(round=round, submitted_at__isnull=False)
    for part, state, count, amount_ore in (
        sent.annotate(part=key)
        .values_list("part", "state")
        .annotate(Count("pk", distinct=True), Sum("decisions__amount_ore", default=0))
    ):
        row = counted[part if part in labels else None]
        row[0] += count
        if state in HOLDING_MONEY:
            row[1] += count
            row[2] += amount_ore
    shown = {pk: label for pk, label in labels.items() if all_rows or pk in counted}
    parts = [Group(label, *counted[pk]) for pk, label in shown.items()]
    if None in counted:
        parts.append(Group(others, *counted[None]))
    return Split(disclose(parts, fewest=PUBLIC))


def _groups(round: Round) -> list[GroupRow]:
    counted: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    by_group = (
        Application.objects.filter(round=round, submitted_at__isnull=False)
        .values_list("staff_group", "state")
        .annotate(Count("pk"), Sum("decisions__amount_ore", default=0))
    )
    for group_id, state, count, amount_ore in by_group:
        row = counted[group_id]
        row[0] += count
        if state in HOLDING_MONEY:
            row[1] += count
            row[2] += amount_ore
    workforce = _workforce(round)
    here = [group for group, people in workforce.items() if people or counted.get(group.pk)]
    shown = disclose([Group(str(group), *counted[group.pk]) for group in here], fewest=PUBLIC)
    people = [workforce[group] for group in here]
    return [
        GroupRow(row, number) for row, number in zip(shown, [*people, sum(people)], strict=True)
    ]


def _workforce(round: Round) -> dict[StaffGroup, int]:
    """Every staff group in order, with its employees at the owner on the decision day."""
    day = round.decision_by
    held = Q(
        Q(codes__positions__ends_on=None) | Q(codes__positions__ends_on__gte=day),
        codes__positions__owner=round.owner_id,
        codes__positions__starts_on__lte=day,
    )
    people = Count("codes__positions__employee", filter=held, distinct=True)
    groups = StaffGroup.objects.order_by("place").annotate(people=people)
    return {group: group.people for group in groups}


def _uses(round: Round) -> list[Use]:
    """Where the granted money is now: paid for what, and what is still set aside."""
    commitments = Commitment.objects.filter(application__round=round)
    paid = dict(
        Transfer.objects.filter(commitment__in=commitments, kind__in=PAID)
        .values_list("kind")
        .annotate(Sum("amount_ore"))
    )
    held = commitments.aggregate(
        reserved=Sum("reserved_ore", default=0), committed=Sum("committed_ore", default=0)
    )
    return [
        *(Use(str(kind.label), paid.get(kind, 0)) for kind in PAID),
        Use(_("Promised, not yet paid"), held["committed"]),
        Use(_("Set aside, not yet accepted"), held["reserved"]),
    ]


def _earmarks(round: Round) -> list[EarmarkRow]:
    earmarks = Earmark.objects.filter(owner_id=round.owner_id, year=round.year)
    return [
        EarmarkRow(
            earmark.name,
            earmark.available_ore,
            earmark.reserved_ore,
            earmark.committed_ore,
            earmark.paid_ore,
        )
        for earmark in earmarks.with_balances().order_by("pk")
    ]


def _without_source(round: Round) -> list[str]:
    """The staff groups employed here that no earmark of the year may be used for."""
    employed = Position.objects.on(round.decision_by).filter(owner_id=round.owner_id)
    covered = Earmark.objects.filter(owner_id=round.owner_id, year=round.year)
    groups = StaffGroup.objects.filter(pk__in=employed.values("code__staff_group")).exclude(
        pk__in=covered.values("staff_groups")
    )
    return [str(group) for group in groups]
