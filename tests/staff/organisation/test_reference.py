"""What ships with the project, and that loading it twice is loading it once."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.backends.postgresql.psycopg_any import DateRange

from staff import org_numbers
from staff.models import (
    County,
    Membership,
    Municipality,
    Owner,
    OwnerKind,
    PositionCode,
    StaffGroup,
    Subject,
    Threshold,
    Union,
)
from staff.reference import everything
from staff.reference.files import Loaded
from staff.roles import Role
from tests.factories import OwnerFactory, PositionCodeFactory

pytestmark = pytest.mark.django_db
TABLES = (County, Municipality, StaffGroup, PositionCode, Union, Subject, Threshold)


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


# ── Loading ──────────────────────────────────────────────────────────────────────────────────────


def test_the_whole_country_is_there_with_numbers_that_can_be_organisation_numbers():
    everything.load()
    assert (County.objects.count(), Municipality.objects.count()) == (15, 357)
    numbers = [
        row.org_number
        for model in (County, Municipality)
        for row in model.objects.exclude(org_number="")
    ]
    for number in numbers:
        org_numbers.check(number)
    assert set(Municipality.objects.filter(org_number="").values_list("name", flat=True)) == {
        "Haram",
        "Ålesund",
    }
    oslo = Municipality.objects.get(number="0301")
    assert (oslo.county.number, oslo.org_number) == ("03", oslo.county.org_number)
    assert all(place.number[:2] == place.county.number for place in Municipality.objects.all())


def test_the_confirmed_codes_lead_to_their_groups():
    everything.load()
    found = dict(PositionCode.objects.values_list("code", "staff_group__code"))
    assert {code: found[code] for code in ("7960", "7961", "7966", "9951", "9954")} == {
        "7960": "unqualified-teacher",
        "7961": "teacher",
        "7966": "teacher",
        "9951": "leader",
        "9954": "leader",
    }
    assert StaffGroup.UNMAPPED in set(StaffGroup.objects.values_list("code", flat=True))
    assert StaffGroup.UNMAPPED not in found.values()


def test_loading_again_changes_nothing():
    everything.load()
    before = [list(model.objects.order_by("pk").values()) for model in TABLES]
    assert set(everything.load().values()) == {Loaded()}
    assert [list(model.objects.order_by("pk").values()) for model in TABLES] == before


def test_the_command_says_what_it_did():
    assert "places: 372 made, 0 changed" in run("load_reference")
    assert run("load_reference").endswith("in all: 0 made, 0 changed\n")


def test_names_are_brought_up_to_date_and_what_an_owner_has_decided_stays():
    everything.load()
    other, owner = StaffGroup.objects.get(code="office"), OwnerFactory()
    own = PositionCodeFactory(owner=owner, code="7961", staff_group=other, name_nb="Vår")
    day = datetime.date(2026, 8, 1)
    general = PositionCode.objects.get(code="7961", owner=None)
    PositionCode.objects.filter(pk=general.pk).update(
        name_nb="Feil", staff_group=other, valid=DateRange(day, None)
    )
    Municipality.objects.filter(number="4601").update(name="Gammelt navn")
    Threshold.objects.filter(code="profile_kept_days").update(value=1)

    loaded = everything.load()

    assert (loaded["posts"], loaded["places"]) == (Loaded(changed=1), Loaded(changed=1))
    general.refresh_from_db()
    assert (general.name_nb, general.staff_group, general.valid.lower) == ("Lærer", other, day)
    own.refresh_from_db()
    assert (own.name_nb, own.staff_group) == ("Vår", other)
    assert Municipality.objects.get(number="4601").name == "Bergen"
    assert Threshold.objects.get(code="profile_kept_days").value == 1


# ── Establishing an owner ────────────────────────────────────────────────────────────────────────


@pytest.fixture
def reference():
    everything.load()


def establish(*arguments, mail="anna@example.org"):
    return run("establish_owner", *arguments, "--administrator", mail)


def test_a_municipality_is_established_with_its_first_administrator(reference):
    assert establish("0301") == "Oslo kommune established\n"
    owner = Owner.objects.get()
    assert (owner.kind, owner.org_number) == (OwnerKind.MUNICIPALITY, "958935420")
    assert (owner.municipality.number, owner.county.number) == ("0301", "03")
    held = Membership.objects.get()
    assert (held.role, held.owner, held.user.email) == (
        Role.ADMINISTRATOR,
        owner,
        "anna@example.org",
    )
    assert not held.user.has_usable_password()


def test_a_second_time_nothing_happens(reference):
    establish("0301")
    assert establish("0301") == "Oslo kommune is there already\n"
    assert (Owner.objects.count(), Membership.objects.count()) == (1, 1)


def test_another_first_administrator_is_refused(reference):
    establish("0301")
    with pytest.raises(CommandError, match="administrator"):
        establish("0301", mail="mallory@example.org")
    assert Membership.objects.count() == 1


def test_municipalities_that_share_a_name_are_told_apart(reference):
    establish("1515")
    establish("1818", mail="bo@example.org")
    assert sorted(Owner.objects.values_list("name", flat=True)) == [
        "Herøy kommune (Møre og Romsdal)",
        "Herøy kommune (Nordland)",
    ]


def test_a_county_authority(reference):
    establish("46", "--nynorsk")
    owner = Owner.objects.get()
    assert (owner.name, owner.kind) == ("Vestland fylkeskommune", OwnerKind.COUNTY)
    assert (owner.municipality, owner.written_language) == (None, "nn")


def test_a_private_owner_and_its_host(reference):
    establish("4601")
    establish(
        "--private",
        "Solstrålen SA",
        "--org-number",
        "310000019",
        "--host",
        "4601",
        mail="kari@example.org",
    )
    owner = Owner.objects.get(kind=OwnerKind.PRIVATE)
    assert (owner.org_number, owner.host.name) == ("310000019", "Bergen kommune")
    assert owner.confirmed_at is None


@pytest.mark.parametrize(
    "arguments",
    [
        ["9999"],
        ["03"],  # the county that is a municipality
        [],
        ["0301", "--private", "Begge"],
        ["--private", "Uten rett siffer", "--org-number", "310000010"],
        ["--private", "Uten vert", "--host", "0301"],
        ["--state", "Statens skole", "--administrator", "no address"],
    ],
)
def test_what_cannot_be_established_is_said_and_nothing_is_made(reference, arguments):
    given = (
        arguments if "--administrator" in arguments else [*arguments, "--administrator", "a@b.no"]
    )
    with pytest.raises(CommandError):
        run("establish_owner", *given)
    assert not Owner.objects.exists()
    assert not Membership.objects.exists()
