"""Reading a file of staff through: what it would change, what is wrong in it. Writes nothing."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache

from staff import thresholds
from staff.identity import keyed_hash
from staff.importing.columns import REQUIRED
from staff.importing.entries import Entries, gather
from staff.importing.matching import Rules
from staff.importing.plan import Plan
from staff.importing.planning import make
from staff.importing.reading import NumberedRow, Unreadable
from staff.importing.rows import RowReader
from staff.importing.words import is_warning
from staff.models import Employee, ImportBatch, Threshold
from staff.queries.imports import table_of
from staff.queries.staffing import Codes, codes_on, picture_for, places_of

# How many rows are read between two words about how far it has come.
STRIDE = 2_000
PROGRESS_KEPT_SECONDS = 600
# Where an owner's tables hold no number of their own, and no common one either.
MANY_LEAVERS_PERCENT = 10


@dataclass(slots=True)
class Survey:
    """`unmapped`: codes without a staff group → rows; `new_codes`: those nobody knows, named."""

    plan: Plan
    entries: Entries
    total_rows: int
    unmapped: dict[str, int]
    new_codes: dict[str, str]
    codes: Codes

    def counts(self, batch: ImportBatch) -> dict[str, Any]:
        """As the batch keeps them. Warnings count rows that are used all the same."""
        found: dict[str, Any] = dict(self.plan.counts())
        staff = Employee.objects.filter(owner=batch.owner_id, left_on=None).count()
        return found | {
            "problems": len(self.entries.problems),
            "warnings": sum(map(is_warning, self.entries.problems)),
            "left_out": self.entries.rejected,
            "unmapped": self.unmapped,
            "staff": staff,
            "confirm": found["leaves"] * 100 > staff * _many_leavers_percent(batch),
            "digest": self.plan.digest(),
        }


class Tracker:
    """Says in the cache how far it has come: others see it while the transaction runs."""

    def __init__(self, key: str, total: int) -> None:
        self.key, self.total = key, max(1, total)

    def tell(self, done: int) -> None:
        cache.set(self.key, (min(done, self.total), self.total), PROGRESS_KEPT_SECONDS)

    def end(self) -> None:
        cache.delete(self.key)


def survey(batch: ImportBatch, told: Callable[[int], None]) -> Survey:
    """The plan of a file as of now. `told` hears how many rows are read. Raises Unreadable."""
    table = table_of(batch)
    missing = [name for name in REQUIRED if batch.columns.get(name) not in table.headings]
    if missing:
        raise Unreadable("columns_gone")
    day = batch.counts_from
    places, codes = places_of(batch.owner_id, day), codes_on(batch.owner_id, day)
    reader = RowReader(batch.columns, table.headings, places, codes.ids, keyed_hash)
    counted = itertools.count(1)
    entries = gather(
        (reader.read(*row) for row in _counted(table.rows, counted, told)), batch.columns
    )
    rules = Rules(day, batch.lists_everybody, "ends_on" in batch.columns)
    picture = picture_for(batch.owner_id, entries, places.names, day)
    plan = make(picture, entries, rules)
    used = [row for entry in entries.entries.values() for row in entry.rows]
    unmapped = Counter(
        row.code for row in used if row.code not in codes.ids or row.code in codes.unmapped
    )
    new_codes: dict[str, str] = {}
    for opened in plan.openings:
        if opened.post.code not in codes.ids:
            new_codes.setdefault(opened.post.code, "")
    for _, after in plan.posts:
        if after.code_id is None and after.code not in codes.ids:
            new_codes.setdefault(after.code, "")
    for row in used:
        if row.code in new_codes and row.code_name:
            new_codes[row.code] = row.code_name
    total = next(counted) - 1
    return Survey(plan, entries, total, dict(unmapped), new_codes, codes)


def _counted(
    rows: Iterator[NumberedRow], counted: Iterator[int], told: Callable[[int], None]
) -> Iterator[NumberedRow]:
    for row in rows:
        done = next(counted)
        if not done % STRIDE:
            told(done)
        yield row


def _many_leavers_percent(batch: ImportBatch) -> int:
    code = Threshold.Code.MANY_LEAVERS_PERCENT
    try:
        return thresholds.value(code, batch.owner_id, batch.counts_from)
    except LookupError:
        return MANY_LEAVERS_PERCENT
