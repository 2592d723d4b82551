"""Two files, one after the other: the second changes nothing twice, and comes undone."""

import datetime

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from staff import services
from staff.importing.states import ImportState
from staff.models import Employee
from staff.services.import_running import apply_file, check_file, undo_file
from tests.staff.imports.files import Office, changes, csv_of, person
from tests.staff.imports.test_undoing import everything

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAYS = ["", "2020-08-01", (TODAY + datetime.timedelta(days=40)).isoformat()]
ENDS = ["", "2021-07-31", (TODAY + datetime.timedelta(days=99)).isoformat()]


@st.composite
def posts(draw):
    """One row's worth of a post, with or without what may be left out."""
    return {
        "workplace": draw(st.sampled_from(["Skolen", "Naboskolen"])),
        "code": draw(st.sampled_from(["7961", "7961", "0815"])),
        "percent": draw(st.sampled_from(["50", "100", "37,5"])),
        "annual_pay": draw(st.sampled_from(["", "500000", "612 500"])),
        "position_number": draw(st.sampled_from(["", "", "1", "2"])),
        "starts_on": draw(st.sampled_from(DAYS)),
        "ends_on": draw(st.sampled_from(ENDS)),
    }


@st.composite
def files(draw):
    """Some of six people with one to three posts; names, addresses and numbers may change."""
    rows = []
    for number in draw(st.sets(st.integers(1, 6), min_size=1)):
        who = {
            "number": draw(st.sampled_from([f"{1000 + number}"] * 4 + [f"{2000 + number}"])),
            "last_name": draw(st.sampled_from([f"Nordmann {number}", f"Hansen {number}"])),
            "email": draw(st.sampled_from([f"a{n}@example.org" for n in range(1, 8)] + [""])),
            "feide": draw(st.sampled_from(["", f"{number}@feide.no", f"{number}b@feide.no"])),
        }
        rows += [
            person(number, **who, **post)
            for post in draw(st.lists(posts(), min_size=1, max_size=3))
        ]
    return csv_of(*rows)


def bring_in(office, content, *, lists_everybody):
    batch = office.upload(content, lists_everybody=lists_everybody)
    services.map_columns(batch=batch, columns=batch.columns, by=office.by)
    check_file(batch.pk)
    batch.refresh_from_db()
    return batch


def apply(office, batch):
    services.apply(batch=batch, leavers_confirmed=batch.counts["leaves"], by=office.by)
    apply_file(batch.pk)
    batch.refresh_from_db()
    assert batch.state == ImportState.APPLIED, batch.failure
    return batch


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(first=files(), second=files(), everybody=st.booleans())
def test_a_file_changes_nothing_twice_and_comes_undone(office, first, second, everybody):
    with transaction.atomic():
        apply(office, bring_in(office, first, lists_everybody=True))
        before = everything()
        batch = apply(office, bring_in(office, second, lists_everybody=everybody))
        again = bring_in(office, second, lists_everybody=everybody)
        assert changes(again) == {}
        nobody_holds_a_post_after_leaving()
        services.undo(batch=batch, by=office.by)
        undo_file(batch.pk, office.by.pk)
        batch.refresh_from_db()
        assert batch.state == ImportState.UNDONE, batch.failure
        assert everything() == before
        transaction.set_rollback(True)


def nobody_holds_a_post_after_leaving():
    for employee in Employee.objects.filter(left_on__isnull=False):
        assert not employee.positions.exclude(ends_on__lte=employee.left_on).exists()
        assert not employee.user.memberships.filter(owner=employee.owner, ends_on=None).exists()


@pytest.fixture
def office():
    return Office()
