"""What must be known before the first sheet of an Excel file can be read."""

import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

from staff.importing.reading import LONGEST_CELL, Unreadable, fail

_PACKED: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
MOST_PARTS: Final = 2_000
MOST_UNPACKED: Final = 100_000_000
# Numbers Excel itself keeps for dates and times.
_DATE_FORMATS: Final = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


@dataclass(frozen=True, slots=True)
class Workbook:
    """`sheet` is the part with the first visible sheet; `date_styles` are cell styles."""

    sheet: str
    strings: list[str]
    date_styles: frozenset[str]
    from_1904: bool


def local(tag: str) -> str:
    """The name without a prefix: some programs write `x:row`."""
    return tag.rpartition(":")[2]


def look_into(archive: zipfile.ZipFile) -> Workbook:
    """Raises Unreadable, and what zipfile and the parser raise on damage."""
    names = {entry.filename for entry in archive.infolist()}
    if any(entry.compress_type not in _PACKED for entry in archive.infolist()):
        fail("xlsx")
    if len(names) > MOST_PARTS or "xl/workbook.xml" not in names:
        fail("xlsx" if "xl/workbook.xml" in names else "unknown")
    front = _Front()
    _parse(archive, "xl/workbook.xml", front.start)
    targets = _Targets()
    if "xl/_rels/workbook.xml.rels" in names:
        _parse(archive, "xl/_rels/workbook.xml.rels", targets.start)
    sheets = [targets.found.get(relation, "") for relation in front.sheets]
    sheet = next((part for part in sheets if part in names), _first_sheet(names))
    styles = _Styles()
    if "xl/styles.xml" in names:
        _parse(archive, "xl/styles.xml", styles.start)
    strings = _Strings()
    if "xl/sharedStrings.xml" in names:
        _parse(archive, "xl/sharedStrings.xml", strings.start, strings.end, strings.characters)
    return Workbook(sheet, strings.found, frozenset(styles.dates), front.from_1904)


def _first_sheet(names: set[str]) -> str:
    sheets = sorted(name for name in names if name.startswith("xl/worksheets/sheet"))
    if not sheets:
        fail("xlsx")
    return sheets[0]


def _parse(
    archive: zipfile.ZipFile,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    characters: Callable[[str], None] | None = None,
) -> None:
    if archive.getinfo(part).file_size > MOST_UNPACKED:
        raise Unreadable("too_large", most=MOST_UNPACKED // 1_000_000)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = lambda *_: fail("xlsx")
    with archive.open(part) as opened:
        while chunk := opened.read(1 << 18):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


class _Front:
    """The workbook's own part: which sheets there are, in order, and how days are counted."""

    def __init__(self) -> None:
        self.sheets: list[str] = []
        self.from_1904 = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "sheet" and attributes.get("state", "visible") == "visible":
            relations = [value for key, value in attributes.items() if local(key) == "id"]
            self.sheets += relations[:1]
        elif local(tag) == "workbookPr":
            self.from_1904 = attributes.get("date1904") in ("1", "true")


class _Targets:
    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "Relationship":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            self.found[attributes.get("Id", "")] = posixpath.normpath(path)


class _Styles:
    """Which cell styles (by their place) show a number as a date."""

    def __init__(self) -> None:
        self.dates: set[str] = set()
        self._formats = {str(number) for number in _DATE_FORMATS}
        self._inside = False
        self._place = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = local(tag)
        if tag == "numFmt":
            code = _LITERAL.sub("", attributes.get("formatCode", "")).lower()
            if any(letter in code for letter in "dy"):
                self._formats.add(attributes.get("numFmtId", ""))
        elif tag in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            self._inside = tag == "cellXfs"
        elif tag == "xf" and self._inside:
            if attributes.get("numFmtId", "0") in self._formats:
                self.dates.add(str(self._place))
            self._place += 1


class _Strings:
    """Texts that cells point at. How they are pronounced (`rPh`) is no part of them."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._reading = False
        self._aside = 0

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        tag = local(tag)
        if tag == "si":
            self._parts = []
        elif tag == "rPh":
            self._aside += 1
        elif tag == "t":
            self._reading = not self._aside

    def characters(self, text: str) -> None:
        if self._reading:
            self._parts.append(text)

    def end(self, tag: str) -> None:
        tag = local(tag)
        if tag == "t":
            self._reading = False
        elif tag == "rPh":
            self._aside -= 1
        elif tag == "si":
            self.found.append("".join(self._parts)[: LONGEST_CELL + 1])
