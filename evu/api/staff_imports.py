"""Files of staff from an owner's own system: sent, and asked about. Applied by a person alone."""

import datetime
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone, translation
from ninja import Query, Router, Schema, Status
from ninja.errors import HttpError

from evu.api.keys import PerKey
from staff.importing import words
from staff.importing.reading import MOST_BYTES
from staff.models import ApiKey, ImportBatch, ImportProblem
from staff.services import imports as services
from staff.states import IllegalTransition
from staff.verdict import Refusal
from tenancy.acting import acting_for

PAGE_SIZE: Final = 100
router = Router(tags=["staff imports"])

FILE: Final[Mapping[str, Any]] = {"type": "string", "format": "binary"}
BODY: Final[Mapping[str, Any]] = {
    "required": True,
    "description": "The file alone, or as the part `file` of a form.",
    "content": {
        "text/csv": {"schema": FILE},
        "application/json": {"schema": {"description": "FINT, administrasjon.personal"}},
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {"schema": FILE},
        "multipart/form-data": {
            "schema": {"type": "object", "required": ["file"], "properties": {"file": FILE}}
        },
    },
}


class Detail(Schema):
    detail: str


class Sent(Schema):
    """How a file is to be read."""

    lists_everybody: bool
    counts_from: datetime.date | None = None
    file_name: str = "api"


class Problem(Schema):
    """The heading is row 1. A warning does not leave its row out."""

    row: int
    column: str
    code: str
    text: str
    is_warning: bool


class Problems(Schema):
    page: int
    pages: int
    total: int
    items: list[Problem]


class Import(Schema):
    """`counts`: kind of change → number. `unmapped`: position code without a group → rows."""

    id: int
    state: str
    format: str
    file_name: str
    lists_everybody: bool
    counts_from: datetime.date
    uploaded_at: datetime.datetime
    checked_at: datetime.datetime | None
    applied_at: datetime.datetime | None
    total_rows: int
    counts: dict[str, int]
    unmapped: dict[str, int]
    failure: str
    problems: Problems


@router.post(
    "/staff-imports",
    response={202: Import, 400: Detail, 409: Detail, 413: Detail, 422: Detail},
    summary="Send a file of staff; its check begins at once, it is applied by a person",
    throttle=PerKey("60/m"),
    openapi_extra={"requestBody": BODY},
)
def send(request: HttpRequest, sent: Query[Sent]) -> Any:
    key = _key(request)
    with _acting(key):
        try:
            batch = services.receive(
                key=key,
                file=_file(request, sent.file_name),
                lists_everybody=sent.lists_everybody,
                counts_from=sent.counts_from or timezone.localdate(),
                by=None,
            )
        except ValidationError as error:
            raise HttpError(422, " ".join(error.messages)) from None
        except (Refusal, IllegalTransition) as refusal:
            raise HttpError(409, str(refusal)) from None
        return Status(202, _shown(batch, page=1))


@router.get(
    "/staff-imports/{int:pk}",
    response={200: Import, 404: Detail},
    summary="How far a file has come, and what is wrong in it",
    throttle=PerKey("300/m"),
)
def show(request: HttpRequest, pk: int, page: int = 1) -> Any:
    key = _key(request)
    with _acting(key):
        batch = ImportBatch.objects.filter(owner=key.owner_id, pk=pk).first()
        if batch is None:
            raise HttpError(404, "There is no such file.")
        return _shown(batch, page=page)


def _key(request: HttpRequest) -> ApiKey:
    key: ApiKey = request.auth  # type: ignore[attr-defined]
    return key


@contextmanager
def _acting(key: ApiKey) -> Iterator[None]:
    """For the key's owner alone, and in its written language."""
    with acting_for([key.owner_id]), translation.override(key.owner.written_language):
        yield


def _file(request: HttpRequest, name: str) -> "UploadedFile[bytes]":
    """The part `file` of a form, else the whole body; never more of it than we can bear."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isascii() and length.isdigit() and int(length) > MOST_BYTES + 1_000_000:
        raise HttpError(413, f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
    if request.content_type == "multipart/form-data":
        found = request.FILES.get("file")
        if found is None:
            raise HttpError(400, "The form has no part called file.")
        return found
    plain = "".join(sign for sign in name if sign.isprintable() and sign not in "/\\")
    return SimpleUploadedFile(plain.strip(". ")[:200] or "api", request.read(MOST_BYTES + 1))


def _shown(batch: ImportBatch, *, page: int) -> Import:
    pages = Paginator(batch.problems.order_by("row", "pk"), PAGE_SIZE)
    shown = pages.get_page(page)
    counts = {name: found for name, found in batch.counts.items() if isinstance(found, int)}
    return Import(
        id=batch.pk,
        state=batch.state,
        format=batch.format,
        file_name=batch.file_name,
        lists_everybody=batch.lists_everybody,
        counts_from=batch.counts_from,
        uploaded_at=batch.uploaded_at,
        checked_at=batch.checked_at,
        applied_at=batch.applied_at,
        total_rows=batch.total_rows,
        counts=counts,
        unmapped=batch.counts.get("unmapped", {}),
        failure=batch.failure,
        problems=Problems(
            page=shown.number,
            pages=pages.num_pages,
            total=pages.count,
            items=[_problem(problem) for problem in shown],
        ),
    )


def _problem(problem: ImportProblem) -> Problem:
    return Problem(
        row=problem.row,
        column=problem.column,
        code=problem.code,
        text=words.sentence(problem),
        is_warning=words.is_warning(problem),
    )
