"""One cell, one value; headings and workplaces as people write them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.no import fodselsnummer

from staff.importing import columns, values
from staff.importing.rows import Places
from staff.importing.values import Wrong
from tests.staff.imports.files import national_id


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("80", 8_000),
        ("37,5", 3_750),
        ("37.5", 3_750),
        ("80 %", 8_000),
        ("80%", 8_000),
        ("100,00", 10_000),
        ("0,01", 1),
        (62.5, 6_250),
        (100, 10_000),
    ],
)
def test_a_percent_is_read(cell, found):
    assert values.percent(cell) == found


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("0", "percent_range"),
        ("0,001", "percent_range"),
        ("100,01", "percent_range"),
        ("-5", "percent_range"),
        ("full", "percent"),
        ("½", "percent"),
        ("1e2", "percent"),
        (10**40, "percent"),
    ],
)
def test_what_is_no_percent_is_not(cell, code):
    with pytest.raises(Wrong) as wrong:
        values.percent(cell)

    assert wrong.value.code == code


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("612 500,50", 61_250_050),
        ("612\u00a0500", 61_250_000),
        ("612.500,50", 61_250_050),
        ("612500", 61_250_000),
        ("612,500.50", 61_250_050),
        ("kr 612 500,-", 61_250_000),
        ("612.500", 61_250_000),
        (612500.5, 61_250_050),
        ("0", 0),
    ],
)
def test_a_pay_is_read_in_ore(cell, found):
    assert values.pay(cell) == found


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("24.11.2026", (2026, 11, 24)),
        ("1.8.26", (2026, 8, 1)),
        ("2026-11-24", (2026, 11, 24)),
        ("2026-11-24T00:00:00Z", (2026, 11, 24)),
        ("20261124", (2026, 11, 24)),
        (20261124, (2026, 11, 24)),
    ],
)
def test_a_day_is_read(cell, found):
    assert values.day(cell) == datetime.date(*found)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31.02.2026", "date"),
        ("i dag", "date"),
        ("01.01.0001", "date_range"),
        ("01.01.2999", "date_range"),
        ("45000", "date"),
    ],
)
def test_what_is_no_day_is_not(cell, code):
    with pytest.raises(Wrong) as wrong:
        values.day(cell)

    assert wrong.value.code == code


@given(st.from_regex(r"[0-9]{9}", fullmatch=True), st.integers(0, 99))
def test_national_ids_are_those_the_library_knows(start, end):
    checked = fodselsnummer.calc_check_digit1(start)
    candidates = {f"{start}{end:02}", (start + checked + checked)[:11].ljust(11, "0")}
    candidates.add((start + checked)[:10] + fodselsnummer.calc_check_digit2(start + checked)[:1])
    for candidate in candidates:
        try:
            found = values.national_id(candidate) == candidate
        except Wrong:
            found = False
        assert found == fodselsnummer.is_valid(candidate)


@pytest.mark.parametrize("day", [1, 41])
def test_a_national_id_and_a_d_number_are_both_known(day):
    number = national_id(5, day=day)

    assert values.national_id(f"{number[:6]} {number[6:]}") == number
    assert values.national_id(int(number)) == number


def test_signs_that_cannot_be_seen_are_taken_out_and_letters_are_joined():
    assert values.text("\u202eKari\u202c\u200b  A\u030ase\x00\n") == "Kari Åse"
    assert values.text(12.0) == "12"
    assert values.text(None) == ""


# ── Columns and places ───────────────────────────────────────────────────────────────────────────


def test_headings_are_recognised_in_both_languages_and_never_twice():
    found = columns.guess(["Ansatt-nr.", "St.prosent", "Stillings%", "E-mail", "FNR", "Department"])

    assert found == {
        "number": "Ansatt-nr.",
        "email": "E-mail",
        "national_id": "FNR",
        "workplace": "Department",
    }


def test_every_guess_is_written_as_headings_are_compared():
    guesses = [guess for field in columns.FIELDS for guess in field.guesses]

    assert [guess for guess in guesses if columns.normalised(guess) != guess] == []
    assert len(guesses) == len(set(guesses))


def test_absence_and_union_are_no_columns_of_ours():
    assert columns.guess(["Sykefravær", "Fravær", "Permisjon", "Fagforening", "Union"]) == {}


def test_a_workplace_is_found_by_number_organisation_number_or_name():
    places = Places(
        [(1, "Skolen", "101", "974760673"), (2, "101", "", ""), (3, "Tvilling", "", "")]
        + [(4, "tvilling ", "", ""), (5, "Nedlagt", "", "")],
        closed=[5],
    )

    assert [places.find(text) for text in ("101", "974 760 673", "NO974760673MVA", " SKOLEN ")] == [
        1,
        1,
        1,
        1,
    ]
    for text, code in (
        ("Tvilling", "several_workplaces"),
        ("Nedlagt", "closed_workplace"),
        ("Ukjent", "unknown_workplace"),
    ):
        with pytest.raises(Wrong) as wrong:
            places.find(text)
        assert wrong.value.code == code
