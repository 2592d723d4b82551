"""Courses as JSON, from a file or a feed, made into the rows a spreadsheet would have.

`{"courses": [{"title": …, "runs": [{"starts_on": …, "sessions": [{…}]}]}]}`, or only the list:
docs/course-files.md has all of it. Run number n of the document is row n; a course without runs has
a row of its own.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from catalogue.importing.columns import COURSE_NAMES, RUN_NAMES
from staff.importing.reading import Cell, Kind, NumberedRow, Unreadable

JSON: Final = "json"
MOST_BYTES: Final = 10_000_000
MOST_ROWS: Final = 20_000
MOST_UNKNOWN: Final = 20
_BETWEEN: Final = "|"
_RUNS: Final = "runs"
# Our field → its key in JSON, where that is another.
_KEYS: Final[Mapping[str, str]] = {
    "run_code": "code",
    "is_online": "online",
    "study_load": "load",
    "price_ore": "price",
    "is_published": "on_offer",
}
_OF_COURSES: Final = {name: _KEYS.get(name, name) for name in COURSE_NAMES}
_OF_RUNS: Final = {name: _KEYS.get(name, name) for name in RUN_NAMES}
# Our field → the heading it has in the table: where it stands in the document.
COLUMNS: Final[Mapping[str, str]] = _OF_COURSES | {
    name: f"{_RUNS}.{key}" for name, key in _OF_RUNS.items()
}


class NoCourses(Unreadable):
    """JSON, but something else than courses."""

    def __init__(self) -> None:
        super().__init__("json")

    def __str__(self) -> str:
        return _("The JSON holds no list of courses: {“courses”: [{“title”: …, “runs”: […]}]}.")


def course_files() -> Kind:
    """How files of courses are read."""
    return Kind(JSON, rows, "unknown_plain", MOST_BYTES, MOST_ROWS)


def rows(content: bytes) -> Iterator[NumberedRow]:
    """The headings as row 0, keys we do not know last; then a row for each run. Raises
    Unreadable."""
    courses = _courses(content)
    yield 0, [*COLUMNS.values(), *_unknown(courses)]
    number = 0
    for course in courses:
        for run in _runs(course) or [{}]:
            number += 1
            yield number, [*_cells(course, _OF_COURSES), *_cells(run, _OF_RUNS)]


def _courses(content: bytes) -> list[Mapping[str, Any]]:
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Unreadable("json") from None
    if isinstance(document, dict):
        document = document.get("courses")
    if not isinstance(document, list) or not all(isinstance(each, dict) for each in document):
        raise NoCourses
    return document


def _runs(course: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    runs = course.get(_RUNS) or []
    if not isinstance(runs, list) or not all(isinstance(run, dict) for run in runs):
        raise NoCourses
    return runs


def _unknown(courses: list[Mapping[str, Any]]) -> list[Cell]:
    """Keys that are not read, some of them, each once."""
    known = {*COLUMNS.values(), _RUNS}
    found: dict[Cell, None] = {}
    for course in courses:
        for place in (*course, *(f"{_RUNS}.{key}" for run in _runs(course) for key in run)):
            if place not in known:
                found[_clean(place)] = None
        if len(found) >= MOST_UNKNOWN:
            break
    return list(found)[:MOST_UNKNOWN]


def _cells(found: Mapping[str, Any], keys: Mapping[str, str]) -> list[Cell]:
    return [_cell(name, found.get(key)) for name, key in keys.items()]


def _cell(name: str, value: Any) -> Cell:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, list):
        parts = (_session(part) if name == "sessions" else part for part in value)
        value = _BETWEEN.join(str(part) for part in parts)
    return _clean(str(value))


def _clean(text: str) -> str:
    """PostgreSQL keeps no NUL and no half of a pair, and no text has one."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


def _session(slot: Any) -> str:
    if not isinstance(slot, dict):
        return str(slot)
    hours = f"{slot.get('from', '')}-{slot.get('to', '')}"
    return f"{slot.get('day', '')} {hours} {slot.get('place') or ''}".strip()
