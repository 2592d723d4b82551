"""Whether a proof that somebody has been given holds; what is forged or unreadable."""

import hashlib
import hmac
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from catalogue import services
from tests.catalogue.proofs.reading import (
    encoded,
    header_of,
    payload_of,
    with_header,
    with_payload,
)
from tests.factories import UserFactory
from tests.factories.catalogue_results import completed_seat, proof_of, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def proof():
    return proof_of(completed_seat(participant=UserFactory(first_name="Åse", last_name="Bråten")))


@pytest.fixture
def anybody():
    """Not logged in."""
    return Client()


def revoke(proof):
    report(proof.seat, completed=False)
    proof.refresh_from_db()


def verified(browser, **data):
    return browser.post(reverse("proofs:verify"), data)


def finding(answer):
    assert answer.status_code == 200, answer.status_code
    return str(answer.context["checked"].finding)


def test_pasted_or_as_a_file_it_holds(anybody, proof):
    for given in (
        {"token": proof.signed},
        {"token": f"  {proof.signed[:90]}\r\n{proof.signed[90:]} \n"},
        {"file": SimpleUploadedFile("evu.jwt", proof.signed.encode() + b"\n")},
    ):
        answer = verified(anybody, **given)
        assert finding(answer) == "holds"
        assert "Åse Bråten" in answer.text


def test_the_address_leads_to_its_page(anybody, proof):
    assert verified(anybody, token=proof.credential["id"]).url == proof.get_absolute_url()


def test_revoked_is_said(anybody, proof):
    revoke(proof)
    answer = verified(anybody, token=proof.signed)
    assert finding(answer) == "revoked"
    assert "Åse" not in answer.text


def forged(proof):
    """Each a way to deceive."""
    payload = payload_of(proof.signed)
    more = json.loads(json.dumps(payload))
    more["credentialSubject"]["creditsEarned"] = 60.0
    other = proof_of()
    services.rotate_signing_key(by=None)
    newer = proof_of()
    other_key = header_of(newer.signed)["kid"]
    return {
        "more credits": with_payload(proof.signed, more),
        "somebody else's": with_payload(proof.signed, payload_of(other.signed)),
        "no signature": proof.signed.rpartition(".")[0] + ".",
        "alg none": with_header(proof.signed, alg="none").rpartition(".")[0] + ".",
        "alg HS256": with_header(proof.signed, alg="HS256"),
        "unknown key": with_header(proof.signed, kid="https://evil.example/keys/x/"),
        "no key": with_header(proof.signed, kid=None),
        "another of our keys": with_header(proof.signed, kid=other_key),
    }


def test_what_is_forged_does_not_hold(anybody, proof):
    found = {name: finding(verified(anybody, token=token)) for name, token in forged(proof).items()}
    assert found == dict.fromkeys(found, "not_ours")
    assert len(found) == 8


def test_signed_with_the_public_key_as_a_shared_secret_it_does_not_hold(anybody, proof):
    """The old trick: HS256 with what everybody can read as the secret."""
    head = with_header(proof.signed, alg="HS256").rpartition(".")[0]
    secret = json.dumps(proof.signed_with.public_jwk).encode()
    signature = hmac.new(secret, head.encode(), hashlib.sha256).digest()
    assert finding(verified(anybody, token=f"{head}.{encoded(signature)}")) == "not_ours"


def test_a_proof_whose_row_is_gone_does_not_hold(anybody, proof):
    token = proof.signed
    proof.delete()
    assert finding(verified(anybody, token=token)) == "not_ours"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "token"),
        ({"token": "   "}, "token"),
        ({"token": "Hei"}, "token"),
        ({"token": "a.b.c"}, "token"),
        ({"token": "{}"}, "token"),
        ({"token": "æ.ø.å"}, "token"),
        ({"token": "a" * 30_000}, "token"),
        ({"token": "x\x00y"}, "token"),
    ],
)
def test_what_is_no_proof_is_said_beside_its_field(anybody, given, field):
    answer = verified(anybody, **given)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a" * 30_000])
def test_a_file_that_is_no_proof_is_said_beside_its_field(anybody, content):
    answer = verified(anybody, file=SimpleUploadedFile("evu.jwt", content))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["file"]


def test_what_was_pasted_is_not_lost(anybody):
    assert "Hei på deg" in verified(anybody, token="Hei på deg").text
