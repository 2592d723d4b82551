"""Rows of the proposal's list, ready to be written: the loop in the template stays bare."""

from collections.abc import Iterable
from dataclasses import dataclass

from distribution import reasons
from distribution.models import Line
from staff.money import Ore

COLORS = {
    Line.Outcome.GRANTED: "success",
    Line.Outcome.WAITING_LIST: "warning",
    Line.Outcome.REJECTED: "danger",
}


@dataclass(frozen=True, slots=True)
class Row:
    place: int
    number: str
    url: str
    name: str
    group: str
    workplace: str
    outcome: str
    color: str
    earmark: str
    amount_ore: Ore
    reason: str


def line_rows(lines: Iterable[Line]) -> list[Row]:
    """Lines with application (applicant, group, workplace) and earmark fetched."""
    return [
        Row(
            place=line.place,
            number=line.application.number,
            url=line.application.get_absolute_url(),
            name=str(line.application.applicant),
            group=str(line.application.staff_group),
            workplace=line.application.workplace.name,
            outcome=line.get_outcome_display(),
            color=COLORS[Line.Outcome(line.outcome)],
            earmark=line.earmark.name if line.earmark else "",
            amount_ore=line.amount_ore,
            reason=reasons.sentence(line),
        )
        for line in lines
    ]
