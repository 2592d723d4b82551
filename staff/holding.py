"""What is held about a person: gathered from every room, each saying what, why and how long.

A row tells about that person alone. Somebody else who appears in it is named by role.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final

from django.db.models import CharField, Count, QuerySet, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from staff.models import User
from staff.questions import ask

Text = str | Promise
Cell = str | int | bool | datetime.date | datetime.datetime | None

# Why it may be held: words that several rooms use.
CONTRACT: Final = _("The employment contract (GDPR article 6 no. 1 b)")
DUTY: Final = _(
    "The employer’s duty to give all staff the chance to develop (GDPR article 6 no. 1 c, the "
    "Education Act § 17-8)"
)
CASE: Final = _(
    "Handling of a case you have a part in (GDPR article 6 no. 1 c and e, the Public "
    "Administration Act and the Archives Act)"
)
ACCOUNTS: Final = _("Bookkeeping (GDPR article 6 no. 1 c, the Bookkeeping Act)")
TASK: Final = _("A task you have taken on (GDPR article 6 no. 1 b and e)")
SECURITY: Final = _("Security of the data (GDPR article 6 no. 1 c, article 32)")
CONSENT: Final = _("Your own choice (GDPR article 6 no. 1 a)")


@dataclass(frozen=True, slots=True)
class Column:
    """One fact of each row. `get` is a path of attributes (methods are called) or a function.

    `name` is its key in JSON and says the unit: `_ore` is øre, `percent` hundredths of a percent.
    """

    name: str
    label: Text
    get: str | Callable[[Any], Any]

    def of(self, row: Any) -> Cell:
        value = attrgetter(self.get)(row) if isinstance(self.get, str) else self.get(row)
        value = value() if callable(value) else value
        if isinstance(value, list | tuple):
            return ", ".join(map(str, value))
        if value is None or isinstance(value, bool | int | datetime.date):
            return value
        return str(value)

    @property
    def kind(self) -> str:
        """How a page writes it: ore, percent or plain."""
        if self.name.endswith("_ore"):
            return "ore"
        return "percent" if self.name.endswith("percent") else "plain"


@dataclass(frozen=True, slots=True)
class Held:
    """One kind of facts about a person. `found` is asked only when somebody reads the rows."""

    room: str
    key: str
    title: Text
    purpose: Text
    basis: Text
    kept: Text
    found: "QuerySet[Any]"
    columns: Sequence[Column]

    def cells(self, row: Any) -> list[tuple[Text, str, Cell]]:
        """One row as a page writes it: (label, kind of number, value)."""
        return [(column.label, column.kind, column.of(row)) for column in self.columns]

    def rows(self) -> Iterator[Mapping[str, Cell]]:
        """Each row by the names of its columns."""
        for row in self.found.iterator(chunk_size=500):
            yield {column.name: column.of(row) for column in self.columns}


def gather(user: User) -> list[Held]:
    """From every room, in the order of the table in evu/wiring.py. Keys are unique."""
    return [held for answer in ask("personal_data_held", user=user) for held in answer]


def counts(helds: Sequence[Held]) -> dict[str, int]:
    """Key → how many rows, in one question to the database."""
    parts = [
        held.found.order_by()
        .annotate(held_key=Value(held.key, output_field=CharField()))
        .values("held_key")
        .annotate(held_rows=Count("pk", distinct=True))
        .values_list("held_key", "held_rows")
        for held in helds
    ]
    found = dict(parts[0].union(*parts[1:], all=True)) if parts else {}
    return {held.key: found.get(held.key, 0) for held in helds}


def by_role(row_user_id: int | None, reader: User, role: Text) -> Text:
    """Who did something, without a name: oneself, or the role of whoever did it."""
    if row_user_id is None:
        return _("EVU itself")
    return _("You") if row_user_id == reader.pk else role
