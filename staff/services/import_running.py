"""What a worker does with a file of staff. Asked twice, the second time does nothing."""

import json
import logging
from collections.abc import Callable
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from audit.services import record
from staff.importing.plan import LEAVES, Change
from staff.importing.reading import Unreadable
from staff.importing.states import IMPORT_TRANSITIONS, ImportAction, ImportState
from staff.messages import imports as messages
from staff.models import ImportBatch, ImportChange, ImportProblem
from staff.queries.imports import progress_key
from staff.questions import ask
from staff.services import import_undoing
from staff.services import import_writing as writing
from staff.services.import_carrying import carry_out
from staff.services.import_files import drop_file
from staff.services.import_survey import Survey, Tracker, survey
from staff.states import after
from staff.verdict import Refusal

# Beyond this nobody reads on: the file is put right where it comes from.
MOST_PROBLEMS = 20_000
log = logging.getLogger(__name__)


@transaction.atomic
def check_file(batch_id: int) -> None:
    """What the file would change, listed; or why it cannot be read."""
    batch = _claim(batch_id, ImportState.CHECKING)
    if batch is None:
        return
    tracker = Tracker(progress_key(batch.pk), batch.total_rows or 1)
    with translation.override(_language(batch)):
        try:
            found = survey(batch, tracker.tell)
        except Unreadable as failure:
            _go(batch, ImportAction.FAIL, failure=str(failure))
        else:
            _keep(batch, found)
            batch.total_rows, batch.counts = found.total_rows, found.counts(batch)
            batch.checked_at = timezone.now()
            _go(batch, ImportAction.FOUND, failure="")
    tracker.end()
    record("import.checked", subject=batch, by=None, **_summary(batch))
    messages.import_checked(batch)


@transaction.atomic
def apply_file(batch_id: int) -> None:
    """All of it or nothing: what cannot be applied goes back to where it came from."""
    batch = _claim(batch_id, ImportState.APPLYING)
    if batch is None:
        return
    tracker = Tracker(progress_key(batch.pk), batch.total_rows)

    def write() -> None:
        found = survey(batch, lambda done: tracker.tell(done // 2))
        if found.plan.digest() != batch.counts["digest"]:
            raise writing.Overtaken
        carry_out(batch, found, lambda percent: tracker.tell(batch.total_rows * percent // 100))

    if _whole(batch, write):
        batch.applied_at = timezone.now()
        _go(batch, ImportAction.DONE, failure="")
        drop_file(batch)
        record("import.applied", subject=batch, by=batch.applied_by, **_summary(batch))
        messages.import_applied(batch)
    tracker.end()


@transaction.atomic
def undo_file(batch_id: int, user_id: int) -> None:
    """The inverse of every change, as a batch of its own."""
    batch = _claim(batch_id, ImportState.UNDOING)
    if batch is None:
        return
    tracker = Tracker(progress_key(batch.pk), batch.total_rows)
    undoing: list[ImportBatch] = []

    def write() -> None:
        undoing.append(import_undoing.put_all_back(batch, user_id, tracker.tell))

    if _whole(batch, write):
        _go(batch, ImportAction.REVERSED, failure="")
        made = undoing[0]
        record("import.undone", subject=batch, by=made.applied_by, **_summary(made))
        messages.import_undone(batch, made)
    tracker.end()


def _whole(batch: ImportBatch, write: Callable[[], None]) -> bool:
    """Whether it went through. If not, nothing of it is left, and the batch says why."""
    with translation.override(_language(batch)):
        try:
            with transaction.atomic():
                write()
        except writing.Overtaken:
            failure = _("Something has changed since the file was checked. Check it once more.")
        except (Unreadable, Refusal) as refused:
            failure = str(refused)
        except (IntegrityError, DataError):
            log.exception("staff import %s could not be written", batch.pk)
            failure = _("The changes do not fit what is registered now. Check the file once more.")
        else:
            return True
        _go(batch, ImportAction.FAIL, failure=failure)
    record("import.failed", subject=batch, by=batch.applied_by, reason=failure)
    messages.import_failed(batch)
    return False


def _claim(batch_id: int, state: ImportState) -> ImportBatch | None:
    """The batch, locked, if it still waits for this."""
    rows = ImportBatch.objects.select_for_update(of=("self",)).select_related(
        "owner", "uploaded_by", "api_key__made_by", "applied_by"
    )
    return rows.filter(pk=batch_id, state=state).first()


def _go(batch: ImportBatch, action: ImportAction, *, failure: str) -> None:
    batch.state = after(IMPORT_TRANSITIONS, ImportState(batch.state), action)
    batch.failure = failure
    batch.save()


def _language(batch: ImportBatch) -> str:
    person = batch.uploaded_by or batch.owner
    return str(person.written_language)


def _summary(batch: ImportBatch) -> dict[str, Any]:
    return {
        "rows": batch.total_rows,
        "failure": batch.failure,
        "counts": {name: found for name, found in batch.counts.items() if isinstance(found, int)},
    }


def _keep(batch: ImportBatch, found: Survey) -> None:
    """The report: problems by row, changes with what follows from them."""
    batch.problems.all().delete()
    batch.changes.all().delete()
    _add_consequences(batch, found.plan.changes)
    problems = sorted(found.entries.problems, key=lambda problem: problem.row)[:MOST_PROBLEMS]
    owner, key = batch.owner_id, batch.pk
    writing.insert(
        ImportProblem,
        ("owner_id", "batch_id", "row", "column", "code", "params"),
        [
            (owner, key, problem.row, problem.column, problem.code, json.dumps(problem.params))
            for problem in problems
        ],
    )
    write_changes(batch, found.plan.changes)


def write_changes(batch: ImportBatch, changes: list[Change]) -> None:
    writing.insert(
        ImportChange,
        ("owner_id", "batch_id", *import_undoing.CHANGE),
        [(batch.owner_id, batch.pk, *import_undoing.change_columns(change)) for change in changes],
    )


def _add_consequences(batch: ImportBatch, changes: list[Change]) -> None:
    leavers = {change.employee_id: change for change in changes if change.kind == LEAVES}
    if not leavers:
        return
    answers = ask(
        "consequences_of_leaving",
        employee_ids=[key for key in leavers if key is not None],
        on=batch.counts_from,
    )
    for answer in answers:
        for employee_id, lines in answer.items():
            leavers[employee_id].consequences += lines
