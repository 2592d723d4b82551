"""Files beside an application: what is taken, what is refused, who may read them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import gettext as _

from applications import services
from applications.models import Attachment
from tests.applications.addresses import url
from tests.factories import (
    UnionFactory,
    UserFactory,
    leader_of,
    representative_of,
)
from tests.factories.cases import fresh
from tests.staff.profile.test_files import PDF_BYTES

pytestmark = pytest.mark.django_db


def pdf(name="vitnemål.pdf", content=PDF_BYTES):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def test_file_is_added_and_the_text_kept(client, draft):
    answer = client.post(url("attach", draft), {"why": "Les vedlegget", "file": pdf()})
    assert answer.status_code == 302
    assert fresh(draft).why == "Les vedlegget"
    found = Attachment.objects.get()
    assert (found.name, found.content_type) == ("vitnemål.pdf", "application/pdf")


def test_next_takes_the_file_along(client, draft):
    client.post(url("step", draft, "why"), {"why": "Her", "file": pdf()})
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize(
    "content", [b"MZ program", b"", PDF_BYTES[:10], b"%PDF-" + b"\0" * (10 * 1024 * 1024)]
)
def test_file_that_is_refused_is_never_stored_and_the_text_is_given_back(
    client, draft, settings, content
):
    answer = client.post(url("attach", draft), {"why": "Min tekst", "file": pdf(content=content)})
    assert answer.status_code == 422
    assert "Min tekst" in answer.text
    assert not Attachment.objects.exists()
    assert not settings.MEDIA_ROOT.exists()


def test_same_file_twice_is_refused(client, draft):
    client.post(url("attach", draft), {"why": "", "file": pdf()})
    answer = client.post(url("attach", draft), {"why": "", "file": pdf("igjen.pdf")})
    assert answer.status_code == 422
    assert _("This file is already attached.") in answer.text


def test_a_file_is_taken_back_and_the_text_beside_it_kept(
    client, draft, django_capture_on_commit_callbacks
):
    client.post(url("attach", draft), {"why": "", "file": pdf()})
    found = Attachment.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            reverse("applications:detach", args=[found.pk]), {"why": "Uten vedlegg"}
        )
    assert answer.status_code == 302
    assert not Attachment.objects.exists()
    assert not found.file.storage.exists(found.file.name)
    assert fresh(draft).why == "Uten vedlegg"


def test_a_file_that_is_sent_stays_and_others_files_are_not_found(client, complete):
    client.post(url("attach", complete), {"why": complete.why, "file": pdf()})
    remove = reverse("applications:detach", args=[Attachment.objects.get().pk])
    client.force_login(leader_of(complete.workplace))
    assert client.post(remove).status_code == 404
    client.force_login(complete.applicant)
    services.submit(application=fresh(complete), by=complete.applicant)
    assert client.post(remove, {"why": "Borte"}).status_code == 403
    assert Attachment.objects.exists()


def test_adding_nothing_says_so(client, draft):
    answer = client.post(url("attach", draft), {"why": "Tekst"})
    assert answer.status_code == 422
    assert _("Choose a file first.") in answer.text


def test_there_is_room_for_ten_files(client, draft):
    for number in range(11):
        content = PDF_BYTES + str(number).encode()
        answer = client.post(url("attach", draft), {"why": "", "file": pdf(content=content)})
    assert answer.status_code == 422
    assert Attachment.objects.count() == 10


def test_attachment_is_downloaded_and_never_opened_in_our_site(client, draft):
    client.post(url("attach", draft), {"why": "", "file": pdf()})
    address = reverse("applications:attachment", args=[Attachment.objects.get().pk])
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == PDF_BYTES
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_attachment_is_for_those_who_may_read_the_case(client, complete, applicant):
    client.post(url("attach", complete), {"why": "x", "file": pdf()})
    address = reverse("applications:attachment", args=[Attachment.objects.get().pk])
    leader = leader_of(complete.workplace)
    for reader in (leader, UserFactory(), representative_of(UnionFactory(), complete.owner)):
        client.force_login(reader)
        assert client.get(address).status_code == 404  # a draft is the applicant's alone
    services.submit(application=complete, by=applicant)
    client.force_login(leader)
    answer = client.get(address)
    assert answer.status_code == 200
    answer.close()
