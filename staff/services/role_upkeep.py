"""What is done about roles each night: reminding before they end, proposing what to remove."""

import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from audit.models import Event
from audit.services import record, record_many, subject_of
from staff.messages import appointments as messages
from staff.models import Owner, User
from staff.queries.roles import ending, for_display, unused

NOTICE: Final = datetime.timedelta(days=14)
PROPOSED: Final = "role.proposed_for_removal"
REMINDED: Final = "role.end_reminded"


@transaction.atomic
def propose_removals(*, owner: Owner, on: datetime.date, by: User | None = None) -> int:
    """Tell the owner's administrators of roles nobody uses: each role once in a calendar month.

    Returns how many were new.
    """
    roles = {subject_of(role): role for role in for_display(unused(owner.pk, on))}
    told = Event.objects.filter(
        subject__in=roles, kind=PROPOSED, at__gte=_midnight(on.replace(day=1))
    )
    for subject in told.values_list("subject", flat=True):
        roles.pop(subject, None)
    if roles:
        record_many(PROPOSED, [(role, {}) for role in roles.values()], by=by)
        messages.unused(owner, list(roles.values()), on)
    return len(roles)


@transaction.atomic
def remind_of_ends(*, on: datetime.date, by: User | None = None) -> int:
    """Tell holders and administrators of roles that end within 14 days, once for each last day.

    A night that was missed is made good the next. Returns how many were new.
    """
    roles = {(subject_of(role), str(role.ends_on)): role for role in ending(on, NOTICE)}
    told = Event.objects.filter(kind=REMINDED, subject__in=[subject for subject, _day in roles])
    for subject, details in told.values_list("subject", "details"):
        roles.pop((subject, details["ends_on"]), None)
    for (_subject, last_day), role in roles.items():
        record(REMINDED, subject=role, by=by, ends_on=last_day)
        messages.ends_soon(role)
    return len(roles)


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
