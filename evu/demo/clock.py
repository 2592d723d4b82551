"""Playing last year: services ask the clock, so the clock is what we set."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

OSLO = ZoneInfo("Europe/Oslo")
Moment = datetime.datetime


class _Stand:
    """Tells the time that was set; everything else is the class it stands in for."""

    def __init__(self, moment: Moment) -> None:
        self.moment = moment

    def now(self, tz: datetime.tzinfo | None = None) -> Moment:
        return self.moment.astimezone(tz)

    def __instancecheck__(self, value: object) -> bool:
        return isinstance(value, datetime.datetime)

    def __getattr__(self, name: str) -> Any:
        return getattr(datetime.datetime, name)


@contextmanager
def at(moment: Moment) -> Iterator[None]:
    """Inside the block, `timezone.now()` and all that builds on it answer `moment`.

    Replacing `timezone.now` itself would not do: model fields hold that function as their default.
    So the class it asks is replaced, in that one module, and only while demo data is loaded, in a
    process that does nothing else. A library that stops the whole process's clock is for tests.
    """
    real = timezone.datetime  # type: ignore[attr-defined]
    timezone.datetime = _Stand(moment)  # type: ignore[assignment,attr-defined]
    try:
        yield
    finally:
        timezone.datetime = real  # type: ignore[attr-defined]


def office_hours(day: datetime.date, minute: int = 0) -> Moment:
    """So many minutes past nine that day, in Norway; after five it is nine again."""
    opening = datetime.datetime.combine(day, datetime.time(9, 0), OSLO)
    return opening + datetime.timedelta(minutes=minute % 480)
