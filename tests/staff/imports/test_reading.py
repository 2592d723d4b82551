"""From bytes to rows: whatever a Norwegian staff system or its user may save."""

import datetime
import io
import json
import zipfile

import openpyxl
import pytest

from bench.staff_import.malformed import packed
from staff.importing import reading
from staff.importing.reading import Unreadable, read
from tests.staff.imports.files import xlsx_of

LINES = [["Ansattnummer", "Navn"], ["1", "Kåre Ærlig"], ["2", "Øyvind"]]


def rows_of(content):
    return [(number, cells) for number, cells in read(content).rows]


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_is_read_in_every_coding_and_with_every_delimiter(encoding, delimiter):
    content = "\r\n".join(delimiter.join(line) for line in LINES).encode(encoding)

    table = read(content)

    assert (table.format, table.headings) == ("csv", ["Ansattnummer", "Navn"])
    assert list(table.rows) == [(2, ["1", "Kåre Ærlig"]), (3, ["2", "Øyvind"])]


def test_rows_are_numbered_as_a_spreadsheet_shows_them():
    content = b'sep=;\r\nA;B\r\n\r\n1;"to\nlinjer; og mer"\r\n;\r\n2;x;y;z\r\n3\r\n'

    table = read(content)

    assert table.headings == ["A", "B"]
    assert list(table.rows) == [
        (4, ["1", "to\nlinjer; og mer"]),
        (6, ["2", "x"]),
        (7, ["3", None]),
    ]


def test_a_heading_twice_and_one_that_is_empty_can_be_told_apart():
    assert read(b"Navn;Navn;;Navn;Kode\n1;2;3;4;5").headings == [
        "Navn",
        "Navn (2)",
        "(C)",
        "Navn (3)",
        "Kode",
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"A;B\n", "no_rows"),
        (b"bare en kolonne\nto", "no_headings"),
        (b"%PDF-1.7", "unknown"),
        (b"\xd0\xcf\x11\xe0xls", "old_excel"),
        (b"[1, 2", "json"),
        (b"[" * 100_000, "json"),
        (b'{"navn": 1}', "fint"),
        (b"PK\x03\x04nothing", "xlsx"),
        (b";".join([b"A"] * 300) + b"\n1;2", "too_many_columns"),
    ],
)
def test_what_cannot_be_read_is_said(content, code):
    with pytest.raises(Unreadable) as failure:
        read(content)

    assert failure.value.code == code
    assert "%" not in str(failure.value)


def test_a_quotation_mark_that_is_never_closed_is_found_while_reading():
    table = read(b'A;B\n1;2\n3;"' + b"x" * 200_000)

    with pytest.raises(Unreadable) as failure:
        list(table.rows)

    assert (failure.value.code, failure.value.params) == ("csv", {"row": 3})


def test_too_many_rows_end_the_reading(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)

    with pytest.raises(Unreadable) as failure:
        rows_of(b"A;B\n" + b"1;2\n" * 4)

    assert failure.value.code == "too_many_rows"
    assert len(rows_of(b"A;B\n" + b"1;2\n" * 3)) == 3


# ── Excel ────────────────────────────────────────────────────────────────────────────────────────


def test_excel_is_read_with_dates_numbers_and_empty_cells():
    content = xlsx_of(
        ["Nummer", "Fra", "Prosent", "Navn"],
        [7, datetime.date(2026, 11, 24), 37.5, None],
        [None, None, None, None],
        [8, datetime.datetime(2020, 1, 1, 12, 0), 100, "Æ & Ø <å>"],  # noqa: DTZ001
    )

    table = read(content)

    assert (table.format, table.headings) == ("xlsx", ["Nummer", "Fra", "Prosent", "Navn"])
    assert list(table.rows) == [
        (2, [7, "2026-11-24", 37.5, None]),
        (4, [8, "2020-01-01", 100, "Æ & Ø <å>"]),
    ]


def test_the_first_sheet_that_is_seen_is_read():
    book = openpyxl.Workbook()
    book.active.title = "Skjult"
    book.active.append(["X", "Y"])
    book.active.sheet_state = "hidden"
    shown = book.create_sheet("Ansatte")
    shown.append(["A", "B"])
    shown.append([1, 2])
    kept = io.BytesIO()
    book.save(kept)

    assert read(kept.getvalue()).headings == ["A", "B"]


def test_a_formula_nobody_has_calculated_shows_itself():
    assert rows_of(xlsx_of(["A", "B"], [1, "=SUM(A1:A2)"])) == [(2, [1, "=SUM(A1:A2)"])]


