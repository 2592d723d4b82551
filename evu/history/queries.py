"""The history of an owner as one may read it: which events, and each of them as a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from audit.models import Event
from evu.history.subjects import Subject, drafts_of, subjects_of
from evu.history.words import ROOMS, gaps, template_of
from staff.access import has_permission
from staff.models import User

# What one does with a draft; the rest of a case's history begins when it is sent.
OF_A_DRAFT: Final = ("application.started", "application.attached", "application.detached")


@dataclass(frozen=True, slots=True)
class Line:
    """One event. `sentence` has a link where there is a page; `text` is the same without."""

    event: Event
    sentence: SafeString
    text: str


def events_for(user: User, owner_id: int) -> QuerySet[Event]:
    """The owner's events of the rooms one reads in; never of a draft that was not sent."""
    readable = [room for room in ROOMS if has_permission(user, room.reads, owner_id=owner_id)]
    events = Event.objects.filter(owner_id=owner_id)
    if len(readable) < len(ROOMS):
        here = Q(pk__in=[])
        for room in readable:
            here |= Q(subject__startswith=f"{room.app}.")
        events = events.filter(here)
    return events.exclude(kind__in=OF_A_DRAFT, subject__in=drafts_of(owner_id))


def lines_of(events: Iterable[Event]) -> list[Line]:
    """Needs `actor` fetched. One query for what all of them are about."""
    shown = list(events)
    subjects = subjects_of(event.subject for event in shown)
    return [_line(event, subjects.get(event.subject)) for event in shown]


def _line(event: Event, subject: Subject | None) -> Line:
    said, filled = str(template_of(event.kind)), gaps(event.details)
    filled["who"] = str(event.actor) if event.actor else _("The system")
    filled["about"] = subject.name if subject else event.subject
    return Line(event, _with_link(said, filled, subject), said % filled)


def _with_link(said: str, filled: dict[str, Any], subject: Subject | None) -> SafeString:
    """What people wrote is escaped; the sentences are ours."""
    safe = filled.copy()
    safe.update((name, conditional_escape(value)) for name, value in filled.items())
    if subject and subject.url:
        safe["about"] = format_html(
            '<a class="ds-link" href="{}">{}</a>', subject.url, subject.name
        )
    return mark_safe(conditional_escape(said) % safe)  # noqa: S308  (each part is escaped)
