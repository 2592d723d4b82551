"""Sealing history day by day. Nightly, so that writing an event never waits for another."""

import datetime
import hashlib
import json

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from audit.models import Event, Seal, SealCheck


def _digest(before: str, after_id: int, up_to_id: int) -> tuple[str, int]:
    seal, count = hashlib.sha256(before.encode()), 0
    events = Event.objects.filter(pk__gt=after_id, pk__lte=up_to_id).order_by("pk")
    rows = events.values_list("pk", "kind", "subject", "owner_id", "actor_id", "at", "details")
    for pk, kind, subject, owner_id, actor_id, at, details in rows.iterator():
        fields = [pk, kind, subject, owner_id, actor_id, at.isoformat(), details]
        seal.update(json.dumps(fields, sort_keys=True, ensure_ascii=False).encode())
        count += 1
    return seal.hexdigest(), count


@transaction.atomic
def seal(day: datetime.date) -> Seal | None:
    """Seal everything up to the end of `day`; a day already sealed is left alone."""
    last = Seal.objects.order_by("-day").first()
    if last and last.day >= day:
        return None
    midnight = timezone.make_aware(
        datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time())
    )
    after_id = last.last_event if last else 0
    up_to = Event.objects.filter(at__lt=midnight).aggregate(pk=Max("pk"))["pk"] or after_id
    sha256, count = _digest(last.sha256 if last else "", after_id, up_to)
    return Seal.objects.create(day=day, last_event=up_to, events=count, sha256=sha256)


def broken_seals() -> list[Seal]:
    """The seals that no longer fit their events: history was rewritten behind them."""
    broken, before, after_id = [], "", 0
    for each in Seal.objects.order_by("day"):
        if _digest(before, after_id, each.last_event) != (each.sha256, each.events):
            broken.append(each)
        before, after_id = each.sha256, each.last_event
    return broken


@transaction.atomic
def check() -> SealCheck | None:
    """Compare every seal with its events, and keep what was found; nothing before the first."""
    last = Seal.objects.order_by("-day").first()
    if last is None:
        return None
    broken = [each.day for each in broken_seals()]
    return SealCheck.objects.create(up_to=last.day, broken=broken)
