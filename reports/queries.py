"""The report of a round: the same figures for everybody, so that the parties talk of the same."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from applications.models import Application, Round
from applications.states import HOLDING_MONEY, RoundState
from distribution.disclosure import PUBLIC, Group, Shown, disclose
from funding.models import Commitment, Earmark, Transfer
from funding.money import Ore
from staff.access import owner_ids_anywhere
from staff.models import Position, StaffGroup, User
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
