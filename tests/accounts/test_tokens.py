"""A token that does not hold lets nobody in, and says so in plain words."""

import base64
import json
import time

import pytest
import responses

from tests.accounts.people import NATIONAL_ID, is_logged_in, known_as
from tests.accounts.provider import ISSUER, KEY, OTHER_KEY, signed
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def somebody():
    """Whom every token below would let in if it held."""
    return known_as(UserFactory(), "national_id", NATIONAL_ID)


def assert_refused(page, client, status=401):
    assert page.status_code == status
    assert "socialaccount/authentication_error.html" in [t.name for t in page.templates]
    assert str(page.context["text"])
    assert not is_logged_in(client)


def test_a_token_that_holds_lets_in(idporten, client):
    assert idporten.log_in(pid=NATIONAL_ID).status_code == 302
    assert is_logged_in(client)


def test_wrong_audience(idporten, client):
    assert_refused(idporten.log_in(pid=NATIONAL_ID, aud="another-client"), client)


def test_wrong_issuer(idporten, client):
    assert_refused(idporten.log_in(pid=NATIONAL_ID, iss="https://evil.example.org"), client)


def test_wrong_nonce(idporten, client):
    assert_refused(idporten.log_in(pid=NATIONAL_ID, nonce="of-another-log-in"), client)


def test_no_nonce(idporten, client):
    assert_refused(idporten.log_in(pid=NATIONAL_ID, nonce=None), client)


def test_too_low_a_level(idporten, client):
    page = idporten.log_in(pid=NATIONAL_ID, acr="idporten-loa-low")
    assert_refused(page, client)
    assert "BankID" in page.text


def test_no_level(idporten, client):
    assert_refused(idporten.log_in(pid=NATIONAL_ID, acr=None), client)


def test_a_higher_level_than_asked_for_is_good_enough(idporten, client):
    idporten.log_in(pid=NATIONAL_ID, acr="idporten-loa-high")
    assert is_logged_in(client)


def test_wrong_signature(idporten, client):
    idporten.begin()
    forged = signed(idporten.claims(pid=NATIONAL_ID), key=OTHER_KEY)
    assert_refused(idporten.come_back(forged), client)


def test_changed_after_signing(idporten, client):
    idporten.begin()
    head, _body, signature = signed(idporten.claims(pid="01819012345")).split(".")
    body = base64.urlsafe_b64encode(json.dumps(idporten.claims(pid=NATIONAL_ID)).encode())
    forged = f"{head}.{body.decode().rstrip('=')}.{signature}"
    assert_refused(idporten.come_back(forged), client)


def test_unsigned(idporten, client):
    idporten.begin()
    claims = idporten.claims(pid=NATIONAL_ID)
    assert_refused(idporten.come_back(signed(claims, key=None, alg="none")), client)


def test_signed_with_what_both_know(idporten, client):
    """A client secret is no private key, and neither is the public one."""
    idporten.begin()
    claims = idporten.claims(pid=NATIONAL_ID)
    forged = signed(claims, key="a-secret-that-is-long-enough-for-hs256", alg="HS256")
    assert_refused(idporten.come_back(forged), client)


def test_signed_with_a_key_nobody_knows(idporten, client):
    idporten.begin()
    assert_refused(idporten.come_back(signed(idporten.claims(pid=NATIONAL_ID), kid="x")), client)


def test_expired(idporten, client):
    gone = int(time.time()) - 120
    assert_refused(idporten.log_in(pid=NATIONAL_ID, iat=gone - 60, exp=gone), client)


def test_without_an_end(idporten, client):
    assert_refused(idporten.log_in(pid=NATIONAL_ID, exp=None), client)


def test_made_for_somebody_elses_use(idporten, client):
    page = idporten.log_in(pid=NATIONAL_ID, aud=["idporten-client", "another"], azp="another")
    assert_refused(page, client)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "....", "\x00"])
def test_no_token_at_all(idporten, client, token):
    idporten.begin()
    assert_refused(idporten.come_back(token), client)


@pytest.mark.parametrize("answer", ["[]", '"x"', "{}", '{"access_token": 1}', "<html>", ""])
def test_an_answer_that_is_no_answer(idporten, client, answer):
    idporten.begin()
    responses.post(f"{ISSUER}/token", body=answer, content_type="application/json")
    page = idporten.call_back(code="x", state=idporten.asked["state"])
    assert page.status_code in (401, 502)
    assert not is_logged_in(client)


# ── State ────────────────────────────────────────────────────────────────────────────────────────


def test_a_state_is_used_once(idporten, client):
    idporten.log_in(pid=NATIONAL_ID)
    client.logout()
    assert_refused(idporten.call_back(code="a-code", state=idporten.asked["state"]), client)


def test_a_state_is_used_once_also_after_a_refusal(idporten, client):
    idporten.begin()
    state = idporten.asked["state"]
    assert_refused(idporten.call_back(error="server_error", state=state), client)
    assert_refused(idporten.come_back(pid=NATIONAL_ID), client)


def test_a_state_belongs_to_one_browser(idporten, client, django_user_model):
    from django.test import Client

    idporten.begin()
    idporten.client = Client()
    assert_refused(idporten.come_back(pid=NATIONAL_ID), idporten.client)


def test_a_state_belongs_to_one_place(idporten, feide, client):
    idporten.begin()
    feide.asked = idporten.asked
    assert_refused(feide.come_back(pid=NATIONAL_ID), client)


@pytest.mark.parametrize(
    "query", [{}, {"code": "x"}, {"state": "x"}, {"code": "\x00", "state": "é"}]
)
def test_nobody_asked_for_this(idporten, client, query):
    assert_refused(idporten.call_back(**query), client)


def test_breaking_off_is_no_fault(idporten, client):
    idporten.begin()
    page = idporten.call_back(error="access_denied", state=idporten.asked["state"])
    assert_refused(page, client)
    assert "socialaccount/authentication_error.html" in [t.name for t in page.templates]


def test_a_refusal_is_logged_with_one_word_and_no_claim(idporten, client, caplog):
    idporten.log_in(pid=NATIONAL_ID, nonce="of-another-log-in")
    assert "nonce" in caplog.text
    assert NATIONAL_ID not in caplog.text
    assert "of-another-log-in" not in caplog.text


def test_the_key_of_the_test_is_the_key_of_the_provider():
    """Else every refusal above would be one of the signature."""
    assert KEY.public_key().public_numbers() != OTHER_KEY.public_key().public_numbers()
