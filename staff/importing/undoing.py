"""What puts a file's changes back, and what stands in the way: whatever has changed since."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from staff.importing.picture import Person, Post
from staff.importing.plan import (
    CHANGES,
    DETAILS,
    ENDS,
    JOINS,
    LEAVES,
    MOVES,
    OPENS,
    Change,
    Edit,
    Values,
    day,
    post_values,
)

INVERSE: Final = {
    JOINS: LEAVES,
    LEAVES: JOINS,
    OPENS: ENDS,
    ENDS: OPENS,
    MOVES: MOVES,
    CHANGES: CHANGES,
    DETAILS: DETAILS,
}
DETAIL_NAMES: Final = ("first_name", "last_name", "email", "phone")
KINDS_OF_IDENTITY: Final = ("national_id", "feide", "entra")


@dataclass(slots=True)
class Undoing:
    """What to write. `in_the_way`: changes whose rows are no longer as the file left them."""

    in_the_way: list[Change] = field(default_factory=list)
    posts: dict[int, tuple[Post, Post]] = field(default_factory=dict)
    users: dict[int, tuple[Values, Values]] = field(default_factory=dict)
    employees: dict[int, tuple[Values, Values]] = field(default_factory=dict)
    roles: list[Edit] = field(default_factory=list)
    identities: list[tuple[int, str, str | None, str]] = field(default_factory=list)
    posts_made: dict[int, Change] = field(default_factory=dict)
    roles_made: dict[int, Change] = field(default_factory=dict)
    employees_made: dict[int, Change] = field(default_factory=dict)
    users_made: list[int] = field(default_factory=list)


def turned(change: Change) -> Change:
    """The change as the undoing makes it."""
    kind = INVERSE[change.kind]
    return Change(kind, change.number, change.name, None, change.after, change.before)


def put_back(
    changes: Iterable[Change], people: Iterable[Person], workplaces: Mapping[int, str]
) -> Undoing:
    """Compares what the file left behind with what is there now; `people` are the owner's."""
    maker = _Maker(people, workplaces)
    for change in changes:
        if not maker.takes(change):
            maker.undoing.in_the_way.append(change)
    return maker.undoing


class _Maker:
    def __init__(self, people: Iterable[Person], workplaces: Mapping[int, str]) -> None:
        self.undoing, self.workplaces = Undoing(), workplaces
        self.by_number = {person.number: person for person in people}
        self.by_employee = {person.employee_id: person for person in self.by_number.values()}
        self.by_user = {person.user_id: person for person in self.by_number.values()}
        self.posts = {post.pk: post for one in self.by_number.values() for post in one.posts}
        self.roles = {held.pk: held for one in self.by_number.values() for held in one.roles}

    def takes(self, change: Change) -> bool:
        """Whether everything the change did is as it was left."""
        person = self._person(change)
        if person is None:
            return False
        steps = [self._roles(change)]
        if "_position" in change.before:
            steps.append(self._post(change))
        elif "_workplace" in change.after:
            steps.append(self._post_made(change, person))
        if change.kind == DETAILS:
            steps.append(self._details(change, person))
        elif change.kind == LEAVES:
            steps.append(self._left(change, person))
        elif change.kind == JOINS:
            steps.append(self._joined(change, person))
        return all(steps)

    def _person(self, change: Change) -> Person | None:
        if "_employee" in change.before:
            return self.by_employee.get(change.before["_employee"])
        if "_user" in change.before:
            return self.by_user.get(change.before["_user"])
        return self.by_number.get(change.number)

    # ── Posts ────────────────────────────────────────────────────────────────────────────────────

    def _post(self, change: Change) -> bool:
        post = self.posts.get(change.before["_position"])
        if post is None:
            return False
        before, after = change.before, change.after
        now = post_values(post, self.workplaces)
        changed = [name for name in before if name in after and name in now]
        changed = [name for name in changed if name != "workplace"]
        if any(now[name] != after[name] for name in changed):
            return False
        self.undoing.posts[post.pk or 0] = (post, _former(post, before, changed))
        return True

    def _post_made(self, change: Change, person: Person) -> bool:
        """A post the file opened is known by what it was opened as; of several, the newest."""
        for post in reversed(person.posts):
            if post.pk in self.undoing.posts_made:
                continue
            now = post_values(post, self.workplaces)
            if all(now[name] == change.after[name] for name in now if name != "workplace"):
                self.undoing.posts_made[post.pk or 0] = change
                return True
        return False

    # ── People ───────────────────────────────────────────────────────────────────────────────────

    def _details(self, change: Change, person: Person) -> bool:
        before, after = change.before, change.after
        for name in DETAIL_NAMES:
            if name in after:
                if getattr(person, name) != after[name]:
                    return False
                self._set(self.undoing.users, person.user_id, name, after[name], before[name])
        if "number" in after:
            self._employee(person, "number", after["number"], before["number"])
        for kind in KINDS_OF_IDENTITY:
            key = f"_{kind}"
            if key in after:
                if person.identities.get(kind) != after[key]:
                    return False
                self.undoing.identities.append((person.user_id, kind, before[key], after[key]))
        return True

    def _left(self, change: Change, person: Person) -> bool:
        left_on = _date(change.after["left_on"])
        if person.left_on != left_on or person.forgotten_at is not None:
            return False
        self._employee(person, "left_on", left_on, _date(change.before["left_on"]))
        return True

    def _joined(self, change: Change, person: Person) -> bool:
        if person.left_on is not None:
            return False
        if "_role_from" in change.after and not self._role_made(change, person):
            return False
        if "_employee" in change.before:
            left_on, forgotten = change.before["left_on"], change.before["_forgotten_at"]
            self._employee(person, "left_on", None, _date(left_on))
            at = datetime.datetime.fromisoformat(forgotten) if forgotten else None
            self._employee(person, "forgotten_at", None, at)
            return True
        self.undoing.employees_made[person.employee_id or 0] = change
        if "_user" not in change.after:
            self.undoing.users_made.append(person.user_id)
        return True

    def _role_made(self, change: Change, person: Person) -> bool:
        first_day = _date(change.after["_role_from"])
        for held in person.roles:
            if held.is_employee and held.starts_on == first_day and held.ends_on is None:
                self.undoing.roles_made[held.pk] = change
                return True
        return False

    def _roles(self, change: Change) -> bool:
        pairs = zip(change.before.get("_roles", ()), change.after.get("_roles", ()), strict=True)
        for (key, *before), (_, *after) in pairs:
            held = self.roles.get(key)
            if held is None or [day(held.starts_on), day(held.ends_on)] != after:
                return False
            now = (held.starts_on, held.ends_on)
            self.undoing.roles.append(Edit(key, now, tuple(map(_date, before))))
        return True

    def _employee(self, person: Person, name: str, now: Any, then: Any) -> None:
        self._set(self.undoing.employees, person.employee_id or 0, name, now, then)

    @staticmethod
    def _set(
        table: dict[int, tuple[Values, Values]], key: int, name: str, now: Any, then: Any
    ) -> None:
        old, new = table.setdefault(key, ({}, {}))
        old[name], new[name] = now, then


def _former(post: Post, before: Values, changed: Iterable[str]) -> Post:
    names = {"annual_pay_ore": "pay_ore", "position_number": "number", "_workplace": "workplace_id"}
    found: dict[str, Any] = {
        names.get(name, name): _date(before[name]) if name.endswith("s_on") else before[name]
        for name in changed
    }
    if "_code" in before:
        found["code_id"] = before["_code"]
    return replace(post, **found)


def _date(value: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if value else None