def test_days_are_counted_from_1904_where_the_file_says_so():
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.MAC_EPOCH
    book.active.append(["A", "B"])
    book.active.append([1, datetime.date(2026, 11, 24)])
    kept = io.BytesIO()
    book.save(kept)

    assert rows_of(kept.getvalue()) == [(2, [1, "2026-11-24"])]


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet>&b;</worksheet>", "xlsx"),
        ("<worksheet><sheetData><row r='99999999999'/></sheetData></worksheet>", "xlsx"),
        ("<worksheet><sheetData>", "xlsx"),
        ("<worksheet></worksheet>", "empty"),
    ],
)
def test_a_sheet_that_is_no_sheet_is_damaged(sheet, code):
    with pytest.raises(Unreadable) as failure:
        rows_of(packed(sheet))

    assert failure.value.code == code


def test_a_bomb_is_not_unpacked(monkeypatch):
    from staff.importing import xlsx_files

    monkeypatch.setattr(xlsx_files, "MOST_UNPACKED", 1_000_000)
    bomb = packed("<worksheet>" + " " * 2_000_000 + "</worksheet>")
    assert len(bomb) < 5_000

    with pytest.raises(Unreadable) as failure:
        rows_of(bomb)

    assert failure.value.code == "too_large"


def test_a_zip_that_is_no_workbook_is_another_format():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")

    with pytest.raises(Unreadable) as failure:
        read(kept.getvalue())

    assert failure.value.code == "unknown"


# ── FINT ─────────────────────────────────────────────────────────────────────────────────────────


def identifier(value):
    return {"identifikatorverdi": value}


def entries(*found):
    return {"_embedded": {"_entries": list(found)}, "total_items": len(found)}


def link(name, key):
    return [{"href": f"https://api.felleskomponent.no/administrasjon/{name}/systemid/{key}"}]


PERSON = {
    "fodselsnummer": identifier("41015000070"),
    "navn": {"fornavn": "Kari", "mellomnavn": "Mo", "etternavn": "Nordmann"},
    "kontaktinformasjon": {"epostadresse": "kari@example.org", "mobiltelefonnummer": "90000000"},
}
ENGAGEMENT = {
    "systemId": identifier("55"),
    "ansettelsesprosent": 8050,
    "arslonn": 61_250_000,
    "gyldighetsperiode": {"start": "2020-08-01T00:00:00Z", "slutt": None},
}
CODE = {"systemId": identifier("c1"), "kode": "7961", "navn": "Lærer"}
PLACE = {"systemId": identifier("p1"), "organisasjonsKode": identifier("101"), "navn": "Skolen"}
EMPLOYEE = {"ansattnummer": identifier("1001"), "systemId": identifier("e1")}
INSIDE = [
    {
        **EMPLOYEE,
        "person": PERSON,
        "arbeidsforhold": [{**ENGAGEMENT, "stillingskode": CODE, "arbeidssted": PLACE}],
    }
]
LINKED = {
    "personalressurs": entries(
        {
            **EMPLOYEE,
            "_links": {
                "person": link("person", "41015000070"),
                "arbeidsforhold": link("arbeidsforhold", "55"),
            },
        }
    ),
    "person": entries(PERSON),
    "arbeidsforhold": entries(
        {
            **ENGAGEMENT,
            "_links": {
                "stillingskode": link("stillingskode", "c1"),
                "arbeidssted": link("organisasjonselement", "p1"),
            },
        }
    ),
    "stillingskode": entries(CODE),
    "organisasjonselement": entries(PLACE),
}
EMBEDDED = entries(
    {
        **EMPLOYEE,
        "_embedded": {
            "person": PERSON,
            "arbeidsforhold": entries(
                {**ENGAGEMENT, "_embedded": {"stillingskode": CODE, "arbeidssted": PLACE}}
            ),
        },
    }
)


@pytest.mark.parametrize("document", [INSIDE, LINKED, EMBEDDED], ids=["list", "links", "embedded"])
def test_fint_is_one_row_for_each_engagement_however_it_is_joined(document):
    table = read(json.dumps(document).encode())
    ((number, cells),) = table.rows

    assert number == 2
    assert dict(zip(table.headings, cells, strict=True)) == {
        "ansattnummer": "1001",
        "fødselsnummer": "41015000070",
        "feidenavn": "",
        "brukernavn": "",
        "fornavn": "Kari Mo",
        "etternavn": "Nordmann",
        "epost": "kari@example.org",
        "mobiltelefon": "90000000",
        "arbeidssted": "101",
        "stillingsnummer": "55",
        "stillingskode": "7961",
        "ansettelsesprosent": 80.5,
        "årslønn": 612_500.0,
        "fra": "2020-08-01",
        "til": "",
    }
