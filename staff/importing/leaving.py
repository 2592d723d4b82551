"""Somebody leaves: their posts end, and the roles they hold at this owner; the rest stays."""

import datetime
from collections.abc import Mapping
from dataclasses import replace

from staff.importing.matching import Matched, Rules
from staff.importing.picture import Held, Person, Post
from staff.importing.plan import ENDS, LEAVES, Change, Edit, Plan, Values, day, differences

Ending = tuple[Post, Post, int | None]  # before, after, the row that says so


def leave(
    plan: Plan,
    person: Person,
    matched: Matched | None,
    rules: Rules,
    workplaces: Mapping[int, str],
) -> None:
    """Adds it to the plan. `matched` are the person's rows, all with a last day that has been."""
    assert person.employee_id is not None  # noqa: S101  (for the type checker)
    endings = _endings(person, matched, rules)
    left_on = _left_on(person, endings, rules.last_day)
    before: Values = {"left_on": day(person.left_on), "_employee": person.employee_id}
    after: Values = {"left_on": day(left_on)}
    now = (person.number, person.left_on, person.forgotten_at)
    then = (person.number, left_on, person.forgotten_at)
    plan.employees.append(Edit(person.employee_id, now, then))
    _end_roles(plan, person, rules.last_day, before, after)
    name = person.name[:200]
    for place, (old, new, row) in enumerate(endings):
        values = differences(old, new, workplaces)
        plan.posts.append((old, new))
        if place:
            plan.changes.append(Change(ENDS, person.number, name, row, *values))
        else:
            before |= {"workplace": workplaces[old.workplace_id]} | values[0]
            after |= values[1]
    change = Change(LEAVES, person.number, name, None, before, after, person.employee_id)
    plan.changes.append(change)


def over(post: Post, last_day: datetime.date) -> Post:
    """The post ended. One that had not begun is over before it does."""
    return replace(post, starts_on=min(post.starts_on, last_day), ends_on=last_day)


def _endings(person: Person, matched: Matched | None, rules: Rules) -> list[Ending]:
    found: list[Ending] = []
    if matched is not None:
        found += [(old, new, row.row) for old, new, row in matched.pairs if old != new]
    still_open = matched.missing if matched is not None else person.posts
    current = (post for post in still_open if post.is_current(rules.counts_from))
    return found + [(post, over(post, rules.last_day), None) for post in current]


def _left_on(person: Person, endings: list[Ending], last_day: datetime.date) -> datetime.date:
    """The last day of the last post."""
    ending = {old.pk for old, _, _ in endings}
    posts = [post for post in person.posts if post.pk not in ending]
    posts += [new for _, new, _ in endings]
    return min(max((post.ends_on for post in posts if post.ends_on), default=last_day), last_day)


def _end_roles(
    plan: Plan, person: Person, last_day: datetime.date, before: Values, after: Values
) -> None:
    taken = {(*held.key, held.starts_on) for held in person.roles}
    edits = []
    for held in person.roles:
        if held.is_stand_in and held.starts_on > last_day:
            plan.stand_ins_dropped.append(held.pk)
        elif held.ends_on is None or held.ends_on > last_day:
            edits.append(_ended(held, last_day, taken))
    plan.memberships += edits
    before["_roles"] = [[edit.pk, *map(day, edit.before)] for edit in edits]
    after["_roles"] = [[edit.pk, *map(day, edit.after)] for edit in edits]


def _ended(held: Held, last_day: datetime.date, taken: set[tuple[object, ...]]) -> Edit:
    """A role that ends. One that had not begun is over before it does; no two on the same day."""
    starts_on = min(held.starts_on, last_day)
    while starts_on != held.starts_on and (*held.key, starts_on) in taken:
        starts_on -= datetime.timedelta(days=1)
    taken.add((*held.key, starts_on))
    return Edit(held.pk, (held.starts_on, held.ends_on), (starts_on, last_day))
