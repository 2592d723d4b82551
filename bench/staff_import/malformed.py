"""Files nobody should send, and which are sent all the same: broken in every way we know of."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any, Final
from xml.sax.saxutils import escape

from hypothesis import strategies as st

from bench.staff_import.people import HEADINGS, rows

STRANGE: Final = (
    "",
    " ",
    "80 %",
    "110",
    "0",
    "-5",
    "1e999",
    "NaN",
    "9" * 400,
    "0,0000001",
    "31.02.2026",
    "2026-13-40",
    "00.00.0000",
    "99999999",
    "01010112345",
    "=1+1",
    "=cmd|' /C calc'!A0",
    "@SUM(A1)",
    "#REF!",
    "😀👩‍👩‍👧‍👦",
    "\u202eabc\u202c",
    "\u200f\u200b",
    "\ufeff",
    "a\x00b",
    "\x1b[31m",
    "'; DROP TABLE staff_user; --",
    "æøåÆØÅ",
    "x" * 5_000,
    "kari@",
    '"',
    "100_000",
    "٣٤",
    "½",
)
NOT_IN_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CELLS: Final = st.one_of(
    st.sampled_from(STRANGE),
    st.text(max_size=20),
    st.integers(-(10**30), 10**30).map(str),
    st.floats(allow_nan=True).map(str),
    st.dates().map(str),
)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """Good rows in which something is wrong: cells, headings, their order or their number."""
    good = rows(6, 8, tag="malformed", places=3, codes=["9000", "9001"])
    table = [list(HEADINGS), *good]
    lines = st.integers(1, len(table) - 1)
    for _ in range(draw(st.integers(0, 12))):
        line = table[draw(lines)]
        line[draw(st.integers(0, len(line) - 1))] = draw(CELLS)
    for _ in range(draw(st.integers(0, 2))):
        damage = draw(st.sampled_from([_twice, _shorter, _gone, _longer]))
        damage(table, draw(st.integers(1, len(table) - 1)))
    if draw(st.integers(0, 7)) == 0:
        _headings_twice(table)
    if draw(st.integers(0, 7)) == 0:
        table[0][draw(st.integers(0, len(HEADINGS) - 1))] = draw(CELLS)
    return table


def _twice(table: list[list[str]], at: int) -> None:
    table.insert(at, list(table[at]))


def _shorter(table: list[list[str]], at: int) -> None:
    table[at] = table[at][:3]


def _longer(table: list[list[str]], at: int) -> None:
    table[at] = [*table[at], *STRANGE]


def _gone(table: list[list[str]], at: int) -> None:
    if len(table) > 2:
        del table[at]


def _headings_twice(table: list[list[str]]) -> None:
    table[0] = [heading if place % 3 else HEADINGS[0] for place, heading in enumerate(table[0])]


def as_csv(table: list[list[str]], delimiter: str, encoding: str) -> bytes:
    text = "\r\n".join(delimiter.join(line) for line in table)
    return text.encode(encoding, errors="replace")


def as_xlsx(table: list[list[str]], kind: str = "inlineStr") -> bytes:
    """A small Excel file; what XML cannot hold is left in, as a broken program would."""
    cell = {
        "inlineStr": '<c t="inlineStr"><is><t>{}</t></is></c>',
        "str": '<c t="str"><v>{}</v></c>',
        "n": "<c><v>{}</v></c>",
        "s": '<c t="s"><v>{}</v></c>',
        "f": "<c><f>{}</f></c>",
    }
    lines = []
    for at, line in enumerate(table):
        form = cell[kind if at else "inlineStr"]
        lines.append(f"<row>{''.join(form.format(escape(one)) for one in line)}</row>")
    return packed("<worksheet><sheetData>" + "".join(lines) + "</sheetData></worksheet>")


def packed(sheet: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook><sheets/></workbook>")
        archive.writestr("xl/worksheets/sheet1.xml", sheet.encode("utf-8", "surrogatepass"))
    return kept.getvalue()


def as_fint(table: list[list[str]]) -> bytes:
    found = [_employee(line) for line in table[1:]]
    return json.dumps({"_embedded": {"_entries": found}}).encode()


def _employee(line: list[str]) -> dict[str, Any]:
    of = dict(zip(HEADINGS, line, strict=False))
    return {
        "ansattnummer": {"identifikatorverdi": of.get("Ansattnummer")},
        "person": {
            "navn": {"fornavn": of.get("Fornavn"), "etternavn": of.get("Etternavn")},
            "fodselsnummer": {"identifikatorverdi": of.get("Fødselsnummer")},
        },
        "arbeidsforhold": [
            {
                "systemId": {"identifikatorverdi": of.get("Stillingsnummer")},
                "arbeidssted": of.get("Arbeidssted"),
                "stillingskode": {"kode": of.get("Stillingskode")},
                "ansettelsesprosent": of.get("Stillingsprosent"),
                "gyldighetsperiode": {"start": of.get("Fra")},
            }
        ],
    }


@st.composite
def whole(draw: st.DrawFn) -> bytes:
    """A file that is what it says, with strange things in it."""
    table = draw(tables())
    form = draw(st.sampled_from(["csv", "csv", "xlsx", "fint"]))
    if form == "xlsx":
        if draw(st.integers(0, 3)):
            table = [[NOT_IN_XML.sub("", cell) for cell in line] for line in table]
        return as_xlsx(table, draw(st.sampled_from(["inlineStr", "str", "str", "n", "s", "f"])))
    if form == "fint":
        return as_fint(table)
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1"]))
    return as_csv(table, draw(st.sampled_from([";", ",", "\t", "|", " "])), encoding)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """One in which bytes were lost, changed or added on the way."""
    content = bytearray(draw(whole()))
    for _ in range(draw(st.integers(1, 8))):
        if not content:
            break
        at = draw(st.integers(0, len(content) - 1))
        do = draw(st.sampled_from(DAMAGE))
        do(content, at, draw(st.binary(min_size=1, max_size=6)))
    return bytes(content)


def _cut(content: bytearray, at: int, _with: bytes) -> None:
    del content[at:]


def _lose(content: bytearray, at: int, _with: bytes) -> None:
    del content[at : at + 7]


def _add(content: bytearray, at: int, new: bytes) -> None:
    content[at:at] = new


def _change(content: bytearray, at: int, new: bytes) -> None:
    content[at : at + len(new)] = new


DAMAGE: Final[tuple[Callable[[bytearray, int, bytes], None], ...]] = (_cut, _lose, _add, _change)
HOPELESS: Final = (
    b"",
    b"\x00" * 100,
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0" + b"x" * 600,
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b'{"navn": 1}',
    b"[{}]",
    b"a;b\n" + b'"' + b"x" * 200_000,
    b"a;b",
    b"a;b\n\n\n",
    b"\xff\xfea\x00;\x00b\x00",
    packed("<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet>&a;</worksheet>"),
    packed("<worksheet><sheetData><row r='-1'><c r='ZZZ9'><v>1</v></c></row></sheetData>"),
    packed("<worksheet>" + " " * 5_000_000 + "</worksheet>"),
    packed("<worksheet>" + "<a>" * 5_000 + "</worksheet>"),
)
FILES: Final = st.one_of(
    whole(),
    whole(),
    whole(),
    whole(),
    damaged(),
    damaged(),
    st.sampled_from(HOPELESS),
    st.binary(max_size=300),
)
