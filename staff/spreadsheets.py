"""Rows for a spreadsheet, as Norwegian ones want them: semicolons, a BOM, and no live formula."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

BOM: Final = "\ufeff"
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(rows: Iterable[list[str]]) -> Iterator[str]:
    """One piece of CSV text for each row, the BOM first."""
    yield BOM
    for row in rows:
        line = io.StringIO()
        cells = [_as_text(cell) for cell in row]
        csv.writer(line, delimiter=";", lineterminator="\r\n").writerow(cells)
        yield line.getvalue()


def _as_text(cell: str) -> str:
    """A cell a spreadsheet would run as a formula is written as text."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) and not _is_number(cell) else cell


def _is_number(cell: str) -> bool:
    return cell.lstrip("-").replace(",", "", 1).isdigit()
