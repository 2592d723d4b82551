"""The rows of a file gathered by person; rows that contradict each other are left out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from staff.importing.picture import IdentityKey
from staff.importing.rows import Identities, Problem, Rejected, Row


@dataclass(slots=True)
class Entry:
    """One person of the file. The first row says who it is."""

    first: Row
    rows: list[Row]
    identities: Identities
    email: str
    phone: str

    @property
    def number(self) -> str:
        return self.first.number


@dataclass(slots=True)
class Entries:
    """`entries` by employee number, in the order of the file. `spared` are not leavers."""

    entries: dict[str, Entry] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    spared_numbers: set[str] = field(default_factory=set)
    spared_names: set[str] = field(default_factory=set)
    spared_identities: set[IdentityKey] = field(default_factory=set)
    rejected: int = 0
    _owners: dict[IdentityKey, Entry] = field(default_factory=dict)
    _headings: dict[str, str] = field(default_factory=dict)

    def add(self, found: Row | Rejected) -> None:
        if isinstance(found, Rejected):
            self._spare(found.number, found.name, found.identities)
            self.problems += found.problems
            self.rejected += 1
            return
        self.problems += found.warnings
        entry = self.entries.get(found.number)
        if entry is None:
            self._begin(found)
        elif self._is_somebody_else(entry, found):
            self.reject(found, "number", "another_person", entry.first.row)
        else:
            self._go_on(entry, found)

    def heading(self, name: str) -> str:
        return self._headings.get(name, "")

    def know(self, columns: dict[str, str]) -> None:
        """The file's headings, by which problems are named."""
        self._headings = columns

    def reject(self, row: Row, name: str, code: str, other_row: int | None = None) -> None:
        params = {} if other_row is None else {"row": other_row}
        self.problems.append(Problem(row.row, self.heading(name), code, params))
        self._spare(row.number, row.name, row.identities)
        self.rejected += 1

    def reject_all(self, entry: Entry, name: str, code: str, other_row: int | None = None) -> None:
        del self.entries[entry.number]
        for row in entry.rows:
            self.reject(row, name, code, other_row)

    def warn(self, row: Row, name: str, code: str, params: dict[str, Any] | None = None) -> None:
        self.problems.append(Problem(row.row, self.heading(name), code, params or {}))

    def _spare(self, number: str, name: str, identities: Identities) -> None:
        if number:
            self.spared_numbers.add(number)
        elif not identities and name:
            self.spared_names.add(name.casefold())
        self.spared_identities.update(identities.items())

    def _begin(self, row: Row) -> None:
        for key in row.identities.items():
            if key in self._owners:
                self.reject(row, key[0], "another_number", self._owners[key].first.row)
                return
        entry = Entry(row, [row], dict(row.identities), row.email, row.phone)
        self.entries[row.number] = entry
        self._own(entry, row.identities)

    def _own(self, entry: Entry, identities: Identities) -> None:
        for key in identities.items():
            self._owners[key] = entry

    @staticmethod
    def _is_somebody_else(entry: Entry, row: Row) -> bool:
        if entry.first.name.casefold() != row.name.casefold():
            return True
        return any(entry.identities.get(kind, key) != key for kind, key in row.identities.items())

    def _go_on(self, entry: Entry, row: Row) -> None:
        for key in row.identities.items():
            if self._owners.get(key, entry) is not entry:
                self.reject(row, key[0], "another_number", self._owners[key].first.row)
                return
        same_post = (
            other
            for other in entry.rows
            if row.position_number and other.position_number == row.position_number
        )
        if (other := next(same_post, None)) is not None:
            self.reject(row, "position_number", "position_twice", other.row)
            return
        if row.email and entry.email and row.email.casefold() != entry.email.casefold():
            self.warn(row, "email", "contact_differs", {"row": entry.first.row})
        if row.phone and entry.phone and row.phone != entry.phone:
            self.warn(row, "phone", "contact_differs", {"row": entry.first.row})
        entry.email, entry.phone = entry.email or row.email, entry.phone or row.phone
        entry.identities |= row.identities
        self._own(entry, row.identities)
        entry.rows.append(row)


def gather(found: Iterable[Row | Rejected], columns: dict[str, str]) -> Entries:
    """All rows, by person."""
    entries = Entries()
    entries.know(columns)
    for row in found:
        entries.add(row)
    return entries
