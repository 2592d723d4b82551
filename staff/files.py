"""What may be attached: PDF, PNG and JPEG, known by their content and never by their name."""

import unicodedata
from pathlib import PurePosixPath
from typing import Final

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

MAX_BYTES: Final = 10 * 1024 * 1024
PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
# How a file of each kind begins, and what stands near its end when all of it has arrived.
BEGINS: Final = {PDF: b"%PDF-", PNG: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", JPEG: b"\xff\xd8\xff"}
ENDS: Final = {PDF: b"%%EOF", PNG: b"IEND\xaeB`\x82", JPEG: b"\xff\xd9"}
TAIL: Final = 2048
SUFFIXES: Final = {PDF: (".pdf",), PNG: (".png",), JPEG: (".jpg", ".jpeg")}


def content_type_of(upload: "UploadedFile[bytes]") -> str:
    """What the file is. Raises ValidationError on anything we do not take."""
    size = upload.size or 0
    if size > MAX_BYTES:
        raise ValidationError(
            _("The file is too large. It can be at most 10 MB."), code="too_large"
        )
    upload.seek(0)
    head = upload.read(32)
    upload.seek(max(0, size - TAIL))
    tail = upload.read(TAIL)
    upload.seek(0)
    kind = next((kind for kind, begins in BEGINS.items() if head.startswith(begins)), None)
    if kind is None:
        raise ValidationError(
            _("This is not a PDF, PNG or JPEG file. Save it as a PDF and try again."),
            code="wrong_kind",
        )
    if ENDS[kind] not in tail:
        raise ValidationError(
            _("The file is damaged: its end is missing. Save it again and retry."), code="damaged"
        )
    return kind


def safe_name(name: str, content_type: str) -> str:
    """The name without invisible characters, with an ending that says what the file is.

    Characters that turn the writing direction could make “gpj.exe” look like “exe.jpg”.
    """
    visible = "".join(char for char in name if unicodedata.category(char)[0] != "C").strip()
    suffixes = SUFFIXES[content_type]
    if PurePosixPath(visible).suffix.lower() in suffixes:
        return visible
    return f"{visible or 'file'}{suffixes[0]}"
