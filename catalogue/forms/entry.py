"""The entry requirements of a course as a provider writes them: lines in sets, no JSON.

What is posted is all there is: lines are added and taken away by sending the form, which saves
nothing until it is asked to.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.forms.entry_rows import ROWS, Known, RowForm
from staff.requirements import sets as two_levels
from staff.requirements.sets import ALL, ANY, MOST_LINES, Lines, Sets

TRADE: Final = ["trade_certificate", "journeyman"]
ROW: Final = re.compile(r"(?P<set>\d{1,3})-(?P<row>\d{1,3}):(?P<name>[a-z_]{1,30})")
JOINS: Final = ((ALL, _("All of them are needed")), (ANY, _("One of them is enough")))
# What one can add, in the words of whoever adds it: key → words, requirement, values ticked.
ADDABLE: Final[Mapping[str, tuple[str | Promise, str, dict[str, Any]]]] = {
    "fagbrev": (_("Fagbrev or svennebrev"), "has_qualification", {"kind": TRADE}),
    "fagskole": (_("Fagskole"), "has_qualification", {"kind": ["fagskole"]}),
    "degree": (_("Degree"), "has_qualification", {"kind": ["degree"]}),
    "entrance": (_("General entrance"), "has_qualification", {"kind": ["entrance"]}),
    "assessed": (_("Assessed competence"), "has_qualification", {"kind": ["assessed"]}),
    "ppu": (_("PPU or PPU-Y"), "has_qualification", {"kind": ["ppu"]}),
    "credits": (_("Credits"), "credits_at_least", {}),
    "practice": (_("Practice"), "practice_months_at_least", {}),
    "percent": (_("Size of post"), "position_percent_at_least", {}),
    "sector": (_("Where one works"), "works_in", {}),
    "group": (_("Staff group"), "staff_group", {}),
    "code": (_("Position code"), "position_code", {}),
}


@dataclass(slots=True)
class RowSet:
    """Lines that belong together."""

    key: int
    join: str
    rows: list[RowForm] = field(default_factory=list)


@dataclass(slots=True)
class Editor:
    """All lines. To `components/error_summary.html` it is a form: it has errors and fields."""

    known: Known
    join: str = ALL
    sets: list[RowSet] = field(default_factory=list)
    non_field_errors: list[str] = field(default_factory=list)

    @classmethod
    def of_tree(cls, tree: Mapping[str, Any], known: Known) -> "Editor | None":
        """None for a tree that is too long for lines. Raises BadTree."""
        said = two_levels.sets_of(tree)
        if said is None:
            return None
        editor = cls(known, said.join)
        for number, lines in enumerate(said.sets):
            editor.sets.append(RowSet(number, lines.join))
            for leaf in lines.leaves:
                [(name, values)] = leaf.items()
                editor._append(editor.sets[-1], name, values)
        return editor

    @classmethod
    def posted(cls, data: QueryDict, known: Known, *, quiet: bool) -> "Editor":
        """The lines that were sent; what is no line is left out."""
        editor = cls(known, _join(data.get("join")))
        for text in data.getlist("row")[:MOST_LINES]:
            found = ROW.fullmatch(text)
            if found is None or found["name"] not in ROWS:
                continue
            key = int(found["set"])
            into = editor._find(key) or RowSet(key, _join(data.get(f"join-{key}")))
            if into not in editor.sets:
                editor.sets.append(into)
            row = ROWS[found["name"]](known, f"{key}-{int(found['row'])}", data, quiet=quiet)
            into.rows.append(row)
        return editor

    # ── Asked by the page ────────────────────────────────────────────────────────────────────────

    def __iter__(self) -> Iterator[BoundField]:
        return (one for row in self.rows for one in row)

    @property
    def rows(self) -> list[RowForm]:
        return [row for each in self.sets for row in each.rows]

    @property
    def errors(self) -> bool:
        return bool(self.non_field_errors) or any(row.errors for row in self.rows)

    @property
    def is_full(self) -> bool:
        return len(self.rows) >= MOST_LINES

    @property
    def is_complete(self) -> bool:
        """Whether every line says something, also where what is wrong is not shown yet."""
        return all(not row.errors and row.is_complete for row in self.rows)

    @property
    def tree(self) -> dict[str, Any]:
        """As JSON; only once it is complete."""
        sets = tuple(Lines(each.join, tuple(row.leaf for row in each.rows)) for each in self.sets)
        return two_levels.tree_of(Sets(self.join, sets))

    # ── Changed by buttons ───────────────────────────────────────────────────────────────────────

    def add(self, what: str, key: int | None) -> None:
        """One more line, in a set or in a new one; nothing for what cannot be added."""
        if what not in ADDABLE or self.is_full:
            return
        into = None if key is None else self._find(key)
        if into is None:
            into = RowSet(1 + max((each.key for each in self.sets), default=-1), ANY)
            self.sets.append(into)
        _words, name, values = ADDABLE[what]
        self._append(into, name, values)

    def remove(self, key: str) -> None:
        """A line; its set goes with the last one."""
        for each in self.sets:
            each.rows = [row for row in each.rows if row.key != key]
        self.sets = [each for each in self.sets if each.rows]

    def _find(self, key: int) -> RowSet | None:
        return next((each for each in self.sets if each.key == key), None)

    def _append(self, into: RowSet, name: str, values: dict[str, Any]) -> None:
        taken = [int(row.key.partition("-")[2]) for row in into.rows]
        key = f"{into.key}-{1 + max(taken, default=-1)}"
        kind = ROWS[name]
        if values:
            into.rows.append(kind.of_values(values, self.known, key))
        else:
            into.rows.append(kind(self.known, key, {}, quiet=True))


def _join(text: str | None) -> str:
    return ANY if text == ANY else ALL


# ── Common requirements to start from ────────────────────────────────────────────────────────────

FAGBREV: Final = {"has_qualification": {"kind": TRADE}}


@dataclass(frozen=True, slots=True)
class Start:
    """Requirements many courses have, with what they mean in a sentence."""

    key: str
    label: str | Promise
    about: str | Promise
    tree: dict[str, Any]


STARTS: Final[Sequence[Start]] = (
    Start("open", _("Open to all"), _("Nothing is asked for."), {}),
    Start("fagbrev", _("Fagbrev"), _("A trade certificate, in any trade."), FAGBREV),
    Start(
        "fagbrev-or-degree",
        _("Fagbrev or degree"),
        _("Both those with a trade and those who have studied get in."),
        {"any": [FAGBREV, {"has_qualification": {"kind": ["degree"]}}]},
    ),
    Start(
        "fagskole",
        _("Fagskole"),
        _("Fagbrev, or five years of practice, or assessed competence."),
        {
            "any": [
                FAGBREV,
                {"practice_months_at_least": {"n": 60}},
                {"has_qualification": {"kind": ["assessed"]}},
            ]
        },
    ),
    Start(
        "subject",
        _("60 credits in a subject"),
        _("You say which subject. Assessed competence is enough too."),
        {
            "any": [
                {"credits_at_least": {"n": 60, "system": "higher"}},
                {"has_qualification": {"kind": ["assessed"]}},
            ]
        },
    ),
)
START_BY_KEY: Final = {start.key: start for start in STARTS}
