"""The history as rows for a spreadsheet: sent while they are read, some at a time."""

from collections.abc import Iterator
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from audit.models import Event
from evu.history.queries import Line, lines_of
from staff.spreadsheets import csv_lines
from tenancy.acting import acting_for, current

AT_A_TIME: Final = 500


def csv_of(events: QuerySet[Event]) -> Iterator[str]:
    """Needs `with_seal`. The reader's language and owners are kept while the file is sent."""
    language, acting = translation.get_language(), current()

    def rows() -> Iterator[list[str]]:
        with translation.override(language):
            heading = _heading()
        yield heading
        after = None
        while True:
            # A transaction of its own for each piece: a slow reader holds nothing.
            with (
                acting_for(acting.owner_ids, user_id=acting.user_id, across=acting.across),
                translation.override(language),
                transaction.atomic(),
            ):
                lines = lines_of(_next(events, after))
                found = [_row(line) for line in lines]
            yield from found
            if len(lines) < AT_A_TIME:
                return
            after = lines[-1].event

    return csv_lines(rows())


def _heading() -> list[str]:
    return [_("When"), _("What happened"), _("Who"), _("Code"), _("About"), _("Sealed on")]


def _next(events: QuerySet[Event], after: Event | None) -> QuerySet[Event]:
    if after is not None:
        # The first bound is for the index, the second for those of the very same moment.
        events = events.filter(at__lte=after.at).filter(Q(at__lt=after.at) | Q(pk__lt=after.pk))
    return events.select_related("actor").order_by("-at", "-pk")[:AT_A_TIME]


def _row(line: Line) -> list[str]:
    event = line.event
    sealed_on = getattr(event, "sealed_on", None)
    return [
        timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M:%S"),
        line.text,
        str(event.actor or ""),
        event.kind,
        event.subject,
        sealed_on.isoformat() if sealed_on else "",
    ]
