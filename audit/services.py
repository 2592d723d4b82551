"""Recording what happened. Whoever must hear of it stands in one table above us all."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string

from audit.models import Event
from notifications.outbox import owe_many

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


def subject_of(thing: models.Model) -> str:
    """How history names a row: its model and key."""
    return f"{thing._meta.label_lower}:{thing.pk}"


def record(
    kind: str,
    *,
    subject: models.Model,
    by: "AbstractUser | None",
    owner_id: int | None = None,
    **details: Any,
) -> None:
    """Write one line of history. Call it inside the transaction that makes it true."""
    record_many(kind, [(subject, details)], by=by, owner_id=owner_id)


def record_many(
    kind: str,
    happened: Iterable[tuple[models.Model, Mapping[str, Any]]],
    *,
    by: "AbstractUser | None",
    owner_id: int | None = None,
) -> None:
    """The same line for many subjects of one owner (default: the subject's), in one statement."""
    events = [
        Event(
            kind=kind,
            subject=subject_of(thing),
            owner_id=owner_id or getattr(thing, "owner_id", None),
            actor_id=by.pk if by else None,
            details=dict(details),
        )
        for thing, details in happened
    ]
    Event.objects.bulk_create(events, batch_size=1000)
    for task in _listeners().get(kind, ()):
        owe_many(
            task,
            [{"event_id": event.pk} for event in events],
            owner_id=events[0].owner_id if events else None,
        )


@cache
def _listeners() -> Mapping[str, tuple[str, ...]]:
    listeners: Mapping[str, tuple[str, ...]] = import_string(settings.EVENT_LISTENERS)
    return listeners
