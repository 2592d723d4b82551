"""Reading a file of courses through: what it would change, what is wrong in it. Writes nothing."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalogue.importing import json_files
from catalogue.importing.columns import FIELDS
from catalogue.importing.gathering import Gathered, gather
from catalogue.importing.plan import Plan
from catalogue.importing.planning import make
from catalogue.importing.rows import LONGEST_CELL, RowReader
from catalogue.importing.words import is_warning
from catalogue.models import CatalogueFile
from catalogue.queries import files as queries
from staff.importing import reading
from staff.importing.columns import guess
from staff.importing.reading import NumberedRow, Table, Unreadable

# How many rows are read between two words about how far it has come.
STRIDE = 500
NAMED_AT_MOST = 50


class NoTitles(Unreadable):
    """None of the headings is one for titles."""

    def __init__(self) -> None:
        super().__init__("columns_gone")

    def __str__(self) -> str:
        return _("The file has no column “Tittel”: nothing says what the courses are called.")


@dataclass(slots=True)
class Survey:
    """`unmapped`: subjects and groups nobody knows → rows; `not_read`: headings we do not know."""

    plan: Plan
    gathered: Gathered
    unmapped: Mapping[str, int]
    not_read: Sequence[str]

    def counts(self) -> dict[str, object]:
        """As the file keeps them. Warnings count rows that are used all the same."""
        problems = self.gathered.problems
        return dict(self.plan.counts()) | {
            "problems": len(problems),
            "warnings": sum(map(is_warning, problems)),
            "left_out": self.gathered.left_out,
            "unmapped": sorted(self.unmapped)[:NAMED_AT_MOST],
            "not_read": self.not_read[:NAMED_AT_MOST],
            "digest": self.plan.digest(),
        }


def survey(file: CatalogueFile, told: Callable[[int], None]) -> Survey:
    """The plan of a file as of now. `told` hears how many rows are read. Raises Unreadable."""
    table = queries.table_of(file)
    columns = _columns(table)
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


def _columns(table: Table) -> Mapping[str, str]:
    """Our field → its heading. Raises NoTitles."""
    if table.format == json_files.JSON:
        return json_files.COLUMNS
    columns = guess(table.headings, FIELDS)
    if not {"title", "code"} & columns.keys():
        raise NoTitles
    return columns


def _counted(rows: Iterator[NumberedRow], told: Callable[[int], None]) -> Iterator[NumberedRow]:
    counted = itertools.count(1)
    for row in rows:
        done = next(counted)
        if not done % STRIDE:
            told(done)
        yield row
