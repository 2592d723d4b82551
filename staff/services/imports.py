"""Files of staff: upload, choose columns, check, apply as one, undo as a new fact, discard."""

import datetime
import hashlib
import uuid
from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.services import record
from notifications.outbox import owe
from staff.importing import columns as known
from staff.importing.reading import MOST_BYTES, Unreadable, read
from staff.importing.states import IMPORT_TRANSITIONS, ImportAction, ImportState
from staff.models import ApiKey, ImportBatch, ImportMapping, Owner, User
from staff.policy import imports as policy
from staff.queries.imports import headings_of
from staff.services.api_keys import make_api_key, revoke_api_key
from staff.services.import_files import drop_file, drop_findings
from staff.services.import_undoing import plan_undoing
from staff.states import after
from staff.verdict import Refusal, require

__all__ = [
    "apply",
    "check",
    "discard",
    "make_api_key",
    "map_columns",
    "receive",
    "revoke_api_key",
    "undo",
    "upload",
]
# A file counts from a day near today: further away it is a slip of the pen.
FURTHEST: Final = datetime.timedelta(days=366)


@transaction.atomic
def upload(
    *,
    owner: Owner,
    file: "UploadedFile[bytes]",
    lists_everybody: bool,
    counts_from: datetime.date,
    by: User,
) -> ImportBatch:
    """Keep the file, know what it is by its content, and guess its columns.

    Raises ValidationError, in words, where it cannot be read at all.
    """
    require(policy.may_import(by, owner.pk))
    return _receive(owner, file, lists_everybody, counts_from, {"uploaded_by": by}, by)


@transaction.atomic
def receive(
    *,
    key: ApiKey,
    file: "UploadedFile[bytes]",
    lists_everybody: bool,
    counts_from: datetime.date,
    by: User | None,
) -> ImportBatch:
    """The same from a system that holds a key. With known columns the check begins at once.

    Raises ValidationError, in words, where the file cannot be read, or columns are not known.
    """
    batch = _receive(key.owner, file, lists_everybody, counts_from, {"api_key": key}, by)
    _begin_check(batch)
    return batch


@transaction.atomic
def map_columns(*, batch: ImportBatch, columns: Mapping[str, str], by: User) -> ImportBatch:
    """Say which heading holds which field, remember it for the owner, and start the check.

    Raises ValidationError with one text per field.
    """
    batch = _lock(batch, by)
    chosen = {name: heading for name, heading in columns.items() if heading}
    headings = _headings(batch)
    _refuse_wrong_columns(chosen, headings)
    batch.columns = chosen
    _remember(batch, headings)
    _begin_check(batch)
    record("import.columns_chosen", subject=batch, by=by, columns=sorted(chosen))
    return batch


@transaction.atomic
def check(*, batch: ImportBatch, by: User) -> ImportBatch:
    """Check the file once more with the columns it has."""
    batch = _lock(batch, by)
    _begin_check(batch)
    return batch


@transaction.atomic
def apply(*, batch: ImportBatch, leavers_confirmed: int | None, by: User) -> ImportBatch:
    """Owe the changes that the check found. Many leavers at once: their number is confirmed.

    Raises Refusal.
    """
    batch = _lock(batch, by)
    batch.state = _after(batch, ImportAction.APPLY)
    _refuse_at_work(batch)
    leavers = batch.counts.get("leaves", 0)
    if policy.must_confirm(batch) and leavers_confirmed != leavers:
        raise Refusal(
            ngettext(
                "%(count)s person would leave. Confirm the number.",
                "%(count)s people would leave. Confirm the number.",
                leavers,
            )
            % {"count": leavers}
        )
    batch.applied_by = by
    batch.save(update_fields=["state", "applied_by"])
    record("import.apply_asked", subject=batch, by=by)
    owe("staff.tasks.apply_import", owner_id=batch.owner_id, batch_id=batch.pk)
    return batch


@transaction.atomic
def undo(*, batch: ImportBatch, by: User) -> ImportBatch:
    """Owe the undoing. Raises Refusal, with names, where something later stands in its way."""
    batch = _lock(batch, by)
    state = _after(batch, ImportAction.UNDO)
    verdict = policy.offer(by, batch, ImportAction.UNDO)
    if not verdict:
        raise Refusal(verdict.reason)
    _refuse_at_work(batch)
    plan_undoing(batch)
    batch.state = state
    batch.save(update_fields=["state"])
    record("import.undo_asked", subject=batch, by=by)
    owe("staff.tasks.undo_import", owner_id=batch.owner_id, batch_id=batch.pk, user_id=by.pk)
    return batch


@transaction.atomic
def discard(*, batch: ImportBatch, by: User) -> ImportBatch:
    """Drop a file that was not applied, with everything that was read from it."""
    batch = _lock(batch, by)
    batch.state = _after(batch, ImportAction.DISCARD)
    batch.save(update_fields=["state"])
    drop_findings(batch)
    drop_file(batch)
    record("import.discarded", subject=batch, by=by)
    return batch


