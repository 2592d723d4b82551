"""Asking, keeping the answer, and saying how old it is when the register is silent."""

import datetime

import pytest
import responses
import time_machine
from django.utils import timezone

from notifications.models import Owed
from staff import tasks
from staff.models import RegisterEntry, Workplace
from staff.registers import client, keeping, lookup
from tests.factories import OwnerFactory, WorkplaceFactory

pytestmark = pytest.mark.django_db
SCHOOL, MUNICIPALITY, KINDERGARTEN = "310000027", "310000019", "310000043"
NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def later(clock, days):
    clock.move_to(NOW + datetime.timedelta(days=days))


def test_a_school_is_known_to_the_school_register(registers):
    registers.answers("nsr", SCHOOL, "nsr_school.json")
    answer = lookup.look_up(SCHOOL)
    assert (answer.register, answer.unit.name, answer.reached) == ("nsr", "Elvestrand skole", True)
    assert answer.fetched_at == NOW
    assert "Telefon" not in RegisterEntry.objects.get().body


def test_others_are_asked_in_turn_until_one_knows(registers):
    registers.does_not_know(SCHOOL)
    registers.answers("underenheter", SCHOOL, "enhetsregisteret_place.json")
    answer = lookup.look_up(SCHOOL)
    assert (answer.register, answer.unit.sector) == ("enhetsregisteret", "")
    assert [url.split("/")[2] for url in registers.calls] == [
        "data-nsr.udir.no",
        "data-nbr.udir.no",
        "data.brreg.no",
        "data.brreg.no",
    ]


def test_an_answer_is_kept_until_it_is_old(registers, at_noon):
    registers.answers("enheter", MUNICIPALITY, "enhetsregisteret_municipality.json")
    lookup.look_up(MUNICIPALITY, lookup.OF_AN_OWNER)
    later(at_noon, 29)
    lookup.look_up(MUNICIPALITY, lookup.OF_AN_OWNER)
    assert len(registers.calls) == 1
    later(at_noon, 31)
    lookup.look_up(MUNICIPALITY, lookup.OF_AN_OWNER)
    assert len(registers.calls) == 2
    assert RegisterEntry.objects.get().fetched_at == timezone.now()


def test_a_silent_register_gives_the_old_answer_and_its_date(registers, at_noon):
    registers.answers("nsr", SCHOOL, "nsr_school.json")
    lookup.look_up(SCHOOL)
    later(at_noon, 40)
    registers.is_silent(SCHOOL)
    answer = lookup.look_up(SCHOOL)
    assert (answer.reached, answer.unit.name, answer.fetched_at) == (False, "Elvestrand skole", NOW)


def test_once_one_register_is_silent_the_others_are_not_waited_for(registers):
    registers.is_silent(SCHOOL)
    answer = lookup.look_up(SCHOOL)
    assert (answer.reached, answer.unit, answer.fetched_at) == (False, None, None)
    assert len(registers.calls) == 1
    assert not RegisterEntry.objects.exists()


def test_a_number_nobody_knows_is_remembered_as_such(registers):
    registers.does_not_know(SCHOOL)
    assert lookup.look_up(SCHOOL).unit is None
    assert lookup.look_up(SCHOOL).reached
    assert len(registers.calls) == 4
    assert not RegisterEntry.objects.filter(found=True).exists()


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 500},
        {"status": 429},
        {"status": 302, "headers": {"Location": "https://elsewhere.example/"}},
        {"body": "<html>"},
        {"body": "[1, 2]"},
        {"body": "[" * 100_000},
        {"body": '{"navn": "' + "x" * 1_000_001 + '"}'},
        {"body": responses.ConnectionError()},
        {"body": client.requests.Timeout()},
        {"body": client.requests.exceptions.ChunkedEncodingError()},
    ],
    ids=str,
)
def test_whatever_is_no_answer_counts_as_silence(registers, answer):
    registers.mock.get(registers.BASES["nsr"] + SCHOOL, **answer)
    with pytest.raises(client.Unreachable):
        client.fetch("nsr", SCHOOL)
    assert len(registers.calls) == 1  # no redirect was followed, and nothing was tried again


