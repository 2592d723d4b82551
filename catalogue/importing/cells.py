"""One cell → one value, in the form JSON can keep: days as ISO text, money in øre."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from catalogue.importing.columns import CREDIT_SYSTEMS, KINDS, NO, SECTORS, YES
from staff.importing import values
from staff.importing.reading import Cell
from staff.importing.values import Wrong, text

LONGEST: Final = {
    "title": 200,
    "description": 5_000,
    "nqf_level": 5,
    "code": 60,
    "run_code": 60,
    "place": 120,
    "apply_at": 200,
}
COUNTS: Final = {"credits": (0, 300), "terms": (1, 12), "seats": (0, 10_000)}
MOST_PRICE_ORE: Final = 10_000_000_00
MOST_SESSIONS: Final = 200
KIND_KEYS: Final = ("with_credits", "without_credits", "road", "placement", "tailored")
SYSTEM_KEYS: Final = ("higher", "fagskole")
_SHOWN: Final = 80
_is_url: Final = URLValidator(schemes=["http", "https"])
_BETWEEN: Final = re.compile(r"[|;,\n]+")
_BETWEEN_SESSIONS: Final = re.compile(r"[|;\n]+")
_SESSION: Final = re.compile(
    r"(\S+)\s+(?:kl\.? ?)?(\d{1,2})[.:](\d{2})\s*[-–]\s*(\d{1,2})[.:](\d{2})\s*,?\s*(.*)"
)


class Unfit(Wrong):
    """A value that cannot be used; `params` go into the sentence."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.params = params


def shortened(cell: Cell) -> str:
    return text(cell)[:_SHOWN]


def line(name: str, cell: Cell) -> str:
    """One line of text, no longer than its field."""
    plain = text(cell)
    if len(plain) > LONGEST[name]:
        raise Unfit("too_long", value=plain[:_SHOWN], most=LONGEST[name])
    return plain


def lines(name: str, cell: Cell) -> str:
    """The same, where the writer's line breaks are kept."""
    whole = str(cell).replace("\r\n", "\n").replace("\r", "\n")
    spaced = (" " if sign.isspace() and sign != "\n" else sign for sign in whole)
    kept = "".join(sign for sign in spaced if sign.isprintable() or sign == "\n")
    plain = unicodedata.normalize("NFC", kept).strip()
    if len(plain) > LONGEST[name]:
        raise Unfit("too_long", value=plain[:_SHOWN], most=LONGEST[name])
    return plain


def several(cell: Cell) -> list[str]:
    """“A, B | C” → its parts, each once."""
    raw = str(cell) if isinstance(cell, str) else text(cell)
    return list(dict.fromkeys(part for each in _BETWEEN.split(raw) if (part := text(each))))


def one_of(cell: Cell, keys: tuple[str, ...], also: Mapping[str, str]) -> str:
    plain = text(cell)
    found = plain.casefold().replace("-", "_").replace(" ", "_")
    if found in keys:
        return found
    if plain.casefold() in also:
        return also[plain.casefold()]
    choices = ", ".join(dict.fromkeys([*keys, *also]))
    raise Unfit("choice", value=plain[:_SHOWN], choices=choices)


def sectors(cell: Cell) -> list[str]:
    keys = tuple(dict.fromkeys(SECTORS.values()))
    return sorted({one_of(part, keys, SECTORS) for part in several(cell)})


def yes_or_no(cell: Cell) -> bool:
    plain = text(cell).casefold()
    if plain in YES or plain in NO:
        return plain in YES
    raise Unfit("yes_no", value=plain[:_SHOWN])


def count(name: str, cell: Cell) -> int:
    least, most = COUNTS[name]
    plain = text(cell).replace(" ", "")
    if not re.fullmatch(r"[0-9]{1,6}", plain) or not least <= int(plain) <= most:
        raise Unfit("count", value=shortened(cell), least=least, most=most)
    return int(plain)


def load(cell: Cell) -> int:
    """“50”, “37,5 %” → hundredths of a percent of full-time study."""
    try:
        return values.percent(cell)
    except Wrong:
        raise Unfit("load", value=shortened(cell)) from None


def price(cell: Cell) -> int:
    """“12 500”, “12.500,50 kr” → øre."""
    try:
        found = values.pay(cell)
    except Wrong:
        raise Unfit("price", value=shortened(cell)) from None
    if found > MOST_PRICE_ORE:
        raise Unfit("price", value=shortened(cell))
    return found


def day(cell: Cell) -> str:
    try:
        return values.day(cell).isoformat()
    except Wrong as wrong:
        raise Unfit(wrong.code, value=shortened(cell)) from None


def url(cell: Cell) -> str:
    plain = line("apply_at", cell)
    try:
        _is_url(plain)
    except ValidationError:
        raise Unfit("url", value=plain[:_SHOWN]) from None
    return plain


def sessions(cell: Cell) -> list[list[str]]:
    """“20.01.2027 09:00-15:00 Hamar | …” → [day, from, to, place], in order."""
    found = [_session(part) for part in _BETWEEN_SESSIONS.split(str(cell)) if part.strip()]
    if len(found) > MOST_SESSIONS:
        raise Unfit("too_long", value=shortened(cell), most=MOST_SESSIONS)
    found.sort()
    for before, after in zip(found, found[1:], strict=False):
        if before[0] == after[0] and after[1] < before[2]:
            raise Unfit("session_overlap", day=after[0])
    return found


def _session(part: str) -> list[str]:
    plain = text(part)
    matched = _SESSION.fullmatch(plain)
    if matched is None:
        raise Unfit("session", value=plain[:_SHOWN])
    date, *clock, place = matched.groups()
    try:
        on = values.day(date)
        starts_at = datetime.time(int(clock[0]), int(clock[1]))
        ends_at = datetime.time(int(clock[2]), int(clock[3]))
    except (Wrong, ValueError):
        raise Unfit("session", value=plain[:_SHOWN]) from None
    if starts_at >= ends_at:
        raise Unfit("session_backwards", value=plain[:_SHOWN])
    return [on.isoformat(), f"{starts_at:%H:%M}", f"{ends_at:%H:%M}", line("place", place)]


READ: Final[Mapping[str, Callable[[Cell], Any]]] = {
    "code": lambda cell: line("code", cell),
    "title": lambda cell: line("title", cell),
    "description": lambda cell: lines("description", cell),
    "kind": lambda cell: one_of(cell, KIND_KEYS, KINDS),
    "credits": lambda cell: count("credits", cell),
    "credit_system": lambda cell: one_of(cell, SYSTEM_KEYS, CREDIT_SYSTEMS),
    "nqf_level": lambda cell: line("nqf_level", cell),
    "subjects": several,
    "staff_groups": several,
    "sectors": sectors,
    "run_code": lambda cell: line("run_code", cell),
    "starts_on": day,
    "ends_on": day,
    "place": lambda cell: line("place", cell),
    "is_online": yes_or_no,
    "study_load": load,
    "terms": lambda cell: count("terms", cell),
    "seats": lambda cell: count("seats", cell),
    "price_ore": price,
    "apply_by": day,
    "apply_at": url,
    "sessions": sessions,
    "is_published": yes_or_no,
}
