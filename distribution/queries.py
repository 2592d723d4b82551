"""A proposal as its readers see it: groups for the parties, lines for those who handle it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from distribution.disclosure import Group, Shown, disclose
from distribution.models import Line, Proposal
from funding.models import Earmark
from staff.models import StaffGroup
from staff.money import Ore, kroner

FULL_POST = 10_000


@dataclass(frozen=True, slots=True)
class Table:
    """One view of the proposal: what the rows are, and what may be shown of them."""

    caption: str
    heading: str
    rows: list[Shown]


@dataclass(frozen=True, slots=True)
class Use:
    """What a proposal takes from one earmark, in øre."""

    earmark: Earmark
    before_ore: Ore
    takes_ore: Ore

    @property
    def after_ore(self) -> Ore:
        return self.before_ore - self.takes_ore


def tables(proposal: Proposal, *, fewest: int) -> list[Table]:
    """The proposal by staff group, workplace and kind of position. One query."""
    lines = list(
        proposal.lines.select_related("application__staff_group", "application__workplace")
    )
    return [
        Table(
            _("By staff group"),
            _("Staff group"),
            _grouped(lines, lambda line: str(line.application.staff_group), fewest),
        ),
        Table(
            _("By workplace"),
            _("Workplace"),
            _grouped(lines, lambda line: str(line.application.workplace), fewest),
        ),
        Table(
            _("By kind of position"),
            _("Position"),
            _grouped(lines, _kind_of_position, fewest),
        ),
    ]


def uses(proposal: Proposal) -> list[Use]:
    """Each earmark the frozen problem knew, and what the plan takes from it."""
    before = {pot["key"]: pot["available_ore"] for pot in proposal.problem["pots"]}
    takes = dict(
        proposal.lines.filter(earmark__isnull=False)
        .values_list("earmark")
        .annotate(Sum("amount_ore"))
    )
    earmarks = Earmark.objects.filter(pk__in=before).select_related("scheme").order_by("pk")
    return [Use(earmark, before[earmark.pk], takes.get(earmark.pk, 0)) for earmark in earmarks]


def without_source(proposal: Proposal) -> list[str]:
    """The staff groups that applied and that no earmark may be used for."""
    groups = proposal.lines.filter(reason_code="no_source").values("application__staff_group")
    return [str(group) for group in StaffGroup.objects.filter(pk__in=groups)]


def _kind_of_position(line: Line) -> str:
    if line.application.position_percent == FULL_POST:
        return _("Full post")
    return _("Part-time post")


def _grouped(lines: list[Line], name: Callable[[Line], str], fewest: int) -> list[Shown]:
    applicants: dict[str, int] = defaultdict(int)
    granted: dict[str, int] = defaultdict(int)
    amounts: dict[str, int] = defaultdict(int)
    for line in lines:
        label = name(line)
        applicants[label] += 1
        granted[label] += line.outcome == Line.Outcome.GRANTED
        amounts[label] += line.amount_ore
    groups = [
        Group(label, applicants[label], granted[label], amounts[label])
        for label in sorted(applicants)
    ]
    return disclose(groups, fewest=fewest)


def consequences(proposal: Proposal) -> list[str]:
    """What making it final will do, in sentences."""
    counts = dict(proposal.lines.values_list("outcome").annotate(Count("pk")))
    total = proposal.lines.aggregate(sum=Sum("amount_ore", default=0))["sum"]
    return [
        _("%(granted)d are granted, and %(amount)s is set aside.")
        % {"granted": counts.get(Line.Outcome.GRANTED, 0), "amount": kroner(total)},
        _("%(count)d are put on the waiting list.")
        % {"count": counts.get(Line.Outcome.WAITING_LIST, 0)},
        _("%(count)d are rejected.") % {"count": counts.get(Line.Outcome.REJECTED, 0)},
        _("Everybody gets a reasoned letter and a message at once."),
        _("This cannot be undone; a decision can only be replaced by a new one."),
    ]
