"""Owing and doing. The broker only wakes a worker up: what is owed stands in the database."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string

from notifications.models import UNDONE, Owed
from tenancy.acting import acting_for

MAX_FAILURES: Final = 100  # at an hour apart: about four days, longer than a weekend without mail
LEASE: Final = datetime.timedelta(seconds=30)
LONGEST_WAIT: Final = datetime.timedelta(hours=1)


def owe(task: str, *, owner_id: int | None = None, **args: Any) -> None:
    """Owe `task` (dotted path) once the surrounding transaction commits."""
    Owed.objects.create(task=task, args=args, owner_id=owner_id)


def owe_many(task: str, all_args: Iterable[Mapping[str, Any]], *, owner_id: int | None) -> None:
    """The same for many, in one statement."""
    Owed.objects.bulk_create(
        [Owed(task=task, args=dict(args), owner_id=owner_id) for args in all_args],
        batch_size=1000,
    )


@transaction.atomic
def claim(limit: int = 100) -> list[int]:
    """Take what is due, for one lease: if nobody does it by then, it is due again."""
    now = timezone.now()
    due = list(
        Owed.objects.select_for_update(skip_locked=True)
        .filter(UNDONE, next_at__lte=now)
        .order_by("next_at", "id")[:limit]
    )
    for owed in due:
        owed.attempts += 1
        owed.next_at = now + min(LEASE * 2 ** min(owed.attempts - 1, 10), LONGEST_WAIT)
    Owed.objects.bulk_update(due, ["attempts", "next_at"])
    return [owed.pk for owed in due]


def give_back(owed_ids: list[int]) -> None:
    """Nobody could be woken for these: they are due again in a moment, and it was no attempt."""
    if owed_ids:
        Owed.objects.filter(UNDONE, pk__in=owed_ids).update(
            attempts=F("attempts") - 1, next_at=timezone.now() + datetime.timedelta(seconds=1)
        )


def perform(owed_id: int) -> None:
    """Do what is owed and mark it done in one transaction; asked again, do nothing.

    Asked while another worker is at it, do not wait: should that one fail, it is due again.
    """
    try:
        with transaction.atomic():
            undone = Owed.objects.select_for_update(skip_locked=True).filter(UNDONE)
            owed = undone.filter(pk=owed_id).first()
            if owed is None:
                return
            with acting_for([owed.owner_id], across=owed.owner_id is None):
                import_string(owed.task)(**owed.args)
            owed.done_at = timezone.now()
            owed.error = ""
            owed.save(update_fields=["done_at", "error"])
    except Exception as failure:
        _remember(owed_id, failure)
        raise


@transaction.atomic
def _remember(owed_id: int, failure: Exception) -> None:
    """Keep why it failed; after too many attempts set it aside for a person to look at."""
    owed = Owed.objects.select_for_update().filter(UNDONE, pk=owed_id).first()
    if owed is None:
        return
    owed.error = f"{type(failure).__name__}: {failure}"[:2000]
    owed.failures += 1
    if owed.failures >= MAX_FAILURES:
        owed.set_aside_at = timezone.now()
    owed.save(update_fields=["error", "failures", "set_aside_at"])


def put_back() -> int:
    """What was set aside is due again, with a clean slate. Returns how many."""
    set_aside = Owed.objects.filter(set_aside_at__isnull=False)
    return set_aside.update(set_aside_at=None, attempts=0, failures=0, next_at=timezone.now())


def oldest_undone() -> datetime.timedelta:
    """How long the oldest undone task has waited: the figure to raise an alarm on."""
    now = timezone.now()
    first = Owed.objects.filter(UNDONE).order_by("created_at").values_list("created_at", flat=True)
    return now - (first.first() or now)
