"""What a worker does with a file of courses. Asked twice, the second time does nothing."""

import logging
from collections.abc import Callable
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from audit.services import record
from catalogue import messages
from catalogue.models import CatalogueFile, CatalogueFileProblem
from catalogue.queries import files as queries
from catalogue.services.file_survey import Survey, survey
from catalogue.services.file_undoing import put_all_back
from catalogue.services.file_writing import as_found, carry_out, keep_report, lock_everything
from staff.importing.reading import Unreadable
from staff.importing.states import IMPORT_TRANSITIONS, ImportAction, ImportState
from staff.models import User
from staff.services.import_survey import Tracker
from staff.states import after
from staff.verdict import Refusal

# Beyond this nobody reads on: the file is put right where it comes from.
MOST_PROBLEMS = 5_000
log = logging.getLogger(__name__)


class Overtaken(Exception):
    """What is known has changed since the check."""


@transaction.atomic
def check_file(file_id: int) -> None:
    """What the file would change, listed; or why it cannot be read."""
    file = _claim(file_id, ImportState.CHECKING)
    if file is None:
        return
    tracker = Tracker(queries.progress_key(file.pk), file.total_rows or 1)
    with translation.override(_language(file)):
        try:
            found = survey(file, tracker.tell)
        except Unreadable as failure:
            _go(file, ImportAction.FAIL, failure=str(failure))
        else:
            _keep(file, found)
            file.total_rows, file.counts = found.gathered.rows, found.counts()
            file.checked_at = timezone.now()
            _go(file, ImportAction.FOUND, failure="")
    tracker.end()
    record("courses.checked", subject=file, by=None, **_summary(file))
    if file.feed_id is not None:
        messages.courses_fetched(file)


@transaction.atomic
def apply_file(file_id: int) -> None:
    """All of it or nothing: what cannot be applied goes back to where it came from."""
    file = _claim(file_id, ImportState.APPLYING)
    if file is None:
        return
    tracker = Tracker(queries.progress_key(file.pk), file.total_rows)

    def write() -> None:
        lock_everything(file)
        found = survey(file, lambda done: tracker.tell(done // 2))
        if found.plan.digest() != file.counts["digest"]:
            raise Overtaken
        half = file.total_rows // 2
        kept = as_found(file, found.plan.not_in_file)
        rows = carry_out(file, found.plan.to_write, lambda done: tracker.tell(half + done // 2))
        keep_report(file, [*rows, *kept])

    if _whole(file, write, by=file.applied_by):
        file.applied_at = timezone.now()
        file.content = b""
        _go(file, ImportAction.DONE, failure="")
        record("courses.applied", subject=file, by=file.applied_by, **_summary(file))
    tracker.end()


@transaction.atomic
def undo_file(file_id: int, user_id: int) -> None:
    """The opposite of every change, as a file of its own."""
    file = _claim(file_id, ImportState.UNDOING)
    if file is None:
        return
    by = User.objects.get(pk=user_id)
    tracker = Tracker(
        queries.progress_key(file.pk), sum(file.counts.get(kind, 0) for kind in queries.CHANGES)
    )
    undoing: list[CatalogueFile] = []

    def write() -> None:
        lock_everything(file)
        undoing.append(put_all_back(file, by, tracker.tell))

    if _whole(file, write, by=by):
        _go(file, ImportAction.REVERSED, failure="")
        record("courses.undone", subject=file, by=by, **_summary(undoing[0]))
    tracker.end()


def _whole(file: CatalogueFile, write: Callable[[], None], *, by: User | None) -> bool:
    """Whether it went through. If not, nothing of it is left, and the file says why."""
    with translation.override(_language(file)):
        try:
            with transaction.atomic():
                write()
        except Overtaken:
            failure = _("Something has changed since the file was checked. Check it once more.")
        except (Unreadable, Refusal) as refused:
            failure = str(refused)
        except (IntegrityError, DataError):
            log.exception("file of courses %s could not be written", file.pk)
            failure = _("The changes do not fit what is registered now. Check the file once more.")
        else:
            return True
        _go(file, ImportAction.FAIL, failure=failure)
    record("courses.failed", subject=file, by=by, reason=failure)
    return False


def _claim(file_id: int, state: ImportState) -> CatalogueFile | None:
    """The file, locked, if it still waits for this."""
    rows = CatalogueFile.objects.select_for_update(of=("self",)).select_related(
        "provider", "uploaded_by", "applied_by", "feed__kept_by"
    )
    return rows.filter(pk=file_id, state=state).first()


def _go(file: CatalogueFile, action: ImportAction, *, failure: str) -> None:
    file.state = after(IMPORT_TRANSITIONS, ImportState(file.state), action)
    file.failure = failure
    file.save()


def _language(file: CatalogueFile) -> str:
    person = file.uploaded_by or (file.feed.kept_by if file.feed else None) or file.applied_by
    return str(person.written_language) if person else "nb"


def _summary(file: CatalogueFile) -> dict[str, Any]:
    counts = {name: found for name, found in file.counts.items() if isinstance(found, int)}
    return {"rows": file.total_rows, "failure": file.failure, "counts": counts}


def _keep(file: CatalogueFile, found: Survey) -> None:
    """The report: problems by row, and the changes."""
    file.problems.all().delete()
    problems = sorted(found.gathered.problems, key=lambda problem: problem.row)[:MOST_PROBLEMS]
    CatalogueFileProblem.objects.bulk_create(
        [
            CatalogueFileProblem(
                file=file, row=each.row, column=each.column, code=each.code, params=each.params
            )
            for each in problems
        ],
        batch_size=1000,
    )
    keep_report(file, as_found(file, found.plan.changes))
