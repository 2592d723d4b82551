"""From bytes to headings and rows, whatever the file is called. Nothing here is trusted."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NoReturn, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Cell: TypeAlias = str | int | float | None
Cells: TypeAlias = list[Cell]
# The row as the file counts, and its cells.
NumberedRow: TypeAlias = tuple[int, Cells]

MOST_BYTES: Final = 50_000_000
MOST_ROWS: Final = 250_000
MOST_COLUMNS: Final = 200
MOST_CELLS: Final = 6_000_000
LONGEST_CELL: Final = 5_000  # in Excel: a whole description of a course
LONGEST_HEADING: Final = 200

CSV, XLSX, FINT = "csv", "xlsx", "fint"

UNREADABLE: Final[Mapping[str, Promise]] = {
    "empty": _("The file is empty."),
    "gone": _("The file has been deleted, as all such files are after some days. Upload it again."),
    "columns_gone": _("The file does not have the columns that were chosen. Choose them again."),
    "too_large": _("The file is larger than %(most)s MB. Split it, or leave out columns."),
    "too_many_rows": _("The file has more than %(most)s rows. Split it."),
    "too_many_columns": _("The file has more than %(most)s columns. Leave out some."),
    "old_excel": _("This is an old Excel file (.xls). Save it as .xlsx or CSV and try again."),
    "unknown": _("The file is neither CSV, Excel (.xlsx) nor FINT JSON."),
    "unknown_plain": _("The file is neither CSV, Excel (.xlsx) nor JSON."),
    "no_headings": _(
        "The first row must hold the headings, at least two, with semicolon, comma or tab between."
    ),
    "no_rows": _("The file has headings, but no rows below them."),
    "csv": _("Row %(row)s cannot be read. Perhaps a quotation mark is never closed."),
    "xlsx": _("The Excel file is damaged. Open it in Excel, save it anew and try again."),
    "xlsx_password": _("The Excel file is protected by a password. Save it without one."),
    "json": _("The JSON file is damaged: it breaks off, or a sign is missing."),
    "fint": _("The JSON file holds no list of employees in the FINT model (personalressurs)."),
}


class Unreadable(Exception):
    """The file cannot be read at all. `code` and `params` make the sentence."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params

    def __str__(self) -> str:
        return str(UNREADABLE[self.code]) % self.params


@dataclass(frozen=True, slots=True)
class Table:
    """`headings` are unique and never empty. `rows` can be walked once; it may raise Unreadable.

    Each row has as many cells as there are headings.
    """

    format: str
    headings: list[str]
    rows: Iterator[NumberedRow]


@dataclass(frozen=True, slots=True)
class Kind:
    """What files of one kind are like: how their JSON is read, and how much of them we can bear.

    `unknown` is the code of the sentence for a file that is in none of the formats.
    """

    json_format: str
    json_rows: Callable[[bytes], Iterable[NumberedRow]]
    unknown: str
    most_bytes: int
    most_rows: int


def staff_files() -> Kind:
    from staff.importing import fint

    return Kind(FINT, fint.rows, "unknown", MOST_BYTES, MOST_ROWS)


def format_of(content: bytes, kind: Kind) -> str:
    """What the file is, by how it begins. Raises Unreadable."""
    if len(content) > kind.most_bytes:
        raise Unreadable("too_large", most=kind.most_bytes // 1_000_000)
    begins = content[:512].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
    if not begins:
        raise Unreadable("empty")
    if begins.startswith(b"PK\x03\x04"):
        return XLSX
    if begins.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("old_excel")
    if begins.startswith((b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8", b"\x1f\x8b", b"<")):
        raise Unreadable(kind.unknown)
    return kind.json_format if begins[:1] in (b"{", b"[") else CSV


def read(content: bytes, kind: Kind | None = None) -> Table:
    """The table the file holds, one of staff unless said otherwise. Raises Unreadable, also while
    its rows are walked."""
    from staff.importing import csv_files, xlsx_files

    kind = kind or staff_files()
    readers: dict[str, Callable[[bytes], Iterable[NumberedRow]]] = {
        CSV: csv_files.rows,
        XLSX: xlsx_files.rows,
        kind.json_format: kind.json_rows,
    }
    file_format = format_of(content, kind)
    found = (row for row in readers[file_format](content) if any(map(_is_filled, row[1])))
    first = next(found, None)
    if first is None:
        raise Unreadable("empty")
    headings = _unique(first[1])
    second = next(found, None)
    if second is None:
        raise Unreadable("no_rows")
    every_row = itertools.chain([second], found)
    return Table(file_format, headings, _bounded(every_row, len(headings), kind.most_rows))


def fail(code: str) -> NoReturn:
    raise Unreadable(code)


def _is_filled(cell: Cell) -> bool:
    return cell is not None and cell != "" and (not isinstance(cell, str) or not cell.isspace())


def _unique(cells: Cells) -> list[str]:
    """Headings as they can be chosen: “Navn”, “Navn (2)”, and “(C)” where nothing stands.

    The same in every language: they are remembered, and read again by a worker.
    """
    while cells and not _is_filled(cells[-1]):
        cells = cells[:-1]
    if len(cells) > MOST_COLUMNS:
        raise Unreadable("too_many_columns", most=MOST_COLUMNS)
    if sum(map(_is_filled, cells)) < 2:
        raise Unreadable("no_headings")
    found: list[str] = []
    for place, cell in enumerate(cells, 1):
        plain = "".join(sign for sign in f"{cell or ''}" if sign.isprintable())
        plain = " ".join(plain.split())[: LONGEST_HEADING - 10]
        plain = plain or f"({_letters(place)})"
        heading = plain
        again = 2
        while heading in found:
            heading, again = f"{plain} ({again})", again + 1
        found.append(heading)
    return found


def _letters(place: int) -> str:
    """As a spreadsheet names its columns: 1 is A, 27 is AA."""
    before, letter = divmod(place - 1, 26)
    return (_letters(before) if before else "") + chr(65 + letter)


def _bounded(rows: Iterable[NumberedRow], width: int, most_rows: int) -> Iterator[NumberedRow]:
    """Every row as wide as the headings; the file as long as we can bear."""
    most = min(most_rows, MOST_CELLS // width)
    for count, (number, cells) in enumerate(rows, 1):
        if count > most:
            raise Unreadable("too_many_rows", most=most)
        missing = width - len(cells)
        if missing > 0:
            cells = [*cells, *[None] * missing]
        elif missing:
            cells = cells[:width]
        yield number, cells
