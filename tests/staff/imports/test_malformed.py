"""Files broken in every way we know of: nothing unhandled, nothing by halves, nothing twice."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, event, given, settings

from bench.staff_import.malformed import FILES, HOPELESS
from staff import services
from staff.importing import fint
from staff.importing.states import ImportState
from staff.models import Employee, Identity, Membership, Position, PositionCode, User
from staff.services.import_running import apply_file, check_file
from tests.factories import WorkplaceFactory
from tests.staff.imports.files import Office, changes, csv_of, person

pytestmark = pytest.mark.django_db
TABLES = (User, Employee, Identity, Membership, Position, PositionCode)


def rows_of(table):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table._meta.db_table}" ORDER BY id')  # noqa: S608
        return cursor.fetchall()


def everything():
    return [rows_of(table) for table in TABLES]


def run(office, content):
    """The state a file ends in, if it got in at all; the worker called as the relay would."""
    try:
        batch = office.upload(content)
        services.map_columns(batch=batch, columns=batch.columns, by=office.by)
    except ValidationError:
        return None
    check_file(batch.pk)
    batch.refresh_from_db()
    assert batch.state in (ImportState.CHECKED, ImportState.FAILED)
    return batch


def bring_in(office, content):
    before = everything()
    batch = run(office, content)
    event(f"{batch.format} {batch.state}" if batch else "refused")
    assert everything() == before
    if batch is None or batch.state == ImportState.FAILED:
        return
    services.apply(batch=batch, leavers_confirmed=batch.counts["leaves"], by=office.by)
    apply_file(batch.pk)
    batch.refresh_from_db()
    assert batch.state == ImportState.APPLIED, batch.failure
    if not changes(batch):
        assert everything() == before
    again = run(office, content)
    assert changes(again) == {}


@pytest.fixture
def office():
    office = Office()
    for number in range(3):
        WorkplaceFactory(owner=office.owner, name=f"Sted {number}", number=f"{1000 + number}")
    before = run(office, csv_of(person(1), person(2, workplace="1001")))
    services.apply(batch=before, leavers_confirmed=None, by=office.by)
    apply_file(before.pk)
    return office


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(content=FILES)
def test_a_malformed_file_is_said_to_be_or_applied_whole(office, content):
    with transaction.atomic():
        bring_in(office, content)
        transaction.set_rollback(True)


@pytest.mark.parametrize("content", HOPELESS, ids=range(len(HOPELESS)))
def test_what_can_never_be_read_is_refused(office, content):
    batch = run(office, content)

    assert batch is None or batch.state == ImportState.FAILED


def test_a_mark_of_byte_order_is_no_part_of_a_heading(office):
    assert "number" in office.upload(b"\xef\xbb\xbf" + csv_of(person(3))).columns


def test_the_headings_of_fint_are_all_known(office):
    batch = office.upload(b'[{"ansattnummer": "1", "arbeidsforhold": [{}]}]')

    assert sorted(batch.columns.values()) == sorted(fint.HEADINGS)