def test_a_gone_unit_is_not_found(registers):
    registers.mock.get(registers.BASES["nsr"] + SCHOOL, status=410)
    assert client.fetch("nsr", SCHOOL) == client.Fetched(found=False)


# ── Keeping in step ──────────────────────────────────────────────────────────────────────────────


def test_refreshing_notes_a_new_name_and_renames_nothing(registers):
    school = WorkplaceFactory(name="Elvestrand gamle skole", org_number=SCHOOL)
    registers.answers("nsr", SCHOOL, "nsr_school.json")
    assert keeping.refresh(SCHOOL) is True
    school.refresh_from_db()
    assert (school.name, school.register_name) == ("Elvestrand gamle skole", "Elvestrand skole")
    assert school.confirmed_at == NOW
    assert keeping.differing([school]) == [school]


def test_a_name_that_differs_in_capitals_alone_is_the_same(registers):
    school = WorkplaceFactory(name="ELVESTRAND SKOLE", org_number=SCHOOL)
    registers.answers("nsr", SCHOOL, "nsr_school.json")
    keeping.refresh(SCHOOL)
    school.refresh_from_db()
    assert keeping.differing([school]) == []


def test_a_closed_school_is_noted_and_not_closed(registers):
    school = WorkplaceFactory(name="Elvestrand skole", org_number=SCHOOL)
    registers.answers("nsr", SCHOOL, "nsr_closed.json")
    keeping.refresh(SCHOOL)
    school.refresh_from_db()
    assert (school.closed_on, school.ended_on) == (datetime.date(2026, 11, 24), None)
    assert keeping.differing([school]) == [school]


def test_silence_changes_nothing(registers):
    confirmed = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    school = WorkplaceFactory(org_number=SCHOOL, confirmed_at=confirmed, register_name="Før")
    registers.is_silent(SCHOOL)
    assert keeping.refresh(SCHOOL) is False
    school.refresh_from_db()
    assert (school.confirmed_at, school.register_name) == (confirmed, "Før")


def test_a_number_the_registers_no_longer_know_is_no_longer_confirmed(registers):
    school = WorkplaceFactory(org_number=SCHOOL, confirmed_at=NOW, register_name="Før")
    registers.does_not_know(SCHOOL)
    keeping.refresh(SCHOOL)
    school.refresh_from_db()
    assert (school.confirmed_at, school.register_name) == (None, "")


def test_each_night_the_oldest_numbers_are_asked_about(registers, do_what_is_owed):
    old, never, fresh, closed = MUNICIPALITY, SCHOOL, KINDERGARTEN, "310000035"
    OwnerFactory(name="Elvestrand kommune", org_number=old)
    WorkplaceFactory(org_number=never)
    WorkplaceFactory(org_number=fresh)
    WorkplaceFactory(org_number=closed, ended_on=datetime.date(2020, 1, 1))
    WorkplaceFactory()  # without a number
    for number, days in ((old, 90), (fresh, 3)):
        RegisterEntry.objects.create(
            register="enhetsregisteret",
            org_number=number,
            fetched_at=NOW - datetime.timedelta(days=days),
            found=False,
        )
    assert keeping.longest_unasked(10) == [never, old]
    assert keeping.longest_unasked(1) == [never]

    registers.answers("nsr", never, "nsr_school.json")
    registers.answers("enheter", old, "enhetsregisteret_municipality.json")
    tasks.owe_register_questions()
    assert Owed.objects.count() == 2
    assert do_what_is_owed() == 2
    assert Workplace.objects.get(org_number=never).register_name == "Elvestrand skole"
    assert keeping.longest_unasked(10) == []
