"""What a worker does with a file of courses or a feed. Asked twice, it does nothing more."""

import hashlib
import itertools
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from audit.services import record
from catalogue import feeds, messages
from catalogue.importing.columns import FIELDS
from catalogue.importing.gathering import Gathered, gather
from catalogue.importing.plan import Plan
from catalogue.importing.planning import make
from catalogue.importing.rows import LONGEST_CELL, RowReader
from catalogue.importing.words import is_warning
from catalogue.models import CatalogueFeed, CatalogueFile, CatalogueFileProblem
from catalogue.queries import files as queries
from catalogue.services.file_undoing import put_all_back
from catalogue.services.file_writing import as_found, carry_out, keep_report
from catalogue.services.files import put_away, receive
from staff.importing import reading
from staff.importing.columns import guess
from staff.importing.reading import NumberedRow, Unreadable
from staff.importing.states import IMPORT_TRANSITIONS, ImportAction, ImportState
from staff.services.import_survey import Tracker
from staff.states import after
from staff.verdict import Refusal

# Beyond this nobody reads on: the file is put right where it comes from.
MOST_PROBLEMS = 5_000
STRIDE = 500
log = logging.getLogger(__name__)


class Overtaken(Exception):
    """What is known has changed since the check."""


class NoTitles(Unreadable):
    """None of the headings is one for titles."""

    def __init__(self) -> None:
        super().__init__("columns_gone")

    def __str__(self) -> str:
        return _("The file has no column “Tittel”: nothing says what the courses are called.")


@dataclass(slots=True)
class Survey:
    plan: Plan
    gathered: Gathered
    unmapped: dict[str, int]
    not_read: list[str]

    def counts(self) -> dict[str, object]:
        """As the file keeps them. Warnings count rows that are used all the same."""
        problems = self.gathered.problems
        return dict(self.plan.counts()) | {
            "problems": len(problems),
            "warnings": sum(map(is_warning, problems)),
            "left_out": self.gathered.left_out,
            "unmapped": self.unmapped,
            "not_read": self.not_read,
            "digest": self.plan.digest(),
        }


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
        found = survey(file, lambda done: tracker.tell(done // 2))
        if found.plan.digest() != file.counts["digest"]:
            raise Overtaken
        half = file.total_rows // 2
        kept = as_found(file, found.plan.not_in_file)
        rows = carry_out(file, found.plan.to_write, lambda done: tracker.tell(half + done // 2))
        keep_report(file, [*rows, *kept])

    if _whole(file, write):
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
    tracker = Tracker(queries.progress_key(file.pk), file.total_rows)
    undoing: list[CatalogueFile] = []

    def write() -> None:
        undoing.append(put_all_back(file, user_id, tracker.tell))

    if _whole(file, write):
        _go(file, ImportAction.REVERSED, failure="")
        record("courses.undone", subject=file, by=undoing[0].applied_by, **_summary(undoing[0]))
    tracker.end()


@transaction.atomic
def fetch_feed(feed_id: int) -> None:
    """Ask the feed. What is new comes in as a file to look at, in place of one that waited."""
    feeds_locked = CatalogueFeed.objects.select_for_update(of=("self",))
    feed = feeds_locked.select_related("provider").filter(pk=feed_id).first()
    if feed is None:
        return
    failed_before, feed.failure = feed.failure, ""
    feed.asked_at = timezone.now()
    try:
        fetched = feeds.fetch(feed.address, feed.etag)
        if fetched.content is not None:
            _take_in(feed, fetched.content)
            feed.etag = fetched.etag
    except feeds.Unfetchable as failure:
        feed.failure = str(failure)
    except ValidationError as failure:
        feed.failure = " ".join(failure.messages)
    feed.save()
    if feed.failure and not failed_before:
        record("feed.failed", subject=feed, by=None, failure=feed.failure)
        messages.feed_failed(feed)


def survey(file: CatalogueFile, told: Callable[[int], None]) -> Survey:
    """The plan of a file as of now. `told` hears how many rows are read. Raises Unreadable."""
    table = queries.table_of(file)
    columns = guess(table.headings, FIELDS)
    if "title" not in columns and "code" not in columns:
        raise NoTitles
    longest = reading.LONGEST_CELL if table.format == reading.XLSX else LONGEST_CELL
    reader = RowReader(columns, table.headings, queries.meanings(), longest)
    gathered = gather((reader.read(*row) for row in _counted(table.rows, told)), columns)
    plan = make(
        queries.picture_of(file.provider),
        gathered,
        today=queries.today(),
        credit_system=queries.credit_system_of(file.provider),
    )
    not_read = [heading for heading in table.headings if heading not in columns.values()]
    return Survey(plan, gathered, reader.unmapped, not_read)


def _take_in(feed: CatalogueFeed, content: bytes) -> None:
    """Nothing, where it is what we had last; a file that waits is put away for the newer one."""
    earlier = CatalogueFile.objects.filter(feed=feed).order_by("-pk").first()
    if earlier is not None and earlier.sha256 == hashlib.sha256(content).hexdigest():
        return
    file = receive(feed.provider, content, feed.address[:255], by=None, feed=feed)
    waiting = CatalogueFile.objects.select_for_update(of=("self",)).filter(
        feed=feed, state__in=(ImportState.CHECKED, ImportState.FAILED)
    )
    for older in waiting.exclude(pk=file.pk):
        put_away(older, by=None)


def _counted(rows: Iterator[NumberedRow], told: Callable[[int], None]) -> Iterator[NumberedRow]:
    counted = itertools.count(1)
    for row in rows:
        done = next(counted)
        if not done % STRIDE:
            told(done)
        yield row


def _whole(file: CatalogueFile, write: Callable[[], None]) -> bool:
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
    record("courses.failed", subject=file, by=file.applied_by, reason=failure)
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