def _receive(
    owner: Owner,
    file: "UploadedFile[bytes]",
    lists_everybody: bool,  # noqa: FBT001
    counts_from: datetime.date,
    sender: Mapping[str, Any],
    by: User | None,
) -> ImportBatch:
    _refuse_far_day(counts_from)
    content = _content(file)
    try:
        table = read(content)
    except Unreadable as failure:
        raise ValidationError({"file": ValidationError(str(failure), code=failure.code)}) from None
    remembered = ImportMapping.objects.filter(owner=owner, format=table.format).first()
    columns = known.guess(table.headings)
    if remembered is not None:
        columns = known.still_there(remembered.columns, table.headings) or columns
    if "api_key" in sender:
        _refuse_unknown_columns(columns)
    batch = ImportBatch(
        owner=owner,
        format=table.format,
        file_name=(file.name or "file")[-255:],
        sha256=hashlib.sha256(content).hexdigest(),
        columns=columns,
        lists_everybody=lists_everybody,
        counts_from=counts_from,
        uploaded_at=timezone.now(),
        **sender,
    )
    batch.file.save(f"{uuid.uuid4().hex}.{table.format}", ContentFile(content), save=False)
    batch.save()
    record(
        "import.uploaded",
        subject=batch,
        by=by,
        format=batch.format,
        sha256=batch.sha256,
        key=batch.api_key.prefix if batch.api_key else None,
    )
    return batch


def _refuse_unknown_columns(columns: Mapping[str, str]) -> None:
    """A person can choose columns, a system cannot. Asked before the file is kept."""
    missing = [
        str(field.label) for field in known.FIELDS if field.required and field.name not in columns
    ]
    if missing:
        raise ValidationError(
            _("We do not recognise the columns for: %(fields)s. Upload one file by hand first.")
            % {"fields": ", ".join(missing)}
        )


def _content(file: "UploadedFile[bytes]") -> bytes:
    """Raises ValidationError before too much is read."""
    content: bytes = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        failure = Unreadable("too_large", most=MOST_BYTES // 1_000_000)
        raise ValidationError({"file": ValidationError(str(failure), code=failure.code)})
    return content


def _refuse_far_day(day: datetime.date) -> None:
    if abs(day - timezone.localdate()) > FURTHEST:
        text = _("Choose a day within a year from today.")
        raise ValidationError({"counts_from": ValidationError(text, code="too_far")})


def _refuse_wrong_columns(chosen: Mapping[str, str], headings: list[str]) -> None:
    errors: dict[str, str] = {}
    for name in known.REQUIRED:
        if name not in chosen:
            errors[name] = _("Choose the column. We cannot do without it.")
    for name, heading in chosen.items():
        if name not in known.NAMES:
            raise ValidationError(_("There is no such field: %(name)s.") % {"name": name})
        if heading not in headings:
            errors[name] = _("The file has no such column. Choose one that it has.")
    if errors:
        raise ValidationError(errors)


def _headings(batch: ImportBatch) -> list[str]:
    try:
        return headings_of(batch)
    except Unreadable as failure:
        raise Refusal(str(failure)) from None


def _remember(batch: ImportBatch, headings: list[str]) -> None:
    """For the next file. A column this file does not have is no choice: the earlier one stays."""
    mapping, _is_new = ImportMapping.objects.get_or_create(owner=batch.owner, format=batch.format)
    earlier = {
        name: heading for name, heading in mapping.columns.items() if heading not in headings
    }
    mapping.columns = earlier | batch.columns
    mapping.save(update_fields=["columns"])


def _begin_check(batch: ImportBatch) -> None:
    batch.state = _after(batch, ImportAction.CHECK)
    if not batch.file:
        raise Refusal(str(Unreadable("gone")))
    batch.failure = ""
    batch.save(update_fields=["state", "columns", "failure"])
    owe("staff.tasks.check_import", owner_id=batch.owner_id, batch_id=batch.pk)


def _after(batch: ImportBatch, action: ImportAction) -> ImportState:
    return after(IMPORT_TRANSITIONS, ImportState(batch.state), action)


def _refuse_at_work(batch: ImportBatch) -> None:
    """One at a time: the owner's row is locked, so that two who ask at once see each other."""
    Owner.objects.select_for_update(no_key=True).get(pk=batch.owner_id)
    at_work = ImportBatch.objects.filter(
        owner=batch.owner_id, state__in=(ImportState.APPLYING, ImportState.UNDOING)
    )
    if at_work.exists():
        raise Refusal(_("Another staff file is being applied just now."))


def _lock(batch: ImportBatch, by: User) -> ImportBatch:
    rows = ImportBatch.objects.select_for_update(of=("self",)).select_related("owner", "api_key")
    batch = rows.get(pk=batch.pk)
    require(policy.may_import(by, batch.owner_id))
    return batch
