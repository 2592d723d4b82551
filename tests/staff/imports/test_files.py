"""Uploading, choosing columns, discarding, and files that are done with."""

import datetime
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone, translation

from notifications.models import Message
from staff import services, tasks
from staff.importing import words
from staff.importing.plan import KINDS
from staff.importing.states import ImportState
from staff.leaving import consequences_of_leaving
from staff.models import ImportBatch, ImportProblem, Threshold
from staff.queries import imports as queries
from staff.roles import Role
from staff.states import IllegalTransition
from staff.verdict import Refusal
from tests.factories import (
    EmployeeFactory,
    ImportBatchFactory,
    ImportProblemFactory,
    MembershipFactory,
    WorkplaceFactory,
)
from tests.staff.imports.files import Office, csv_of, national_id, person, problems, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return Office()


def stored():
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


# ── Uploading ────────────────────────────────────────────────────────────────────────────────────


def test_columns_are_guessed_and_ids_are_masked_in_what_is_shown(office):
    batch = office.upload(csv_of(person(1)).replace(b"F\xc3\xb8dselsnummer", b"Hva?"))

    assert batch.columns["number"] == "Ansattnummer"
    assert "national_id" not in batch.columns
    (row,) = queries.sample(batch)
    assert row[queries.headings(batch).index("Hva?")] == queries.MASK
    assert national_id(1) not in str(row)


@pytest.mark.parametrize("days", [-400, 400])
def test_a_day_far_from_today_is_a_slip_of_the_pen(office, days):
    with pytest.raises(ValidationError) as wrong:
        office.upload(
            csv_of(person(1)), counts_from=timezone.localdate() + datetime.timedelta(days=days)
        )

    assert list(wrong.value.error_dict) == ["counts_from"]
    assert not stored()


def test_what_cannot_be_read_is_not_kept(office):
    with pytest.raises(ValidationError) as wrong:
        office.upload(b"%PDF")

    assert wrong.value.error_dict["file"][0].code == "unknown"
    assert not stored()
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize(
    ("columns", "fields"),
    [
        ({"percent": ""}, ["percent"]),
        ({"percent": "Finnes ikke"}, ["percent"]),
        ({"number": "", "code": "Nei"}, ["code", "number"]),
    ],
)
def test_columns_that_are_missing_are_named(office, columns, fields):
    batch = office.upload(csv_of(person(1)))

    with pytest.raises(ValidationError) as wrong:
        services.map_columns(batch=batch, columns=batch.columns | columns, by=office.by)

    assert sorted(wrong.value.error_dict) == fields


def test_a_field_we_do_not_know_is_refused(office):
    batch = office.upload(csv_of(person(1)))

    with pytest.raises(ValidationError):
        services.map_columns(
            batch=batch, columns={**batch.columns, "sick_leave": "Mobil"}, by=office.by
        )


def test_a_file_that_breaks_while_it_is_read_says_where(office):
    batch = office.check(csv_of(person(1)) + b'\n"' + b"x" * 200_000)

    assert batch.state == ImportState.FAILED
    assert "3" in batch.failure
    assert Message.objects.get(recipient=office.by).body == batch.failure


def test_it_is_checked_again_with_other_columns(office):
    batch = office.check(csv_of(person(1, phone="999")))
    assert problems(batch) == [(2, "Mobil", "phone")]
    columns = {name: heading for name, heading in batch.columns.items() if name != "phone"}

    services.map_columns(batch=batch, columns=columns, by=office.by)

    assert problems(work(batch)) == []


# ── Discarding, and the night ────────────────────────────────────────────────────────────────────


def test_what_is_discarded_leaves_nothing_behind(office, django_capture_on_commit_callbacks):
    batch = office.check(csv_of(person(1), person(2, percent="x")))
    assert len(stored()) == 1

    with django_capture_on_commit_callbacks(execute=True):
        services.discard(batch=batch, by=office.by)

    batch.refresh_from_db()
    assert (batch.state, bool(batch.file)) == (ImportState.DISCARDED, False)
    assert (batch.changes.count(), batch.problems.count()) == (0, 0)
    assert not stored()
    with pytest.raises(IllegalTransition):
        services.discard(batch=batch, by=office.by)


def night(django_capture_on_commit_callbacks):
    tasks.drop_import_files()
    with django_capture_on_commit_callbacks(execute=True):
        work(ImportBatch.objects.first())


def test_a_file_nobody_applied_is_discarded_after_some_days(
    office, django_capture_on_commit_callbacks
):
    Threshold.objects.filter(code="import_file_kept_days").delete()
    Threshold.objects.create(
        code="import_file_kept_days", value=3, source="Test", valid=DateRange(None, None)
    )
    batch = office.check(csv_of(person(1)))
    now = timezone.now()
    for days, is_there in ((3, True), (4, False)):
        with time_machine.travel(now + datetime.timedelta(days=days), tick=False):
            night(django_capture_on_commit_callbacks)
        batch.refresh_from_db()
        assert bool(batch.file) is bool(stored()) is is_there
    assert batch.state == ImportState.DISCARDED
    assert not batch.changes.exists()


