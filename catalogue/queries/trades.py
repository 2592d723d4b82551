"""What the counties' vocational training boards say about trades, as a list."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from catalogue.models import TradeNote
from staff.access import holding
from staff.models import County, Owner, Subject, User
from staff.roles import Permission


def notes_found(wish: Mapping[str, Any]) -> QuerySet[TradeNote]:
    """Those that are not withdrawn, by trade, county and kind; the newest first."""
    found = TradeNote.objects.standing()
    for field in ("trade", "county", "kind"):
        if wish.get(field):
            found = found.filter(**{field: wish[field]})
    return found.order_by("-pk")


def with_names(notes: QuerySet[TradeNote]) -> QuerySet[TradeNote]:
    return notes.select_related("county", "trade", "provider", "owner", "written_by")


def boards_of(user: User) -> list[Owner]:
    """The owners for which the person speaks on a vocational training board."""
    held = holding(user, Permission.TRADE_ADVISE)
    return [each.owner for each in held if each.owner is not None]


def counties() -> QuerySet[County]:
    return County.objects.order_by("name")


def trades() -> QuerySet[Subject]:
    return Subject.objects.filter(kind=Subject.Kind.TRADE).order_by("name_nb", "pk")
