"""What pages ask of the history: which day sealed an event, and whether the seals hold."""

from django.db.models import OuterRef, QuerySet, Subquery

from audit.models import Event, Seal, SealCheck


def with_seal(events: QuerySet[Event]) -> QuerySet[Event]:
    """Adds `sealed_on`: the day whose seal covers the event, or None while it has none."""
    covering = Seal.objects.filter(last_event__gte=OuterRef("pk")).order_by("last_event", "day")
    return events.annotate(sealed_on=Subquery(covering.values("day")[:1]))


def latest_check() -> SealCheck | None:
    """What the last comparison of the seals with their events found."""
    return SealCheck.objects.order_by("-pk").first()
