"""The first sheet of an Excel file, row by row, without trusting the archive or the XML in it.

Only what is needed is unpacked, and only up to a size; document types and so entities are refused.
"""

import datetime
import math
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from xml.parsers import expat

from staff.importing.reading import (
    LONGEST_CELL,
    MOST_CELLS,
    MOST_COLUMNS,
    Cell,
    Cells,
    NumberedRow,
    Unreadable,
    fail,
)
from staff.importing.xlsx_parts import Workbook, local, look_into

MOST_UNPACKED: Final = 400_000_000
DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
)
_CHUNK: Final = 1 << 18
_REFERENCE = re.compile(r"([A-Z]{1,3})[0-9]*")
_EPOCH: Final = {
    False: datetime.date(1899, 12, 30),
    True: datetime.date(1904, 1, 1),
}


def rows(content: bytes) -> Iterator[NumberedRow]:
    """Every row with its number. Dates come as ISO text. Raises Unreadable."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            book = look_into(archive)
            yield from _Sheet(book).walk(archive)
    except RuntimeError as locked:
        code = "xlsx_password" if "password" in str(locked) else "xlsx"
        raise Unreadable(code) from None
    except DAMAGE:
        raise Unreadable("xlsx") from None


class _Sheet:
    """Collects cells while the parser walks; whole rows are handed out in between."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.done: list[NumberedRow] = []
        self.number = 0
        self.cells: Cells = []
        self.seen = 0
        self.text: list[str] | None = None
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = lambda *_: fail("xlsx")

    def walk(self, archive: zipfile.ZipFile) -> Iterator[NumberedRow]:
        if archive.getinfo(self.book.sheet).file_size > MOST_UNPACKED:
            raise Unreadable("too_large", most=MOST_UNPACKED // 1_000_000)
        with archive.open(self.book.sheet) as part:
            while chunk := part.read(_CHUNK):
                self.parser.Parse(chunk, False)
                done, self.done = self.done, []
                yield from done
        self.parser.Parse(b"", True)
        yield from self.done

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = local(tag)
        if tag == "c":
            self._start_cell(attributes)
        elif tag in ("v", "t", "f"):
            self.text = []
        elif tag == "row":
            number = attributes.get("r", "")
            self.number = int(number) if number.isascii() and number.isdigit() else self.number + 1
            if not 0 < self.number < 10_000_000:
                fail("xlsx")
            self.cells = []

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.seen += 1
        if self.seen > MOST_CELLS:
            raise Unreadable("too_many_rows", most=MOST_CELLS // MOST_COLUMNS)
        self.kind = attributes.get("t", "n")
        self.style = attributes.get("s", "0")
        self.value, self.inline, self.formula = "", "", ""
        place = _REFERENCE.match(attributes.get("r", ""))
        self.column = _column(place[1]) if place else len(self.cells)

    def characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def end(self, tag: str) -> None:
        tag = local(tag)
        if tag in ("v", "t", "f") and self.text is not None:
            text, self.text = "".join(self.text), None
            if tag == "v":
                self.value = text
            elif tag == "t":
                self.inline += text
            else:
                self.formula = text
        elif tag == "c":
            self._end_cell()
        elif tag == "row":
            self.done.append((self.number, self.cells))
            self.cells = []

    def _end_cell(self) -> None:
        if self.column > MOST_COLUMNS:
            return
        self.cells.extend([None] * (self.column + 1 - len(self.cells)))
        self.cells[self.column] = self._worth()

    def _worth(self) -> Cell:
        """What the cell shows. A formula nobody has calculated shows itself."""
        if self.kind == "inlineStr":
            return self.inline[: LONGEST_CELL + 1]
        if not self.value:
            return f"={self.formula}"[:LONGEST_CELL] if self.formula else None
        if self.kind == "s":
            return self.book.strings[int(self.value)] if self._is_shared() else None
        if self.kind in ("str", "e", "d"):
            return self.value[: LONGEST_CELL + 1]
        if self.kind == "b":
            return self.value
        return self._numeric(self.value)

    def _is_shared(self) -> bool:
        return (
            self.value.isascii()
            and self.value.isdigit()
            and len(self.value) < 10
            and (int(self.value) < len(self.book.strings))
        )

    def _numeric(self, text: str) -> Cell:
        """A number, or the date it stands for where the cell is formatted as one."""
        found = float(text)
        if not math.isfinite(found):
            return text[:LONGEST_CELL]
        if self.style in self.book.date_styles and 0 < found < 2_900_000:
            epoch = _EPOCH[self.book.from_1904]
            return (epoch + datetime.timedelta(days=int(found))).isoformat()
        return int(found) if found.is_integer() and abs(found) < 1e15 else found


def _column(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1
