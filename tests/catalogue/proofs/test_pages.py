"""My proofs, what others see, and whether one that somebody has been given holds."""

import io
import json
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from catalogue import services
from catalogue.models import Proof
from tests.catalogue.proofs.reading import (
    header_of,
    is_signed_by,
    payload_of,
    with_payload,
)
from tests.factories import CourseFactory, ProviderFactory, UserFactory
from tests.factories.catalogue_results import (
    completed_placement,
    completed_seat,
    past_run,
    proof_of,
    report,
    seated,
)

pytestmark = pytest.mark.django_db
PUBLIC_FILES = ("proofs:credential", "proofs:document", "proofs:status")


@pytest.fixture
def proof():
    course = CourseFactory(
        title="Veiledning av nyutdannede",
        description="Å veilede <script>alert(1)</script> nye kolleger.",
        provider=ProviderFactory(name="Fagskolen i Fjorden"),
        nqf_level="5.1",
    )
    person = UserFactory(first_name="Åse", last_name="Bråten")
    return proof_of(report(seated(past_run(course=course), participant=person), earned=25))


@pytest.fixture
def holder(client, proof):
    client.force_login(proof.holder)
    return client


@pytest.fixture
def anybody():
    """Not logged in."""
    return Client()


def at(name, proof):
    return reverse(name, args=[proof.key])


def revoke(proof):
    report(proof.seat, completed=False)
    proof.refresh_from_db()


def json_at(browser, url):
    return json.loads(browser.get(url).content)


# ── The holder ───────────────────────────────────────────────────────────────────────────────────


def test_my_proofs_are_mine_alone(holder, proof):
    other = proof_of()
    page = holder.get(reverse("proofs:index"))
    assert proof.get_absolute_url() in page.text
    assert other.get_absolute_url() not in page.text
    assert list(page.context["page"]) == [proof]


def test_without_any_it_says_when_they_come(client):
    client.force_login(UserFactory())
    page = client.get(reverse("proofs:index"))
    assert page.status_code == 200
    assert 'class="empty"' in page.text


def test_the_list_asks_the_database_as_often_for_one_as_for_three(holder, proof, query_count):
    once = query_count(lambda: holder.get(reverse("proofs:index")))
    for _number in range(2):
        proof_of(completed_seat(participant=proof.holder))
    assert query_count(lambda: holder.get(reverse("proofs:index"))) == once <= 12


def test_the_holders_page_has_the_address_and_the_files(holder, proof):
    page = holder.get(proof.get_absolute_url())
    assert page.templates[0].name == "proofs/mine.html"
    assert proof.credential["id"] in page.text
    for name in ("proofs:pdf", *PUBLIC_FILES[:2]):
        assert at(name, proof) in page.text


def test_the_holder_sees_what_others_see(holder, anybody, proof):
    shared = holder.get(proof.get_absolute_url(), {"view": "shared"})
    assert shared.templates[0].name == "proofs/shown.html"
    facts = {"proof": proof, "finding": "holds"}
    assert {name: shared.context[name] for name in facts} == facts


def test_the_tab_leads_to_my_proofs(holder):
    assert reverse("proofs:index") in holder.get(reverse("me:profile")).text


def test_revoked_the_holder_is_told_why_and_led_to_the_new_one(holder, proof, do_what_is_owed):
    report(proof.seat, earned=20)
    do_what_is_owed()
    new = Proof.objects.get(revoked_at=None)
    proof.refresh_from_db()
    page = holder.get(proof.get_absolute_url())
    assert proof.reason in page.text
    assert new.get_absolute_url() in page.text
    assert at("proofs:pdf", proof) not in page.text
    listed = holder.get(reverse("proofs:index")).text
    assert listed.count('class="ds-tag" data-color="danger"') == 1


# ── The PDF ──────────────────────────────────────────────────────────────────────────────────────


def pdf_text(content):
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_pdf_says_who_what_how_much_and_where_to_check(holder, proof):
    answer = holder.get(at("proofs:pdf", proof))
    assert answer["Content-Type"] == "application/pdf"
    assert 'filename="evu-veiledning-av-nyutdannede.pdf"' in answer["Content-Disposition"]
    text = pdf_text(answer.content)
    for said in ("Åse Bråten", "Veiledning av nyutdannede", "Fagskolen i Fjorden", "25", "5.1"):
        assert said in text
    assert proof.credential["id"] in text.replace(" ", "")
    about = PdfReader(io.BytesIO(answer.content))
    assert about.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Veiledning" in about.metadata.title


def test_the_pdf_of_a_placement(client):
    proof = proof_of(completed_placement())
    client.force_login(proof.holder)
    text = pdf_text(client.get(at("proofs:pdf", proof)).content)
    for said in ("Fjord Mekaniske", "37", "Sveise i aluminium"):
        assert said in text


