"""What a county's vocational training board says about what is offered."""

from typing import Final

from catalogue.models import Course, TradeNote

MOST_SHOWN: Final = 10


def advice_on(course: Course) -> list[TradeNote]:
    """On the provider of the course, in the trades of the course where it has any; the newest
    first. Needs the course's subjects fetched. One query."""
    notes = TradeNote.objects.filter(
        kind=TradeNote.Kind.ADVICE, provider=course.provider_id, withdrawn_at=None
    )
    if trades := list(course.subjects.all()):
        notes = notes.filter(trade__in=trades)
    return list(notes.select_related("county", "trade").order_by("-pk")[:MOST_SHOWN])
