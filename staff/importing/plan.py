"""What a file means: every change between the staff as known and the staff as it lists them.

A plan is data: what to write, and the changes as they are shown. It is made twice, for the check
and when it is applied; `digest` says whether both are the same.
"""

import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from staff.importing.picture import Person, Post

Values: TypeAlias = dict[str, Any]

JOINS, LEAVES, MOVES = "joins", "leaves", "moves"
OPENS, ENDS, CHANGES, DETAILS = "opens", "ends", "changes", "details"
KINDS: Final = (JOINS, LEAVES, MOVES, OPENS, ENDS, CHANGES, DETAILS)
POST_FACTS: Final = (
    "workplace",
    "code",
    "percent",
    "annual_pay_ore",
    "position_number",
    "starts_on",
    "ends_on",
)


@dataclass(slots=True)
class Change:
    """A line of the report. Values that begin with an underscore are keys for the undoing."""

    kind: str
    number: str
    name: str
    row: int | None
    before: Values
    after: Values
    employee_id: int | None = None
    consequences: list[Values] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to be employed: unknown so far, or a user known from elsewhere."""

    number: str
    first_name: str
    last_name: str
    email: str
    phone: str
    user_id: int | None
    role_from: datetime.date


@dataclass(frozen=True, slots=True)
class Opening:
    """A post for an employee there is, or for the newcomer with that number."""

    employee: int | str
    post: Post


@dataclass(frozen=True, slots=True)
class Edit:
    """A row of a table before and after, as tuples of the same columns."""

    pk: int
    before: tuple[Any, ...]
    after: tuple[Any, ...]


@dataclass(slots=True)
class Plan:
    """`identities` are (user or newcomer's number, kind, keyed hash); edits go by table."""

    changes: list[Change] = field(default_factory=list)
    newcomers: list[Newcomer] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    identities: list[tuple[int | str, str, str]] = field(default_factory=list)
    identity_edits: list[tuple[int, str, str, str]] = field(default_factory=list)
    roles: list[tuple[int, datetime.date]] = field(default_factory=list)
    users: list[Edit] = field(default_factory=list)
    employees: list[Edit] = field(default_factory=list)
    posts: list[tuple[Post, Post]] = field(default_factory=list)
    memberships: list[Edit] = field(default_factory=list)
    stand_ins_dropped: list[int] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        found = Counter(change.kind for change in self.changes)
        return {kind: found[kind] for kind in KINDS}

    def digest(self) -> str:
        """The same for two plans that change the same."""
        whole = hashlib.sha256()
        for change in self.changes:
            line = [change.kind, change.number, change.before, change.after]
            whole.update(json.dumps(line, sort_keys=True).encode())
        return whole.hexdigest()


def day(value: datetime.date | None) -> str | None:
    return value.isoformat() if value else None


def post_values(post: Post, workplaces: Mapping[int, str]) -> Values:
    """All of a post, as it is shown and as the undoing finds it."""
    return {
        "workplace": workplaces[post.workplace_id],
        "code": post.code,
        "percent": post.percent,
        "annual_pay_ore": post.pay_ore,
        "position_number": post.number,
        "starts_on": day(post.starts_on),
        "ends_on": day(post.ends_on),
        "_workplace": post.workplace_id,
    }


def differences(before: Post, after: Post, workplaces: Mapping[int, str]) -> tuple[Values, Values]:
    """What changes, and the keys by which the undoing finds the post and its old code."""
    old, new = post_values(before, workplaces), post_values(after, workplaces)
    changed = [name for name in old if old[name] != new[name]]
    keys = {"_position": before.pk}
    if before.code != after.code:
        keys["_code"] = before.code_id
    return {name: old[name] for name in changed} | keys, {name: new[name] for name in changed}


def kind_of(before: Post, after: Post, counts_from: datetime.date) -> str:
    """What a changed post is listed as: the weightiest of what changes."""
    was, is_ = before.is_current(counts_from), after.is_current(counts_from)
    if was != is_:
        return OPENS if is_ else ENDS
    return MOVES if before.workplace_id != after.workplace_id else CHANGES


def user_values(person: Person) -> tuple[str, str, str, str]:
    return person.first_name, person.last_name, person.email, person.phone
