"""Malformed files through the whole way: refused in words, or applied whole."""

import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings

from bench.say import progress
from bench.staff_import.malformed import FILES
from bench.staff_import.office import TABLES, Office, open_office
from staff.importing.states import ImportState
from staff.models import ImportBatch


@dataclass(slots=True)
class Broken:
    """`ended`: how files ended. `partial`: something was written though nothing was applied, or
    the same file changed something a second time."""

    ended: Counter[str] = field(default_factory=Counter)
    unhandled: list[str] = field(default_factory=list)
    partial: int = 0


def break_in(files: int) -> Broken:
    """Each in a transaction that is rolled back, into an owner that has some staff."""
    floors = [_highest(table._meta.db_table) for table in TABLES]
    office = open_office("malformed")
    first = office.upload(office.file(4, 5))
    office.check(first)
    office.apply(first)
    found = Broken()

    @settings(
        max_examples=files,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(content=FILES)
    def each(content: bytes) -> None:
        try:
            with transaction.atomic():
                _bring_in(office, content, found, floors)
                transaction.set_rollback(True)
        except Exception:
            found.unhandled.append(traceback.format_exc())
            progress(f"staff_import: {found.unhandled[-1]}")
        if not found.ended.total() % 200:
            progress(f"staff_import: {found.ended.total()} malformed files")

    each()
    return found


def _bring_in(office: Office, content: bytes, found: Broken, floors: Sequence[int]) -> None:
    before = _everything(floors)
    batch = _checked(office, content)
    if batch is None:
        found.ended["refused"] += 1
    elif batch.state == ImportState.FAILED:
        found.ended["failed"] += 1
    else:
        office.apply(batch)
        found.ended[f"{batch.format} {batch.state}"] += 1
        if batch.state == ImportState.APPLIED:
            again = _checked(office, content)
            found.partial += again is None or any(again.changes.values_list("pk")[:1])
            return
    found.partial += _everything(floors) != before


def _checked(office: Office, content: bytes) -> ImportBatch | None:
    try:
        batch = office.upload(content)
    except ValidationError:
        return None
    office.check(batch)
    return batch


def _everything(floors: Sequence[int]) -> list[object]:
    """Every row a file can change that is newer than what other figures left, as one number."""
    found = []
    with connection.cursor() as cursor:
        for table, floor in zip(TABLES, floors, strict=True):
            name = table._meta.db_table
            cursor.execute(
                f'SELECT count(*), sum(hashtext(t::text)) FROM "{name}" t WHERE id > %s', [floor]
            )
            found.append(cursor.fetchone())
    return found


def _highest(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT coalesce(max(id), 0) FROM "{table}"')
        return int(cursor.fetchone()[0])
