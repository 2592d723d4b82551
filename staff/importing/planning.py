"""Makes the plan: who each entry of the file is, then what changes for them, then who leaves."""

import datetime
from collections.abc import Iterable, Iterator

from staff.importing import emails
from staff.importing.entries import Entries, Entry
from staff.importing.leaving import leave, over
from staff.importing.matching import Matched, Rules, is_past, match
from staff.importing.picture import Held, Person, Picture, Post
from staff.importing.plan import (
    DETAILS,
    ENDS,
    JOINS,
    OPENS,
    Change,
    Edit,
    Newcomer,
    Opening,
    Plan,
    Values,
    day,
    differences,
    kind_of,
    post_values,
    user_values,
)
from staff.importing.recognising import recognise

DETAIL_NAMES = ("first_name", "last_name", "email", "phone")
FULL_POST = 10_000


def make(picture: Picture, entries: Entries, rules: Rules) -> Plan:
    """The plan. What is found wrong on the way is added to the problems of `entries`."""
    planner = _Planner(picture, entries, rules)
    known = recognise(picture, entries)
    planner.settle_emails(known)
    for entry in entries.entries.values():
        planner.plan_for(entry, known.get(entry.number))
    if rules.lists_everybody:
        seen = {person.user_id for person in known.values()}
        for person in planner.missing(seen):
            planner.leave(person, None)
    return planner.plan


