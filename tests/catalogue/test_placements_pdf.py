"""The agreement as PDF: made once, in the owner's language, kept, and given to those who see it."""

import hashlib
import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from audit.models import Event
from catalogue import agreements, services
from catalogue.letters import write_agreement
from staff.formats import day
from tests.factories import (
    MembershipFactory,
    OwnerFactory,
    UserFactory,
    WorkplaceFactory,
    contact_of,
    employee_at,
    officer_of,
)
from tests.factories.cases import fresh
from tests.factories.placements import TEXTS, a_business, agreed, parties_of, signed, wished

pytestmark = pytest.mark.django_db


def kept_agreement(**owner):
    """Of a placement all three have signed, with the PDF made."""
    workplace = WorkplaceFactory(owner=OwnerFactory(**owner))
    placement = signed(agreed(wished(employee_at(workplace))))
    write_agreement(event_id=Event.objects.get(kind="placement.signed").pk)
    return fresh(placement)


def content_of(placement):
    with placement.agreement.open("rb") as file:
        return file.read()


def text_of(content):
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join("\n".join(page.extract_text() for page in pages).split())


def address(placement):
    return reverse("placements:agreement_pdf", args=[placement.pk])


def test_it_says_what_was_signed_by_whom_and_when():
    placement = kept_agreement()
    content = content_of(placement)
    assert placement.agreement_sha256 == hashlib.sha256(content).hexdigest()
    text = text_of(content)
    expected = [
        *TEXTS.values(),
        str(placement.participant),
        str(placement.owner),
        str(placement.business),
        placement.trade.code,
        day(placement.starts_on).replace("\u00a0", " "),
        "tirsdag, torsdag",
    ]
    assert [part for part in expected if part not in text] == []
    assert agreements.digest(placement) in text.replace(" ", "")
    signatures = placement.signatures.all()
    assert len(signatures) == 3
    for signature in signatures:
        assert str(signature.signed_by) in text
        assert f"{signature.signed_at.astimezone():%Y}" in text


def test_it_is_written_in_the_owners_language():
    info = PdfReader(io.BytesIO(content_of(kept_agreement(written_language="nn"))))
    assert info.root_object["/Lang"] == "nn"


def test_it_is_made_once(do_what_is_owed):
    placement = kept_agreement()
    before = (placement.agreement.name, placement.agreement_sha256)
    do_what_is_owed()
    again = fresh(placement)
    assert (again.agreement.name, again.agreement_sha256) == before


def test_it_is_made_by_itself_when_all_three_have_signed(do_what_is_owed):
    placement = signed()
    do_what_is_owed()
    assert fresh(placement).agreement.name.startswith(f"placements/{placement.owner_id}/")


def test_the_three_and_the_owners_readers_download_it(client):
    placement = kept_agreement()
    for person in [*parties_of(placement), officer_of(placement.owner)]:
        client.force_login(person)
        answer = client.get(address(placement))
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Cache-Control"] == "private, no-store"
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
    strangers = (UserFactory(), contact_of(a_business()), officer_of(OwnerFactory()))
    for stranger in (*strangers, MembershipFactory(owner=placement.owner).user):
        client.force_login(stranger)
        assert client.get(address(placement)).status_code == 404


def test_there_is_none_before_all_three_have_signed(client):
    placement = agreed()
    services.sign(placement=placement, version=1, by=placement.participant)
    client.force_login(placement.participant)
    assert client.get(address(placement)).status_code == 404
