"""Sending in a staff file and naming its columns, on the pages."""

import re

import pytest
from django.urls import reverse

from staff.importing.columns import FIELDS
from staff.importing.states import ImportState
from staff.models import ImportBatch
from staff.roles import Role
from staff.views.import_meanings import template_rows
from tests.factories import (
    ImportBatchFactory,
    MembershipFactory,
    OwnerFactory,
    PositionCodeFactory,
    StaffGroupFactory,
    ThresholdFactory,
    WorkplaceFactory,
    leader_of,
)
from tests.staff.imports.sending import GOOD, HEADINGS, a_file, address, columns_of, send, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    owner = OwnerFactory()
    WorkplaceFactory(owner=owner, name="Elvestrand skole")
    PositionCodeFactory(code="7961")
    StaffGroupFactory(code="to-be-mapped")
    ThresholdFactory(code="many_leavers_percent", value=10)
    return owner


@pytest.fixture
def administrator(client, owner):
    user = MembershipFactory(role=Role.ADMINISTRATOR, owner=owner).user
    client.force_login(user)
    return user


# ── Sending in ───────────────────────────────────────────────────────────────────────────────────


def test_a_file_is_kept_and_its_columns_are_asked_for(client, owner, administrator):
    response = send(client, lists_everybody="yes")

    batch = ImportBatch.objects.get(owner=owner)
    assert (response.status_code, response.url) == (302, address("columns", batch))
    assert batch.lists_everybody is True
    assert batch.uploaded_by == administrator
    assert batch.file_name == "ansatte.csv"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        pytest.param({"file": None}, "file", id="no file"),
        pytest.param({"file": "not a file"}, "file", id="text in place of a file"),
        pytest.param({"file": a_file("")}, "file", id="empty"),
        pytest.param({"file": a_file(" \n\n ")}, "file", id="blank"),
        pytest.param({"file": a_file(b"%PDF-1.7 \xff\xfe", "ansatte.csv")}, "file", id="a PDF"),
        pytest.param({"file": a_file(b"PK\x03\x04 nothing")}, "file", id="damaged Excel"),
        pytest.param({"file": a_file(b"\xd0\xcf\x11\xe0 old", "a.xls")}, "file", id="old Excel"),
        pytest.param({"file": a_file("{", "a.json")}, "file", id="damaged JSON"),
        pytest.param({"file": a_file(HEADINGS)}, "file", id="headings alone"),
        pytest.param({"lists_everybody": None}, "lists_everybody", id="everybody or not"),
        pytest.param({"lists_everybody": "maybe"}, "lists_everybody", id="neither"),
        pytest.param({"counts_from": ""}, "counts_from", id="no day"),
        pytest.param({"counts_from": "31.02.2026"}, "counts_from", id="no such day"),
        pytest.param({"counts_from": "0001-01-01"}, "counts_from", id="long ago"),
        pytest.param({"counts_from": "9999-12-31"}, "counts_from", id="far ahead"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client, administrator, typed, field):
    response = send(client, **typed)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not ImportBatch.objects.exists()


def test_what_was_typed_is_still_there(client, administrator):
    text = text_of(send(client, file=None, lists_everybody="yes", counts_from="2026-12-24"))

    assert 'value="2026-12-24"' in text
    assert re.search(r'value="yes"[^>]* checked', text)


def test_too_large_a_file_is_refused_in_words(client, administrator, monkeypatch):
    monkeypatch.setattr("staff.importing.reading.MOST_BYTES", 100)

    response = send(client)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["file"]


def test_a_leader_sends_nothing_in(client, owner):
    client.force_login(leader_of(WorkplaceFactory(owner=owner)))

    response = send(client)

    assert response.status_code == 403
    assert not ImportBatch.objects.exists()


# ── The template ─────────────────────────────────────────────────────────────────────────────────


def test_the_template_is_recognised_and_names_nobody_real(client, owner, administrator):
    template = client.get(reverse("imports:template"))
    assert template.content.decode().startswith("\ufeff")
    send(client, file=a_file(template.content))

    batch = ImportBatch.objects.get(owner=owner)
    headings = next(template_rows())
    assert set(batch.columns.values()) == set(headings)
    ids = [row[headings.index(str(FIELDS[1].label))] for row in template_rows()][1:]
    assert [int(number[2:4]) > 80 for number in ids] == [True, True]


def test_the_columns_are_explained(client, administrator):
    response = client.get(reverse("imports:meanings"))

    assert response.status_code == 200
    assert len(response.context["columns"]) == len(next(template_rows()))


# ── Columns ──────────────────────────────────────────────────────────────────────────────────────


def test_known_headings_are_chosen_and_the_first_rows_shown(client, administrator):
    send(client, file=a_file(f"{HEADINGS}\n" + GOOD * 4))
    batch = ImportBatch.objects.get()

    response = client.get(address("columns", batch))

    assert response.context["form"]["number"].value() == "Ansattnummer"
    assert len(response.context["sample"]) == 5
    assert "kari@example.org" in text_of(response)


def test_a_national_id_number_is_not_shown(client, administrator):
    send(client, file=a_file(f"Fødselsnummer;{HEADINGS}\n15889010220;{GOOD}"))
    batch = ImportBatch.objects.get()

    assert "15889010220" not in text_of(client.get(address("columns", batch)))


def test_a_heading_that_stands_twice_is_said(client, administrator):
    send(client, file=a_file(f"Fornavn;{HEADINGS}\nx;{GOOD}"))

    text = text_of(client.get(address("columns", ImportBatch.objects.get())))

    assert "Fornavn (2)" in text


def test_choosing_starts_the_check(client, administrator):
    send(client)
    batch = ImportBatch.objects.get()

    response = client.post(address("columns", batch), columns_of(batch))

    batch.refresh_from_db()
    assert (response.status_code, response.url) == (302, address("detail", batch))
    assert batch.state == ImportState.CHECKING


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        pytest.param({"number": ""}, {"number"}, id="a required one left out"),
        pytest.param({"number": "Nope"}, {"number"}, id="a column the file does not have"),
        pytest.param({"first_name": "Etternavn"}, {"first_name", "last_name"}, id="chosen twice"),
    ],
)
def test_wrong_columns_are_said_beside_the_field(client, administrator, changed, fields):
    send(client)
    batch = ImportBatch.objects.get()

    response = client.post(address("columns", batch), {**columns_of(batch), **changed})

    batch.refresh_from_db()
    assert response.status_code == 422
    assert set(response.context["form"].errors) == fields
    assert batch.state == ImportState.UPLOADED


@pytest.mark.parametrize("state", [ImportState.CHECKED, ImportState.DISCARDED])
@pytest.mark.parametrize("method", ["get", "post"])
def test_columns_of_a_file_that_is_gone_cannot_be_chosen(
    client, owner, administrator, method, state
):
    batch = ImportBatchFactory(owner=owner, checked=True, state=state)

    response = getattr(client, method)(address("columns", batch), follow=True)

    batch.refresh_from_db()
    assert response.redirect_chain == [(address("detail", batch), 302)]
    assert 'role="alert"' in text_of(response)
    assert batch.state == state


def test_columns_are_not_chosen_while_a_worker_reads_the_file(client, administrator):
    send(client)
    batch = ImportBatch.objects.get()
    client.post(address("columns", batch), columns_of(batch))

    response = client.post(address("columns", batch), columns_of(batch), follow=True)

    assert 'role="alert"' in text_of(response)
    batch.refresh_from_db()
    assert batch.state == ImportState.CHECKING
