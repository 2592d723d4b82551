"""What a county's vocational training board says about what is offered."""

from typing import Final

from django.db.models import Q, QuerySet

from catalogue.models import Course, TradeNote
from staff.access import holding
from staff.models import User
from staff.requirements import Facts
from staff.roles import Permission

MOST_SHOWN: Final = 10
VOCATIONAL_TEACHERS: Final = "vocational-teacher"
READERS: Final = (Permission.PLACEMENT_READ, Permission.TRADE_ADVISE)


def advice_on(course: Course, *, user: User, facts: Facts) -> QuerySet[TradeNote]:
    """On the provider of the course in the trades of the course, the newest first.

    For vocational teachers, owners and the boards themselves; nobody else has any.
    """
    notes = TradeNote.objects.filter(
        kind=TradeNote.Kind.ADVICE, provider=course.provider_id, withdrawn_at=None
    )
    if not _may_read(user, facts):
        return notes.none()
    trades = course.subjects.all()
    concerned = notes.filter(Q(trade__in=trades)) if trades else notes
    return concerned.select_related("county", "trade").order_by("-pk")[:MOST_SHOWN]


def _may_read(user: User, facts: Facts) -> bool:
    teaches = any(post.group == VOCATIONAL_TEACHERS for post in facts.held)
    return teaches or any(holding(user, permission) for permission in READERS)
