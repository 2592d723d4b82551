"""What the registers' answers mean, told by answers in the form the registers publish."""

import datetime
import json
from pathlib import Path

import pytest

from staff.models import Sector
from staff.registers import shapes

ASKED_ON = datetime.date(2026, 11, 24)
ANSWERS = Path(__file__).parent / "answers"


def answer(name):
    return json.loads((ANSWERS / name).read_text(encoding="utf-8"))


def unit(name):
    return shapes.unit(name.split("_")[0], answer(name), asked_on=ASKED_ON)


def test_a_municipality_of_the_central_register():
    assert unit("enhetsregisteret_municipality.json") == shapes.Unit(
        name="Elvestrand Kommune",
        address="Rådhusgata 1, 4890 ELVESTRAND",
        municipality_number="4290",
    )


def test_a_place_under_it_names_its_owner():
    found = unit("enhetsregisteret_place.json")
    assert (found.name, found.owner_number) == ("Elvestrand Kommune avd PPT", "310000019")
    assert found.closed_on is None


def test_a_deleted_unit_says_since_when():
    found = unit("enhetsregisteret_deleted.json")
    assert (found.name, found.closed_on) == ("Gamle Skole AS", datetime.date(2025, 8, 1))


def test_a_school_says_its_sector_and_owner():
    assert unit("nsr_school.json") == shapes.Unit(
        name="Elvestrand skole",
        address="Skoleveien 3, 4890 ELVESTRAND",
        municipality_number="4290",
        sector=Sector.PRIMARY,
        owner_number="310000019",
    )


def test_an_inactive_school_is_closed_since_we_asked_unless_it_says_when():
    assert unit("nsr_closed.json").closed_on == ASKED_ON
    dated = answer("nsr_closed.json") | {"DatoNedlagt": "2026-07-31T00:00:00+02:00"}
    found = shapes.unit("nsr", dated, asked_on=ASKED_ON)
    assert found.closed_on == datetime.date(2026, 7, 31)


def test_a_kindergarten():
    found = unit("nbr_kindergarten.json")
    assert (found.sector, found.municipality_number) == (Sector.KINDERGARTEN, "4290")


def test_people_and_telephones_of_an_answer_are_not_kept():
    kept = shapes.worth_keeping(answer("nsr_school.json"))
    assert "Telefon" not in kept
    assert "Kontaktperson" not in kept
    assert kept["Navn"] == "Elvestrand skole"


@pytest.mark.parametrize("register", ["enhetsregisteret", "nsr", "nbr"])
@pytest.mark.parametrize(
    "body",
    [
        {},
        {"navn": None, "Navn": None},
        {"navn": "", "Navn": 17},
        {"navn": ["x"], "Navn": {"x": 1}},
    ],
)
def test_an_answer_without_a_name_is_no_unit(register, body):
    assert shapes.unit(register, body, asked_on=ASKED_ON) is None


@pytest.mark.parametrize("odd", [None, 17, "x", [], [1, {}, {"Enhet": 3}], {"adresse": "x"}])
def test_odd_parts_are_left_out(odd):
    names = sorted(shapes.READ - {"navn", "Navn"})
    body = {"navn": "Skole", "Navn": "Skole"} | dict.fromkeys(names, odd)
    for register in ("enhetsregisteret", "nsr", "nbr"):
        found = shapes.unit(register, body, asked_on=ASKED_ON)
        assert found.name == "Skole"
        assert found.sector == ""
        assert found.closed_on is None


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("ELVESTRAND KOMMUNE", "Elvestrand Kommune"),
        ("LYNGNEBBEN BARNEHAGE SA", "Lyngnebben Barnehage SA"),
        ("SKOLE OG SFO PÅ ØYA", "Skole og SFO på Øya"),
        ("Nordbyen skole", "Nordbyen skole"),
    ],
)
def test_capitals_are_written_as_people_write(written, shown):
    assert shapes.as_written(written) == shown