def test_problems_of_a_file_that_is_applied_go_the_night_after_and_changes_stay(
    office, django_capture_on_commit_callbacks
):
    batch = office.apply(csv_of(person(1), person(2, percent="x")))
    assert batch.problems.count() == 1

    night(django_capture_on_commit_callbacks)

    batch.refresh_from_db()
    assert batch.state == ImportState.APPLIED
    assert (batch.problems.count(), batch.changes.count()) == (0, 1)


def test_a_file_that_no_row_knows_is_swept_away_a_day_later(office):
    batch = office.upload(csv_of(person(1)))
    ImportBatch.objects.update(file="")
    tasks.drop_import_files()
    assert len(stored()) == 1

    with time_machine.travel(timezone.now() + datetime.timedelta(days=2), tick=False):
        kept = office.upload(csv_of(person(2)))
        tasks.drop_import_files()

    assert [path.name for path in stored()] == [Path(kept.file.name).name]
    assert batch.file.name != kept.file.name


def test_a_file_a_worker_is_at_is_left_alone(office):
    old = timezone.now() - datetime.timedelta(days=100)
    ImportBatchFactory(owner=office.owner, state=ImportState.CHECKING, file="x", uploaded_at=old)

    assert queries.files_to_drop(timezone.localdate()) == []


def test_a_deleted_file_is_not_checked(office):
    batch = office.check(csv_of(person(1)))
    ImportBatch.objects.update(file="")

    with pytest.raises(Refusal):
        services.check(batch=batch, by=office.by)
    assert queries.headings(ImportBatch.objects.get()) == []


# ── What is shown ────────────────────────────────────────────────────────────────────────────────


def test_one_sees_the_files_of_the_owners_one_imports_for(office):
    ours = ImportBatchFactory(owner=office.owner)
    ImportBatchFactory()

    assert list(queries.batches_visible_to(office.by)) == [ours]


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_problem_and_consequence_has_its_sentence(language):
    params = {"value": "x", "row": 3, "most": 20, "percent": 11_000}
    with translation.override(language):
        for code in (*words.PROBLEMS, *words.WARNINGS):
            found = words.sentence(ImportProblem(code=code, params=params))
            assert found
            assert "%(" not in found
        for code in words.CONSEQUENCES:
            about = {"number": "1", "ore": 6_250_000, "days": 3, "role": "leader", "place": "X"}
            about["business"] = "Y"
            assert "%(" not in words.consequence({"code": code, "params": about})


def test_money_set_aside_is_written_in_kroner():
    found = words.consequence(
        {"code": "application_with_money", "params": {"number": "26-1", "ore": 6_250_000}}
    )

    assert "62\u00a0500 kr" in found


def test_facts_leave_out_what_is_for_the_machine():
    found = words.facts(
        {"percent": 8_000, "_position": 3, "ends_on": None, "annual_pay_ore": 60_000_000}
    )

    assert [text for _, text in found] == ["80\u00a0%", "600\u00a0000\u00a0kr", "–"]


def test_kinds_are_those_of_the_table():
    from staff.models import ImportChange

    assert set(KINDS) == set(ImportChange.Kind.values)


# ── Keys ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_key_is_kept_as_a_hash(office):
    key, secret = services.make_api_key(
        owner=office.owner, name="Lønn", ends_on=timezone.localdate(), by=office.by
    )

    assert secret.startswith(key.prefix)
    assert secret not in str(vars(key))
    with pytest.raises(ValidationError):
        services.make_api_key(
            owner=office.owner, name="Lønn", ends_on=datetime.date(2020, 1, 1), by=office.by
        )
    services.revoke_api_key(key=key, by=office.by)
    with pytest.raises(Refusal):
        services.revoke_api_key(key=key, by=office.by)


# ── What follows from leaving, in the staff room ─────────────────────────────────────────────────


def test_roles_that_end_are_named_with_their_place():
    employee = EmployeeFactory()
    school = WorkplaceFactory(owner=employee.owner)
    MembershipFactory(user=employee.user, owner=employee.owner)
    MembershipFactory(user=employee.user, role=Role.LEADER, owner=school.owner, workplace=school)
    MembershipFactory(user=employee.user, role=Role.FINANCE)  # at another owner
    MembershipFactory(
        user=employee.user,
        role=Role.FINANCE,
        owner=employee.owner,
        ends_on=datetime.date(2021, 1, 1),
    )

    found = consequences_of_leaving(employee_ids=[employee.pk], on=timezone.localdate())

    assert found == {
        employee.pk: [{"code": "role_ends", "params": {"role": "leader", "place": school.name}}]
    }


def test_problems_survive_until_they_are_read():
    problem = ImportProblemFactory(code="percent", params={"value": "full"})

    assert "full" in words.sentence(problem)
