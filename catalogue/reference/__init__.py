"""Rates of return as the project ships them: an example, to be replaced by what really holds."""

import csv
import datetime
from pathlib import Path
from typing import Final

from django.db.backends.postgresql.psycopg_any import DateRange

from catalogue.models import ReturnRate
from staff.models import County
from staff.reference.files import Loaded

FILE: Final = Path(__file__).parent / "return_rates.csv"


def load_reference() -> dict[str, Loaded]:
    """The answer to the question of that name (evu/wiring.py).

    A county, or everybody, without a rate gets ours. One that has been given is never touched.
    """
    counties = {county.number: county for county in County.objects.all()}
    given = set(ReturnRate.objects.values_list("county__number", flat=True))
    made = ReturnRate.objects.bulk_create(
        [
            ReturnRate(
                county=counties[row["county"]] if row["county"] else None,
                basic_ore=int(row["basic_ore"]),
                result_ore_per_60_credits=int(row["result_ore_per_60_credits"]),
                lag_years=int(row["lag_years"]),
                source=row["source"],
                valid=DateRange(datetime.date.fromisoformat(row["valid_from"]), None),
            )
            for row in _rows()
            if (row["county"] or None) not in given
        ]
    )
    return {"return_rates": Loaded(made=len(made))}


def _rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