def test_the_pdf_is_the_holders_alone(client, anybody, proof):
    client.force_login(UserFactory())
    assert client.get(at("proofs:pdf", proof)).status_code == 404
    assert anybody.get(at("proofs:pdf", proof)).status_code == 302


def test_there_is_no_pdf_of_a_proof_that_does_not_hold(holder, proof):
    revoke(proof)
    answer = holder.get(at("proofs:pdf", proof))
    assert answer.status_code == 409
    assert proof.reason in answer.text


# ── Anybody who has the address ──────────────────────────────────────────────────────────────────


def test_whoever_has_the_address_sees_that_it_is_genuine(anybody, proof):
    page = anybody.get(proof.get_absolute_url())
    assert page.templates[0].name == "proofs/shown.html"
    assert 'data-color="success"' in page.text
    for said in ("Åse Bråten", "Veiledning av nyutdannede", "Fagskolen i Fjorden"):
        assert said in page.text
    assert "<script>alert" not in page.text


def test_it_is_not_to_be_listed(anybody, proof):
    page = anybody.get(proof.get_absolute_url())
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in page.text
    assert page["Cache-Control"] == "no-store"


def test_revoked_it_says_so_and_nothing_about_the_person(anybody, proof):
    revoke(proof)
    page = anybody.get(proof.get_absolute_url())
    assert page.context["finding"] == "revoked"
    assert 'data-color="success"' not in page.text
    for secret in ("Åse", "Veiledning", proof.reason):
        assert secret not in page.text


def test_changed_in_the_database_it_does_not_hold(anybody, proof):
    changed = proof.credential
    changed["credentialSubject"]["creditsEarned"] = 60.0
    Proof.objects.filter(pk=proof.pk).update(credential=changed)
    page = anybody.get(proof.get_absolute_url())
    assert page.context["finding"] == "not_ours"
    assert 'data-color="success"' not in page.text
    assert "Åse" not in page.text


@pytest.mark.parametrize("name", ["proofs:detail", *PUBLIC_FILES])
def test_a_wrong_address_leads_nowhere(anybody, name):
    assert anybody.get(reverse(name, args=[uuid.uuid4()])).status_code == 404


# ── What machines read ───────────────────────────────────────────────────────────────────────────


def test_a_stranger_checks_the_signature_with_what_is_published(anybody, proof, settings):
    """From the file alone: the kid leads to the key, the key fits the signature."""
    answer = anybody.get(at("proofs:credential", proof))
    assert answer["Content-Type"] == "application/vc+jwt"
    token = answer.text
    kid = header_of(token)["kid"]
    jwk = json_at(anybody, kid.removeprefix(settings.PUBLIC_URL))
    assert jwk["kid"] == kid
    assert is_signed_by(token, jwk)
    assert jwk in json_at(anybody, reverse("proofs:keys"))["keys"]
    payload = payload_of(token)
    document = anybody.get(at("proofs:document", proof))
    assert document["Content-Type"] == "application/vc"
    assert json.loads(document.content).items() <= payload.items()
    issuer = anybody.get(payload["iss"].removeprefix(settings.PUBLIC_URL)).json()
    assert issuer == payload["issuer"]


def test_a_changed_file_does_not_fit_the_published_key(anybody, proof):
    payload = payload_of(proof.signed)
    payload["credentialSubject"]["creditsEarned"] = 60.0
    (jwk,) = json_at(anybody, reverse("proofs:keys"))["keys"]
    assert not is_signed_by(with_payload(proof.signed, payload), jwk)


def test_the_keys_hold_nothing_private_and_stay_after_a_new_one(anybody, proof):
    services.rotate_signing_key(by=None)
    keys = json_at(anybody, reverse("proofs:keys"))["keys"]
    assert len(keys) == 2
    assert all(key.keys() == {"kty", "n", "e", "alg", "use", "kid"} for key in keys)


def test_an_unknown_key_leads_nowhere(anybody):
    assert anybody.get(reverse("proofs:key", args=["x"])).status_code == 404


def test_the_status_names_no_other_proof(anybody, proof, settings):
    url = proof.credential["credentialStatus"]["id"].removeprefix(settings.PUBLIC_URL)
    other = proof_of()
    revoke(other)
    assert anybody.get(url).json()["revokedCredentials"] == []
    revoke(proof)
    listed = anybody.get(url).json()
    assert listed["revokedCredentials"] == [{"id": proof.credential["id"], "revoked": True}]
    assert listed["issuer"] == proof.credential["issuer"]["id"]


@pytest.mark.parametrize("name", ["proofs:keys", "proofs:issuer"])
def test_a_checker_in_another_sites_page_can_read_them(anybody, name):
    answer = anybody.get(reverse(name))
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "public, max-age=3600"
