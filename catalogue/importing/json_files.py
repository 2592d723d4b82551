"""Courses as JSON, from a file or a feed, made into the rows a spreadsheet would have.

`{"courses": [{"title": …, "runs": [{"starts_on": …, "sessions": [{…}]}]}]}`, or only the list. Run
number n of the document is row n; a course without runs has a row of its own.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from catalogue.importing.columns import COURSE_NAMES, FIELDS, JSON_NAMES, RUN_NAMES
from staff.importing.reading import Cell, Kind, NumberedRow, Unreadable

JSON: Final = "json"
MOST_BYTES: Final = 10_000_000
MOST_ROWS: Final = 20_000
_BETWEEN: Final = "|"


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
    """The headings as row 0, then one row for each run. Raises Unreadable."""
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Unreadable("json") from None
    if isinstance(document, dict):
        document = document.get("courses")
    if not isinstance(document, list) or not all(isinstance(each, dict) for each in document):
        raise NoCourses
    yield 0, [field.name for field in FIELDS]
    number = 0
    for course in document:
        for run in _runs(course):
            number += 1
            yield number, [*_cells(course, COURSE_NAMES), *_cells(run, RUN_NAMES)]


def _runs(course: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    runs = course.get("runs") or [{}]
    if not isinstance(runs, list) or not all(isinstance(run, dict) for run in runs):
        raise NoCourses
    return runs


def _cells(found: Mapping[str, Any], names: tuple[str, ...]) -> list[Cell]:
    return [_cell(name, found.get(JSON_NAMES.get(name, name), found.get(name))) for name in names]


def _cell(name: str, value: Any) -> Cell:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, str | int | float):
        return _clean(value) if isinstance(value, str) else value
    if isinstance(value, list):
        parts = (_session(part) if name == "sessions" else part for part in value)
        return _clean(_BETWEEN.join(str(part) for part in parts))
    return _clean(str(value))


def _clean(text: str) -> str:
    """PostgreSQL keeps no NUL and no half of a pair, and no text has one."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


def _session(slot: Any) -> str:
    if not isinstance(slot, dict):
        return str(slot)
    hours = f"{slot.get('from', '')}-{slot.get('to', '')}"
    return f"{slot.get('day', '')} {hours} {slot.get('place') or ''}".strip()
