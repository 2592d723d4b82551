"""What may be attached, whatever it calls itself."""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from staff.files import JPEG, MAX_BYTES, PDF, PNG, content_type_of, safe_name

PDF_BYTES = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG_BYTES = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\0" * 30 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPEG_BYTES = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 30 + b"\xff\xd9"


def upload(content, name="file.pdf"):
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("content", "kind"), [(PDF_BYTES, PDF), (PNG_BYTES, PNG), (JPEG_BYTES, JPEG)]
)
def test_kind_is_known_by_content_and_not_by_name(content, kind):
    assert content_type_of(upload(content, "anything.exe")) == kind


def test_file_can_be_read_from_its_beginning_afterwards():
    file = upload(PDF_BYTES)
    content_type_of(file)
    assert file.read() == PDF_BYTES


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"MZ\x90\x00 a program", "wrong_kind"),
        (b"<html><script>alert(1)</script>", "wrong_kind"),
        (b"GIF89a", "wrong_kind"),
        (b"PK\x03\x04", "wrong_kind"),
        (b"\xff\xd8", "wrong_kind"),
        (b" " + PDF_BYTES, "wrong_kind"),
        (PDF_BYTES[:20], "damaged"),
        (PNG_BYTES[:30], "damaged"),
        (JPEG_BYTES[:20], "damaged"),
    ],
)
def test_other_files_are_refused(content, code):
    with pytest.raises(ValidationError) as refused:
        content_type_of(upload(content))
    assert refused.value.code == code


def test_size_is_limited_to_10_megabytes():
    at_most = PDF_BYTES + b"\0" * (MAX_BYTES - 2 * len(PDF_BYTES)) + PDF_BYTES
    assert len(at_most) == MAX_BYTES
    assert content_type_of(upload(at_most)) == PDF
    with pytest.raises(ValidationError) as refused:
        content_type_of(upload(at_most + b"\0"))
    assert refused.value.code == "too_large"


@given(st.binary(max_size=200))
def test_nothing_but_a_kind_or_a_refusal_comes_out(noise):
    for beginning in (b"", b"%PDF-", PNG_BYTES[:16], b"\xff\xd8\xff"):
        with suppress(ValidationError):
            assert content_type_of(upload(beginning + noise)) in {PDF, PNG, JPEG}


@pytest.mark.parametrize(
    ("name", "kind", "safe"),
    [
        ("vitnemål.pdf", PDF, "vitnemål.pdf"),
        ("Bilde.JPEG", JPEG, "Bilde.JPEG"),
        ("bilde.jpg", PNG, "bilde.jpg.png"),
        ("program.exe", PDF, "program.exe.pdf"),
        ("", PDF, "file.pdf"),
        ("foto\u202egnp.exe", PNG, "fotognp.exe.png"),
        ("null\x00.pdf", PDF, "null.pdf"),
    ],
)
def test_name_says_what_the_file_is(name, kind, safe):
    assert safe_name(name, kind) == safe
