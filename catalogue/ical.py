"""Calendars as files (RFC 5545), in Norwegian time with its own summer time."""

import datetime
from collections.abc import Callable, Sequence
from typing import Final
from zoneinfo import ZoneInfo

import icalendar
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import Session
from catalogue.states import SeatState

OSLO: Final = ZoneInfo("Europe/Oslo")
CONTENT_TYPE: Final = "text/calendar; charset=utf-8"
A_YEAR: Final = datetime.timedelta(days=366)
HOURS_BETWEEN_LOOKS: Final = 6


def made(name: str, sessions: Sequence[Session], *, host: str, link: Callable[[str], str]) -> bytes:
    """One event for each session, which needs its run, course and provider.

    A session keeps its name from one fetch to the next, so that a moved day moves. `link` makes
    a whole address of a path. A seat that is not confirmed makes the day tentative.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//EVU//EVU//NO")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", datetime.timedelta(hours=HOURS_BETWEEN_LOOKS))
    for session in sessions:
        calendar.add_component(_event(session, host, link))
    if sessions:
        days = [session.day for session in sessions]
        calendar.add_missing_timezones(min(days) - A_YEAR, max(days) + A_YEAR)
    return bytes(calendar.to_ical())


def _event(session: Session, host: str, link: Callable[[str], str]) -> icalendar.Event:
    run, course = session.run, session.run.course
    event = icalendar.Event()
    event.add("uid", f"session-{session.pk}@{host}")
    event.add("dtstamp", timezone.now().astimezone(datetime.UTC))
    event.add("dtstart", datetime.datetime.combine(session.day, session.starts_at, OSLO))
    event.add("dtend", datetime.datetime.combine(session.day, session.ends_at, OSLO))
    event.add("summary", course.title)
    event.add("location", session.place or run.place)
    event.add("description", f"{course.provider.name}. {_said(session)}".strip())
    event.add("url", link(run.get_absolute_url()))
    event.add("status", _status(session))
    return event


def _status(session: Session) -> str:
    if session.run.cancelled_on:
        return "CANCELLED"
    state = getattr(session, "seat_state", SeatState.CONFIRMED)
    return "CONFIRMED" if state == SeatState.CONFIRMED else "TENTATIVE"


def _said(session: Session) -> str:
    if session.run.cancelled_on:
        return _("The course is cancelled.")
    state = getattr(session, "seat_state", SeatState.CONFIRMED)
    if state == SeatState.ASKED:
        return _("The provider has not confirmed your seat yet.")
    return _("You are on the waiting list.") if state == SeatState.WAITING else ""
