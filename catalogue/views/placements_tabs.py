"""Which placements somebody follows, as tabs; and offers as their list shows them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from catalogue.models import CourseRun, Provider, TradeNote
from catalogue.models.placements import PlacementQuerySet
from catalogue.queries import placements as queries
from staff.http import Link
from staff.models import Subject, User

VIEWS: Final[Mapping[str, Callable[[User], PlacementQuerySet]]] = {
    "workplace": queries.followed,
    "business": queries.taken_in,
    "mine": queries.mine,
}


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer of a business, and what the training boards advise about it in its trades."""

    run: CourseRun
    trades: str
    is_own: bool
    advice: Sequence[TradeNote]


def tabs_of(user: User, chosen: str) -> tuple[list[Link], PlacementQuerySet]:
    """The tabs that apply, and the placements of the one chosen; one alone is no tab."""
    labels = {
        "workplace": _("Where I follow placements"),
        "business": _("In my business"),
        "mine": _("My own"),
    }
    applies = {
        "workplace": queries.follows(user),
        "business": Provider.objects.run_by(user).exists(),
    }
    names = [name for name in VIEWS if applies.get(name, True)]
    view = chosen if chosen in names else names[0]
    tabs = [Link(labels[name], f"?view={name}", name == view) for name in names]
    return tabs if len(tabs) > 1 else [], VIEWS[view](user)


def offers_of(
    runs: Iterable[CourseRun], own: Iterable[Subject], advice: Mapping[int, Sequence[TradeNote]]
) -> list[Offer]:
    """Needs `queries.with_trades`."""
    own_keys = {trade.pk for trade in own}
    found = []
    for run in runs:
        trades: list[Subject] = run.course.trades  # type: ignore[attr-defined]
        keys = {trade.pk for trade in trades}
        notes = advice.get(run.course.provider_id, ())
        found.append(
            Offer(
                run,
                ", ".join(str(trade) for trade in trades),
                bool(keys & own_keys),
                [note for note in notes if not keys or note.trade_id in keys],
            )
        )
    return found
