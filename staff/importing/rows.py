"""One row of a file → who it is about and which post, or what is wrong with it."""

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from staff.importing import values
from staff.importing.columns import IDENTITIES
from staff.importing.reading import Cell, Cells
from staff.importing.values import Wrong

Hashed: TypeAlias = Callable[[str, str], str]
Identities: TypeAlias = dict[str, str]  # kind → keyed hash

LONGEST: Final = {
    "number": 20,
    "first_name": 150,
    "last_name": 150,
    "workplace": 200,
    "position_number": 40,
    "code": 10,
    "feide": 150,
    "entra": 150,
}
_SHOWN: Final = 80


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a row, under which heading. `params` never hold a national id."""

    row: int
    column: str
    code: str
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """Percent in hundredths, pay in øre. None: the file does not say."""

    row: int
    number: str
    first_name: str
    last_name: str
    email: str
    phone: str
    identities: Identities
    workplace_id: int
    position_number: str
    code: str
    code_name: str
    percent: int
    pay_ore: int | None
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    warnings: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row with problems: left out, but whoever it is about has not left for that."""

    row: int
    number: str
    name: str
    identities: Identities
    problems: tuple[Problem, ...]


class Places:
    """An owner's workplaces by number, organisation number and name."""

    def __init__(
        self, places: Iterable[tuple[int, str, str, str]], closed: Collection[int] = ()
    ) -> None:
        """Each as id, name, number, organisation number. Nobody works in one that is closed."""
        self.names: dict[int, str] = {}
        self.closed = frozenset(closed)
        self._found: dict[str, set[int]] = {}
        self._sure: dict[str, int] = {}
        for key, name, number, org_number in places:
            self.names[key] = name
            self._found.setdefault(_folded(name), set()).add(key)
            for sure in (number, org_number):
                if sure:
                    self._sure.setdefault(_folded(sure), key)

    def find(self, plain: str) -> int:
        """The workplace. Raises Wrong where there is none, several, or one that is closed."""
        found = self._look_up(plain)
        if found in self.closed:
            raise Wrong("closed_workplace")
        return found

    def _look_up(self, plain: str) -> int:
        folded = _folded(plain)
        compact = folded.replace(" ", "").removeprefix("no").removesuffix("mva")
        for wanted in (folded, compact):
            if wanted in self._sure:
                return self._sure[wanted]
        found = self._found.get(folded, set())
        if len(found) != 1:
            raise Wrong("several_workplaces" if found else "unknown_workplace")
        return next(iter(found))


def _folded(plain: str) -> str:
    return " ".join(plain.casefold().split())


class RowReader:
    """Reads the rows of one file: knows its columns and the owner's workplaces."""

    def __init__(
        self,
        columns: Mapping[str, str],
        headings: Sequence[str],
        places: Places,
        known_codes: Iterable[str],
        hashed: Hashed,
    ) -> None:
        self.columns = columns
        self.at = {name: headings.index(heading) for name, heading in columns.items()}
        self.places, self.hashed = places, hashed
        self.known_codes = frozenset(known_codes)

    def read(self, row: int, cells: Cells) -> Row | Rejected:
        reading = _Reading(self, row, cells)
        found = reading.everything()
        if reading.problems or found is None:
            return Rejected(
                row,
                reading.of("number"),
                f"{reading.of('first_name')} {reading.of('last_name')}".strip(),
                reading.identities,
                tuple(reading.problems),
            )
        return found


class _Reading:
    """One row, and what was found wrong in it so far."""

    def __init__(self, reader: RowReader, row: int, cells: Cells) -> None:
        self.reader, self.row, self.cells = reader, row, cells
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.identities: Identities = {}

    def cell(self, name: str) -> Cell:
        place = self.reader.at.get(name)
        return None if place is None else self.cells[place]

    def of(self, name: str) -> str:
        return values.text(self.cell(name))[: LONGEST.get(name, 200)]

    def everything(self) -> Row | None:
        number, first, last = (
            self.plain("number"),
            self.plain("first_name"),
            self.plain("last_name"),
        )
        self.identify()
        workplace = self.value("workplace", self._workplace)
        code, code_name = self._code()
        percent = self.value("percent", values.percent)
        pay = self.value("annual_pay", values.pay)
        starts_on, ends_on = self.value("starts_on", values.day), self.value("ends_on", values.day)
        if starts_on and ends_on and ends_on < starts_on:
            self.wrong("ends_on", "ends_before_start")
        email = self._contact("email", values.email).lower()
        phone = self._contact("phone", values.phone)
        position_number = self.plain("position_number", needed=False)
        if workplace is None or percent is None:
            return None
        return Row(
            self.row,
            number,
            first,
            last,
            email,
            phone,
            self.identities,
            workplace,
            position_number,
            code,
            code_name,
            percent,
            pay,
            starts_on,
            ends_on,
            tuple(self.warnings),
        )

    def plain(self, name: str, *, needed: bool = True) -> str:
        found = values.text(self.cell(name))
        if not found:
            if needed:
                self.wrong(name, "missing")
        elif values.is_live(found):
            self.wrong(name, "formula")
        elif len(found) > LONGEST[name]:
            self.wrong(name, "too_long", value=found[:_SHOWN], most=LONGEST[name])
        return found

    def value(self, name: str, convert: Callable[[Cell], Any]) -> Any:
        """The value of a cell, or None where it is empty or wrong."""
        cell = self.cell(name)
        plain = values.text(cell)
        if not plain:
            if name in ("workplace", "percent"):
                self.wrong(name, "missing")
            return None
        if values.is_live(plain):
            self.wrong(name, "formula")
            return None
        try:
            return convert(cell)
        except Wrong as wrong:
            shown = {} if name == "national_id" else {"value": plain[:_SHOWN]}
            self.wrong(name, wrong.code, **shown)
            return None

    def identify(self) -> None:
        """Keyed hashes at once: the number and the names go no further than here."""
        for kind in IDENTITIES:
            if kind not in self.reader.at:
                continue
            if kind == "national_id":
                found = self.value(kind, values.national_id)
            else:
                found = self.plain(kind, needed=False)
            if found:
                self.identities[kind] = self.reader.hashed(kind, found)

    def _workplace(self, cell: Cell) -> int:
        return self.reader.places.find(values.text(cell))

    def _code(self) -> tuple[str, str]:
        """The code, and the name some systems write behind it: “7962 Adjunkt”."""
        found = values.text(self.cell("code"))
        first, _, rest = found.partition(" ")
        has_name = bool(rest) and found not in self.reader.known_codes
        if has_name and _is_code(first) and not values.is_live(found):
            return first, rest.strip(" -–:")[:120]
        return self.plain("code"), ""

    def _contact(self, name: str, is_valid: Callable[[str], bool]) -> str:
        """Contact details are worth having, but no reason to leave a person out."""
        found = values.text(self.cell(name))
        if found and not is_valid(found):
            column = self.reader.columns[name]
            shown = {"value": found[:_SHOWN]}
            self.warnings.append(Problem(self.row, column, name, shown))
            return ""
        return found

    def wrong(self, name: str, code: str, **params: Any) -> None:
        column = self.reader.columns.get(name, "")
        self.problems.append(Problem(self.row, column, code, params))


def _is_code(word: str) -> bool:
    return len(word) <= LONGEST["code"] and word.isalnum() and any(map(str.isdigit, word))
