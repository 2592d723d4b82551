"""Files of staff from an owner's system: with a key, for one owner, never applied by itself."""

import datetime
import json

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from evu.api import keys
from staff import services
from staff.importing.states import ImportState
from staff.models import ApiKey, Employee, ImportBatch
from tests.factories import ImportBatchFactory, ImportProblemFactory, PositionCodeFactory
from tests.staff.imports.files import Office, csv_of, person, work, xlsx_of

pytestmark = pytest.mark.django_db
URL = "/api/staff-imports?lists_everybody=true"


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def key(office):
    in_a_year = timezone.localdate() + datetime.timedelta(days=365)
    return services.make_api_key(owner=office.owner, name="Lønn", ends_on=in_a_year, by=office.by)


@pytest.fixture
def ask(client, key):
    """GET or POST with the key."""

    def send(url, content=None, content_type="text/csv", *, secret=key[1], **data):
        headers = {"Authorization": f"Bearer {secret}"}
        if data:
            return client.post(url, data, headers=headers)
        if content is None:
            return client.get(url, headers=headers)
        return client.post(url, content, content_type=content_type, headers=headers)

    return send


def test_a_file_is_kept_and_checked_and_not_applied(office, key, ask):
    response = ask(URL + "&file_name=natt.csv&counts_from=2026-11-01", csv_of(person(1)))

    assert response.status_code == 202
    batch = ImportBatch.objects.get()
    assert (batch.owner, batch.api_key, batch.uploaded_by) == (office.owner, key[0], None)
    assert (batch.file_name, str(batch.counts_from)) == ("natt.csv", "2026-11-01")
    assert response.json()["state"] == batch.state == ImportState.CHECKING
    work(batch)
    found = ask(f"/api/staff-imports/{batch.pk}").json()
    assert (found["state"], found["counts"]["joins"], found["total_rows"]) == ("checked", 1, 1)
    assert found["unmapped"] == {}
    assert not Employee.objects.filter(owner=office.owner).exists()


def test_it_comes_as_a_form_too(ask):
    file = SimpleUploadedFile("ansatte.csv", csv_of(person(1)))

    assert ask(URL, file=file).status_code == 202
    assert ImportBatch.objects.get().file_name == "ansatte.csv"


@pytest.mark.parametrize(
    ("name", "kept"),
    [("..", "api"), ("a%00b", "ab"), ("../../x.csv", "x.csv"), ("%E2%80%AEx", "x")],
)
def test_a_strange_name_is_made_plain(ask, name, kept):
    assert ask(f"{URL}&file_name={name}", csv_of(person(1))).json()["file_name"] == kept


def test_it_comes_as_excel_and_as_fint(ask):
    rows = [line.split(";") for line in csv_of(person(1)).decode().splitlines()]
    fint = json.dumps([{"ansattnummer": {"identifikatorverdi": "1"}, "arbeidsforhold": [{}]}])

    assert ask(URL, xlsx_of(*rows), "application/octet-stream").json()["format"] == "xlsx"
    assert ask(URL, fint, "application/json").json()["format"] == "fint"


def test_what_is_wrong_is_said_by_row_and_column_and_has_pages(office, ask):
    batch = ImportBatchFactory(owner=office.owner, checked=True)
    ImportProblemFactory.create_batch(101, batch=batch)

    found = ask(f"/api/staff-imports/{batch.pk}?page=2").json()["problems"]

    assert (found["page"], found["pages"], found["total"]) == (2, 2, 101)
    (last,) = found["items"]
    assert last["column"] == "Stillingsprosent"
    assert "“full”" in last["text"] or "«full»" in last["text"]
    assert last["is_warning"] is False


@pytest.mark.parametrize("url", ["/api/staff-imports/{}", "/api/staff-imports/{}?page=1"])
def test_another_owners_file_does_not_exist(ask, url):
    response = ask(url.format(ImportBatchFactory(checked=True).pk))

    assert response.status_code == 404
    assert response.json() == {"detail": "There is no such file."}


def revoke(key):
    ApiKey.objects.filter(pk=key.pk).update(revoked_at=timezone.now())


def end(key):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    ApiKey.objects.filter(pk=key.pk).update(ends_on=yesterday)


@pytest.mark.parametrize("spoil", [revoke, end])
def test_a_key_that_no_longer_counts_opens_nothing(key, ask, spoil):
    spoil(key[0])

    response = ask(URL, csv_of(person(1)))

    assert response.status_code == 401
    assert list(response.json()) == ["detail"]
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer evu_wrong"}])
def test_without_a_key_there_is_no_log_in_page_but_a_no(client, header):
    response = client.get("/api/staff-imports/1", headers=header)

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_a_session_is_no_key(client, office):
    client.force_login(office.by)

    assert client.get("/api/staff-imports/1").status_code == 401


def test_keys_are_not_guessed_for_long(ask, monkeypatch):
    monkeypatch.setattr(keys, "WRONG_KEYS_A_MINUTE", 3)

    found = [ask(URL, b"a;b", secret=f"evu_{number}").status_code for number in range(5)]

    assert found == [401, 401, 401, 429, 429]


def test_one_key_may_ask_so_often_and_no_more(ask):
    found = [ask(URL, b"a").status_code for _ in range(61)]

    assert set(found[:60]) == {422}
    assert found[60] == 429


def test_the_day_a_key_was_last_used_is_known(key, ask):
    ask("/api/staff-imports/1")

    key[0].refresh_from_db()
    assert key[0].last_used_on == timezone.localdate()
    assert key[0].key_hash != key[1]


@pytest.mark.parametrize(
    ("url", "content", "status"),
    [
        ("/api/staff-imports", csv_of(person(1)), 422),
        ("/api/staff-imports?lists_everybody=perhaps", csv_of(person(1)), 422),
        (URL + "&counts_from=2020-01-01", csv_of(person(1)), 422),
        (URL + "&counts_from=i%20dag", csv_of(person(1)), 422),
        (URL, b"", 422),
        (URL, b"%PDF-1.7", 422),
        (URL, b"Kolonne;En annen\n1;2\n", 422),
    ],
)
def test_what_cannot_be_used_is_said_in_words(ask, url, content, status):
    response = ask(url, content)

    assert response.status_code == status
    assert list(response.json()) == ["detail"]
    assert isinstance(response.json()["detail"], str)
    assert not ImportBatch.objects.exists()


def test_a_form_without_a_file(ask):
    assert ask(URL, other="1").json() == {"detail": "The form has no part called file."}


def test_too_large_a_file_is_not_even_read(client, key):
    response = client.post(
        URL,
        b"x",
        content_type="text/csv",
        headers={"Authorization": f"Bearer {key[1]}"},
        CONTENT_LENGTH="60000000",
    )

    assert response.status_code == 413


def test_columns_chosen_once_by_a_person_are_known_to_the_system(office, ask):
    PositionCodeFactory(code="7962")
    content = csv_of(person(1)).replace(b"Stillingsprosent", b"Omfang")
    assert ask(URL, content).status_code == 422
    batch = office.upload(content)
    services.map_columns(batch=batch, columns={**batch.columns, "percent": "Omfang"}, by=office.by)

    assert ask(URL, content).status_code == 202


def test_it_is_described_and_no_page_of_scripts_comes_with_it(client):
    described = client.get("/api/openapi.json").json()

    assert described["openapi"].startswith("3.1")
    assert set(described["paths"]) == {"/api/staff-imports", "/api/staff-imports/{pk}"}
    assert client.get("/api/docs").status_code in (302, 404)
