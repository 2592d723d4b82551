"""Uploaded files and what was read from them: gone as soon as they are done with."""

import datetime
from collections.abc import Iterator
from typing import Final

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from audit.services import record
from staff.importing.states import IMPORT_TRANSITIONS, ImportAction, ImportState
from staff.models import ImportBatch

FOLDER: Final = "staff-files"  # as the model's upload_to has it


def drop_file(batch: ImportBatch) -> None:
    """The row forgets its file now, the disk once that is certain."""
    name, storage = batch.file.name, batch.file.storage
    batch.file = ""
    batch.save(update_fields=["file"])
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def drop_findings(batch: ImportBatch) -> None:
    """Of a file that is not applied: nothing of what it said is kept."""
    batch.changes.all().delete()
    batch.problems.all().delete()


@transaction.atomic
def drop_old_file(batch_id: int) -> None:
    """A file that nobody applied is discarded; of one that is applied the changes are kept."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    arrow = IMPORT_TRANSITIONS[ImportState(batch.state)].get(ImportAction.DISCARD)
    if arrow is not None:
        batch.state = arrow
        batch.save(update_fields=["state"])
        drop_findings(batch)
    batch.problems.all().delete()
    drop_file(batch)
    record("import.file_dropped", subject=batch, by=None, state=batch.state)


def sweep_strays() -> int:
    """Files no row knows: left by an upload that was rolled back. Returns how many were deleted."""
    known = set(ImportBatch.objects.exclude(file="").values_list("file", flat=True))
    yesterday = timezone.now() - datetime.timedelta(days=1)
    swept = 0
    for name in _stored():
        if name not in known and default_storage.get_modified_time(name) < yesterday:
            default_storage.delete(name)
            swept += 1
    return swept


def _stored() -> Iterator[str]:
    try:
        owners, _ = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    for owner in owners:
        _, names = default_storage.listdir(f"{FOLDER}/{owner}")
        yield from (f"{FOLDER}/{owner}/{name}" for name in names)
