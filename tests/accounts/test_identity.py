"""The keyed hash that log-ins elsewhere are matched by, and what the environment must say."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from evu import environment
from evu.accounts import elsewhere
from staff.identity import keyed_hash, person_known_as
from tests.accounts.people import NATIONAL_ID, known_as
from tests.factories import UserFactory


@pytest.mark.parametrize("written", ["058575 12345", "05 85 75 12345", " 05857512345 "])
def test_of_a_national_id_the_digits_count(written):
    assert keyed_hash("national_id", written) == keyed_hash("national_id", NATIONAL_ID)


@pytest.mark.parametrize("kind", ["feide", "entra"])
def test_of_a_name_neither_case_nor_space_around_it_counts(kind):
    assert keyed_hash(kind, " Kari@Skole.no ") == keyed_hash(kind, "kari@skole.no")
    assert keyed_hash(kind, "kari@skole.no") != keyed_hash(kind, "kari2@skole.no")


def test_the_same_words_of_another_kind_are_another_hash():
    assert keyed_hash("feide", "kari@skole.no") != keyed_hash("entra", "kari@skole.no")


def test_another_key_is_another_hash(settings):
    before = keyed_hash("national_id", NATIONAL_ID)
    assert len(before) == 64
    assert NATIONAL_ID not in before
    settings.IDENTITY_KEY = "another"
    assert keyed_hash("national_id", NATIONAL_ID) != before


@pytest.mark.parametrize(("kind", "value"), [("national_id", "x"), ("feide", " "), ("x", "1")])
def test_nothing_and_an_unknown_kind_are_not_hashed(kind, value):
    with pytest.raises(ValueError, match=r"."):
        keyed_hash(kind, value)


@pytest.mark.django_db
def test_a_person_is_found_by_what_is_registered():
    user = known_as(UserFactory(), "feide", "kari@skole.no")
    assert person_known_as("feide", "KARI@skole.no") == user
    assert person_known_as("entra", "kari@skole.no") is None
    assert person_known_as("feide", "") is None


# ── The environment ──────────────────────────────────────────────────────────────────────────────


def test_the_key_is_required_where_people_are_real(monkeypatch):
    for name in ("IDENTITY_KEY", "EVU_DEMO", "EVU_TEST"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ImproperlyConfigured, match="IDENTITY_KEY is not set"):
        environment.identity_key("secret")
    monkeypatch.setenv("EVU_DEMO", "1")
    assert environment.identity_key("secret") == environment.identity_key("secret")
    monkeypatch.setenv("IDENTITY_KEY", "mine")
    assert environment.identity_key("secret") == "mine"


@pytest.fixture
def nothing(monkeypatch):
    for name in environment.VARIABLES:
        if name.startswith(("FEIDE_", "IDPORTEN_", "ENTRA_")):
            monkeypatch.delenv(name, raising=False)


def test_without_anything_there_is_no_log_in_elsewhere(nothing):
    assert elsewhere.apps() == []


def test_what_is_usual_need_not_be_said(nothing, monkeypatch):
    monkeypatch.setenv("IDPORTEN_CLIENT_ID", "id")
    monkeypatch.setenv("IDPORTEN_CLIENT_SECRET", "secret")
    (app,) = elsewhere.apps()
    assert app["settings"]["server_url"] == "https://idporten.no"
    assert app["settings"]["acr"] == ["idporten-loa-substantial", "idporten-loa-high"]


@pytest.mark.parametrize("missing", ["ENTRA_CLIENT_SECRET", "ENTRA_URL"])
def test_half_a_place_is_said(nothing, monkeypatch, missing):
    monkeypatch.setenv("ENTRA_CLIENT_ID", "id")
    monkeypatch.setenv("ENTRA_CLIENT_SECRET", "secret")
    monkeypatch.setenv("ENTRA_URL", "https://login.microsoftonline.com/a-tenant/v2.0")
    assert len(elsewhere.apps()) == 1
    monkeypatch.delenv(missing)
    with pytest.raises(ImproperlyConfigured, match=f"{missing} is not set"):
        elsewhere.apps()


@pytest.mark.parametrize("tenant", ["common", "organizations", "consumers"])
def test_entra_is_one_tenant(nothing, monkeypatch, tenant):
    """Else anybody with a tenant of their own could call themselves whatever they like."""
    monkeypatch.setenv("ENTRA_CLIENT_ID", "id")
    monkeypatch.setenv("ENTRA_CLIENT_SECRET", "secret")
    monkeypatch.setenv("ENTRA_URL", f"https://login.microsoftonline.com/{tenant}/v2.0")
    with pytest.raises(ImproperlyConfigured, match="one tenant"):
        elsewhere.apps()