class _Planner:
    def __init__(self, picture: Picture, entries: Entries, rules: Rules) -> None:
        self.picture, self.entries, self.rules = picture, entries, rules
        self.plan = Plan()

    # ── Who ──────────────────────────────────────────────────────────────────────────────────────

    def settle_emails(self, known: dict[str, Person]) -> None:
        """Addresses somebody else has are taken out of the file, with a warning."""
        wishing = []
        for entry in self.entries.entries.values():
            person = known.get(entry.number)
            is_held = any(not is_past(row, self.rules) for row in entry.rows)
            if person and (person.is_shared or person.chose_email):
                entry.email = ""
            if is_held and entry.email:
                wishing.append((entry, person))
        wishes = [(_who(entry, person), entry.email) for entry, person in wishing]
        current: dict[emails.Who, str] = {
            person.user_id: person.email for _, person in wishing if person
        }
        for place in emails.settle(wishes, self.picture.emails, current):
            entry = wishing[place][0]
            self.entries.warn(entry.first, "email", "email_taken")
            entry.email = ""

    def missing(self, seen: set[int]) -> Iterator[Person]:
        """Employees the file does not have, unless a row we could not read may be theirs."""
        spared = self.entries
        for person in self.picture.people.values():
            if person.left_on is not None and person.left_on < self.rules.counts_from:
                continue
            if person.user_id in seen or person.number in spared.spared_numbers:
                continue
            if person.name.casefold() in spared.spared_names:
                continue
            if spared.spared_identities.isdisjoint(person.identities.items()):
                yield person

    def leave(self, person: Person, matched: Matched | None) -> None:
        leave(self.plan, person, matched, self.rules, self.picture.workplaces)

    # ── What ─────────────────────────────────────────────────────────────────────────────────────

    def plan_for(self, entry: Entry, person: Person | None) -> None:
        matched = match(entry.rows, person.posts if person else [], self.rules)
        is_spared = entry.number in self.entries.spared_numbers
        if is_spared or not self.rules.lists_everybody:
            matched.missing = []
        self._warn_over_full(entry, matched)
        stays = self._held(matched)
        if person is None or person.employee_id is None or _has_left(person):
            if stays:
                self._join(entry, person, matched, stays)
            return
        if self.rules.lists_everybody and not stays and not is_spared:
            self.leave(person, matched)
            return
        if stays:
            self._change_details(entry, person)
        self._change_posts(entry, person.employee_id, matched)

    def _held(self, matched: Matched) -> list[Post]:
        """The posts held from the day the file counts, as it leaves them."""
        after = [after for _, after, _ in matched.pairs] + [post for post, _ in matched.opened]
        return [post for post in after if post.is_current(self.rules.counts_from)]

    def _warn_over_full(self, entry: Entry, matched: Matched) -> None:
        posts = self._held(matched)
        if len(posts) < 2:
            return
        most = max(
            sum(other.percent for other in posts if _holds(other, post.starts_on)) for post in posts
        )
        if most > FULL_POST:
            self.entries.warn(entry.first, "percent", "over_full_post", {"percent": most})

    def _change_posts(self, entry: Entry, employee_id: int, matched: Matched) -> None:
        for before, after, row in matched.pairs:
            if before != after:
                kind = kind_of(before, after, self.rules.counts_from)
                values = differences(before, after, self.picture.workplaces)
                self._list(kind, entry, row.row, *values)
                self.plan.posts.append((before, after))
        for post, row in matched.opened:
            self._list(OPENS, entry, row.row, {}, post_values(post, self.picture.workplaces))
            self.plan.openings.append(Opening(employee_id, post))
        for before in matched.missing:
            after = over(before, self.rules.last_day)
            self._list(ENDS, entry, None, *differences(before, after, self.picture.workplaces))
            self.plan.posts.append((before, after))

    def _change_details(self, entry: Entry, person: Person) -> None:
        before: Values = {}
        after: Values = {}
        if not person.is_shared:
            wished = (
                entry.first.first_name,
                entry.first.last_name,
                entry.email or person.email,
                entry.phone or person.phone,
            )
            now = user_values(person)
            if wished != now:
                for name, old, new in zip(DETAIL_NAMES, now, wished, strict=True):
                    if old != new:
                        before[name], after[name] = old, new
                self.plan.users.append(Edit(person.user_id, now, wished))
            self._change_identities(entry, person, after, before)
        if person.number != entry.number and person.employee_id is not None:
            before["number"], after["number"] = person.number, entry.number
            if not _has_left(person):
                self._edit_employee(person, entry.number)
        if after or before:
            self._list(DETAILS, entry, entry.first.row, before | {"_user": person.user_id}, after)

    def _change_identities(
        self, entry: Entry, person: Person, after: Values, before: Values
    ) -> None:
        """The hashes stand under keys of their own; what is shown says only that it is new."""
        for kind, new in entry.identities.items():
            old = person.identities.get(kind)
            if old is None:
                self.plan.identities.append((person.user_id, kind, new))
            elif old != new:
                self.plan.identity_edits.append((person.user_id, kind, old, new))
            if old != new:
                before[f"_{kind}"], after[f"_{kind}"] = old, new

    def _edit_employee(self, person: Person, number: str) -> None:
        assert person.employee_id is not None  # noqa: S101  (for the type checker)
        before = (person.number, person.left_on, person.forgotten_at)
        self.plan.employees.append(Edit(person.employee_id, before, (number, None, None)))

    def _list(
        self, kind: str, entry: Entry, row: int | None, before: Values, after: Values
    ) -> None:
        name = entry.first.name[:200]
        self.plan.changes.append(Change(kind, entry.number, name, row, before, after))

    # ── Joining ──────────────────────────────────────────────────────────────────────────────────

    def _join(
        self, entry: Entry, person: Person | None, matched: Matched, stays: list[Post]
    ) -> None:
        """Employed anew: a person nobody knew, one known elsewhere, or one who comes back."""
        first = entry.first
        role_from = max(self.rules.counts_from, min(post.starts_on for post in stays))
        after: Values = {
            "first_name": first.first_name,
            "last_name": first.last_name,
            "email": entry.email,
            "phone": entry.phone,
            "_role_from": day(role_from),
        }
        before: Values = {}
        if person is not None and person.employee_id is not None:
            self._return(entry, person, before, after, role_from)
        else:
            user_id = person.user_id if person else None
            self.plan.newcomers.append(
                Newcomer(
                    entry.number,
                    first.first_name,
                    first.last_name,
                    entry.email,
                    entry.phone,
                    user_id,
                    role_from,
                )
            )
            self._introduce(entry, person, after)
        opened, matched.opened = list(matched.opened), []
        if opened:
            after |= post_values(opened[0][0], self.picture.workplaces)
        self._list(JOINS, entry, first.row, before, after)
        employee = person.employee_id if person else None
        for place, (post, row) in enumerate(opened):
            self.plan.openings.append(Opening(employee or entry.number, post))
            if place:
                self._list(OPENS, entry, row.row, {}, post_values(post, self.picture.workplaces))
        if person is not None and person.employee_id is not None:
            self._change_details(entry, person)
            self._change_posts(entry, person.employee_id, matched)

    def _introduce(self, entry: Entry, person: Person | None, after: Values) -> None:
        """Identities of a newcomer; a person who also works elsewhere keeps theirs as they are."""
        if person is None:
            for kind, hashed in entry.identities.items():
                self.plan.identities.append((entry.number, kind, hashed))
        else:
            after["_user"] = person.user_id
            self._change_details(entry, person)

    def _return(
        self,
        entry: Entry,
        person: Person,
        before: Values,
        after: Values,
        role_from: datetime.date,
    ) -> None:
        forgotten = person.forgotten_at.isoformat() if person.forgotten_at else None
        before |= {
            "left_on": day(person.left_on),
            "_employee": person.employee_id,
            "_forgotten_at": forgotten,
        }
        after["left_on"] = None
        self._edit_employee(person, entry.number)
        held = _role_to_go_on(person.roles, role_from)
        if held is None:
            self.plan.roles.append((person.user_id, role_from))
            return
        del after["_role_from"]
        if held.ends_on is not None:
            edit = Edit(held.pk, (held.starts_on, held.ends_on), (held.starts_on, None))
            self._edit_roles([edit], before, after)

    def _edit_roles(self, edits: Iterable[Edit], before: Values, after: Values) -> None:
        found = list(edits)
        self.plan.memberships += found
        before["_roles"] = [[edit.pk, *map(day, edit.before)] for edit in found]
        after["_roles"] = [[edit.pk, *map(day, edit.after)] for edit in found]


def _who(entry: Entry, person: Person | None) -> int | str:
    return person.user_id if person else f"new {entry.number}"


def _has_left(person: Person) -> bool:
    return person.left_on is not None


def _holds(post: Post, on: datetime.date) -> bool:
    return post.starts_on <= on and (post.ends_on is None or post.ends_on >= on)


def _role_to_go_on(roles: Iterable[Held], role_from: datetime.date) -> Held | None:
    """The employee's role that reaches that day, or begins on it: it goes on."""
    for held in roles:
        reaches = held.ends_on is None or held.ends_on >= role_from
        if held.is_employee and (
            held.starts_on == role_from or (held.starts_on < role_from and reaches)
        ):
            return held
    return None
