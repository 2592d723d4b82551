"""Files of courses: sent in or fetched, checked, applied as one, undone as a new fact."""

import hashlib
import re
from typing import Final

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from catalogue import policy
from catalogue.importing.json_files import MOST_BYTES, course_files
from catalogue.models import CatalogueFeed, CatalogueFile, Provider
from catalogue.queries.files import AT_WORK
from catalogue.services.file_undoing import refuse_what_is_in_the_way
from notifications.outbox import owe
from staff.importing.reading import Unreadable, read
from staff.importing.states import IMPORT_TRANSITIONS, ImportAction, ImportState
from staff.models import User
from staff.states import after
from staff.verdict import Refusal, require

_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f]")


@transaction.atomic
def send_in_courses(*, provider: Provider, file: "UploadedFile[bytes]", by: User) -> CatalogueFile:
    """Keep the file and owe its check. Raises ValidationError where it cannot be read at all."""
    require(policy.may_deliver(by, provider.pk))
    content = file.read(MOST_BYTES + 1)
    name = _UNSEEN.sub("", file.name or "")[-255:] or "file"
    return receive(provider, content, name, by=by, feed=None)


def receive(
    provider: Provider,
    content: bytes,
    name: str,
    *,
    by: User | None,
    feed: CatalogueFeed | None,
) -> CatalogueFile:
    """A file that has come in, from a person or a feed. Raises ValidationError."""
    try:
        table = read(content, course_files())
    except Unreadable as failure:
        raise ValidationError({"file": ValidationError(str(failure), code=failure.code)}) from None
    file = CatalogueFile.objects.create(
        provider=provider,
        state=ImportState.CHECKING,
        format=table.format,
        content=content,
        file_name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        feed=feed,
        uploaded_by=by,
        uploaded_at=timezone.now(),
    )
    record("courses.sent_in", subject=file, by=by, format=file.format, sha256=file.sha256)
    owe("catalogue.tasks.check_courses", file_id=file.pk)
    return file


@transaction.atomic
def check_courses(*, file: CatalogueFile, by: User) -> CatalogueFile:
    """Check the file once more, against what is known now."""
    file = _lock(file, by)
    file.state = after(IMPORT_TRANSITIONS, ImportState(file.state), ImportAction.CHECK)
    if not file.content:
        raise Refusal(str(Unreadable("gone")))
    file.failure = ""
    file.save(update_fields=["state", "failure"])
    owe("catalogue.tasks.check_courses", file_id=file.pk)
    return file


@transaction.atomic
def apply_courses(*, file: CatalogueFile, by: User) -> CatalogueFile:
    """Owe the changes that the check found. Raises Refusal."""
    file = _lock(file, by)
    file.state = after(IMPORT_TRANSITIONS, ImportState(file.state), ImportAction.APPLY)
    _refuse_at_work(file)
    file.applied_by = by
    file.save(update_fields=["state", "applied_by"])
    record("courses.apply_asked", subject=file, by=by)
    owe("catalogue.tasks.apply_courses", file_id=file.pk)
    return file


@transaction.atomic
def undo_courses(*, file: CatalogueFile, by: User) -> CatalogueFile:
    """Owe the undoing. Raises Refusal, with names, where something later stands in its way."""
    file = _lock(file, by)
    verdict = policy.may_step(by, file, ImportAction.UNDO)
    if not verdict:
        raise Refusal(verdict.reason)
    state = after(IMPORT_TRANSITIONS, ImportState(file.state), ImportAction.UNDO)
    _refuse_at_work(file)
    refuse_what_is_in_the_way(file)
    file.state = state
    file.save(update_fields=["state"])
    record("courses.undo_asked", subject=file, by=by)
    owe("catalogue.tasks.undo_courses", file_id=file.pk, user_id=by.pk)
    return file


@transaction.atomic
def discard_courses(*, file: CatalogueFile, by: User) -> CatalogueFile:
    """Drop a file that was not applied, with everything that was read from it."""
    file = _lock(file, by)
    return put_away(file, by=by)


@transaction.atomic
def drop_old_file(file_id: int) -> None:
    """One that nobody has applied for so long that nobody will; done twice, once."""
    waiting = CatalogueFile.objects.select_for_update(of=("self",)).filter(
        pk=file_id, state__in=(ImportState.CHECKED, ImportState.FAILED)
    )
    for file in waiting:
        put_away(file, by=None)


def put_away(file: CatalogueFile, *, by: User | None) -> CatalogueFile:
    """The same for a file that a newer one from the feed takes the place of."""
    file.state = after(IMPORT_TRANSITIONS, ImportState(file.state), ImportAction.DISCARD)
    file.content = b""
    file.save(update_fields=["state", "content"])
    file.changes.all().delete()
    file.problems.all().delete()
    record("courses.discarded", subject=file, by=by)
    return file


def _lock(file: CatalogueFile, by: User) -> CatalogueFile:
    rows = CatalogueFile.objects.select_for_update(of=("self",)).select_related("provider")
    file = rows.get(pk=file.pk)
    require(policy.may_deliver(by, file.provider_id))
    return file


def _refuse_at_work(file: CatalogueFile) -> None:
    """One at a time: the provider's row is locked, so that two who ask at once see each other."""
    Provider.objects.select_for_update(no_key=True).get(pk=file.provider_id)
    others = CatalogueFile.objects.filter(provider=file.provider_id, state__in=AT_WORK)
    if others.exclude(pk=file.pk).exclude(state=ImportState.CHECKING).exists():
        raise Refusal(_("Another file of courses is being applied just now."))
