"""What the pages and the API show of files of staff."""

import datetime
import itertools
import re
from dataclasses import dataclass
from typing import Final

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q, QuerySet

from staff import thresholds
from staff.access import owner_ids
from staff.importing import values
from staff.importing.reading import Cell, Table, Unreadable, read
from staff.importing.states import ImportState
from staff.models import ImportBatch, ImportProblem, Threshold, User
from staff.roles import Permission

MASK: Final = "••••••"
NATIONAL_ID: Final = re.compile(r"[0-9]{6}[ .-]?[0-9]{4,5}")
LONGEST_SHOWN: Final = 60
DONE_WITH: Final = (ImportState.APPLIED, ImportState.UNDONE, ImportState.DISCARDED)
AT_WORK: Final = (ImportState.CHECKING, ImportState.APPLYING, ImportState.UNDOING)
# Where an owner's tables hold no number of their own, and no common one either.
KEPT_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Progress:
    done: int
    total: int

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // max(1, self.total))


def batches_visible_to(user: User) -> QuerySet[ImportBatch]:
    """Those of the owners where one imports staff, newest first."""
    owners = owner_ids(user, Permission.STAFF_IMPORT)
    return ImportBatch.objects.filter(owner__in=owners).order_by("-pk")


def headings(batch: ImportBatch) -> list[str]:
    """The file's headings, as they can be chosen; nothing once the file is deleted."""
    try:
        return headings_of(batch)
    except Unreadable:
        return []


def headings_of(batch: ImportBatch) -> list[str]:
    """The same. Raises Unreadable where the file is gone or damaged."""
    return table_of(batch).headings


def sample(batch: ImportBatch, rows: int = 5) -> list[list[str]]:
    """Its first rows, in the order of the headings. National ids are masked wherever they stand."""
    try:
        table = table_of(batch)
        found = [cells for _, cells in itertools.islice(table.rows, rows)]
    except Unreadable:
        return []
    hidden = batch.columns.get("national_id")
    return [
        [
            MASK if heading == hidden and cell else _masked(cell)
            for heading, cell in zip(table.headings, cells, strict=True)
        ]
        for cells in found
    ]


def table_of(batch: ImportBatch) -> Table:
    """What the file holds. Raises Unreadable, also where the file has been deleted."""
    if not batch.file:
        raise Unreadable("gone")
    try:
        with batch.file.open("rb") as opened:
            content = opened.read()
    except FileNotFoundError:
        raise Unreadable("gone") from None
    return read(content)


def _masked(cell: Cell) -> str:
    """Eleven digits are taken for a national id, also before anybody has named the columns."""
    plain = values.text(cell)
    return MASK if NATIONAL_ID.fullmatch(plain) else plain[:LONGEST_SHOWN]


def progress(batch: ImportBatch) -> Progress | None:
    """How far a check, an apply or an undoing has come; None where nothing runs."""
    return progress_at(progress_key(batch.pk))


def progress_at(key: str) -> Progress | None:
    """How far the work with that key has come; None where nothing runs."""
    found: tuple[int, int] | None = cache.get(key)
    return Progress(*found) if found else None


def progress_key(batch_id: int) -> str:
    return f"staff-import:{batch_id}"


def files_to_drop(day: datetime.date) -> list[tuple[int, int]]:
    """Files that are done with, or have waited too long, with their owners."""
    kept = {owner: _kept_days(owner, day) for owner in _owners_with_files()}
    done = Q(state__in=DONE_WITH) & (~Q(file="") | Exists(_problems()))
    old = Q(pk__in=[])
    for owner, days in kept.items():
        before = day - datetime.timedelta(days=days)
        old |= Q(owner=owner, uploaded_at__date__lt=before) & ~Q(file="")
    batches = ImportBatch.objects.filter(done | old).exclude(state__in=AT_WORK).order_by("pk")
    return list(batches.values_list("pk", "owner_id"))


def _owners_with_files() -> list[int]:
    batches = ImportBatch.objects.exclude(file="").order_by("owner").distinct("owner")
    return list(batches.values_list("owner", flat=True))


def _problems() -> QuerySet[ImportProblem]:
    return ImportProblem.objects.filter(batch=OuterRef("pk"))


def _kept_days(owner_id: int, day: datetime.date) -> int:
    try:
        return thresholds.value(Threshold.Code.IMPORT_FILE_KEPT_DAYS, owner_id, day)
    except LookupError:
        return KEPT_DAYS
