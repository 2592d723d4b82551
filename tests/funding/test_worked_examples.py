"""Cases computed by hand, row by row in worked_examples.csv: add a row, not a test."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from funding import costs
from funding.costs import Kind, Terms

EXAMPLES = list(
    csv.DictReader(Path(__file__).with_name("worked_examples.csv").read_text().splitlines())
)


def ore(kroner):
    return int(Decimal(kroner) * 100)


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: row["example"])
def test_worked_example(row):
    terms = Terms(
        leave_per_30_credits=int(row["leave_per_30"]),
        stipend_ore_per_30_credits=ore(row["stipend_kr_per_30"]),
        on_costs=int(row["on_costs"]),
        year_minutes=int(Decimal(row["year_hours"]) * 60),
        state_share=int(row["state_share"]),
        owner_share=int(row["owner_share"]),
    )
    leave = costs.leave(terms, int(row["credits"]))
    assert leave == int(row["leave"])
    assert costs.cover_minutes(terms, leave) == round(Decimal(row["hours"]) * 60)
    lines = costs.lines(
        terms,
        substitute_scheme=row["scheme"] == "substitute",
        credits=int(row["credits"]),
        leave_percent=leave,
        price_ore=ore(row["price_kr"]),
        annual_pay_ore=ore(row["annual_pay_kr"]),
    )
    assert {line.kind: (line.state_ore, line.owner_ore) for line in lines} == {
        kind: (ore(row[f"{kind}_state_kr"]), ore(row[f"{kind}_owner_kr"]))
        for kind in Kind
        if row[f"{kind}_state_kr"]
    }
