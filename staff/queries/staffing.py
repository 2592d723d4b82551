"""An owner's staff as a plan needs it: a handful of questions, however many people there are."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from staff.importing.entries import Entries
from staff.importing.picture import Held, IdentityKey, Person, Picture, Post
from staff.importing.rows import Places
from staff.models import (
    Employee,
    Identity,
    Membership,
    Position,
    StaffGroup,
    Workplace,
)
from staff.queries.codes import codes_in_force
from staff.roles import Role
from tenancy.acting import acting_for

# Long lists go as one text with commas: as a list, each item would be quoted by itself.
# Those among the people who also work, or have a role, at another owner.
ELSEWHERE = """
SELECT user_id FROM staff_employee
 WHERE owner_id <> %(owner)s AND left_on IS NULL
   AND user_id = ANY(string_to_array(%(users)s, ',')::bigint[])
UNION
SELECT user_id FROM staff_membership
 WHERE (owner_id IS NULL OR owner_id <> %(owner)s)
   AND (ends_on IS NULL OR ends_on >= %(day)s)
   AND user_id = ANY(string_to_array(%(users)s, ',')::bigint[])
"""
OF_EMAILS = """
SELECT lower(email), min(id) FROM staff_user
 WHERE lower(email) = ANY(string_to_array(%(emails)s, ',')) GROUP BY 1
UNION ALL
SELECT lower(email), min(user_id) FROM account_emailaddress
 WHERE lower(email) = ANY(string_to_array(%(emails)s, ',')) GROUP BY 1
"""
KNOWN = """
SELECT id, first_name, last_name, email, phone FROM staff_user
 WHERE id = ANY(string_to_array(%(users)s, ',')::bigint[])
"""
OF_USERS = """
SELECT user_id, kind, keyed_hash FROM staff_identity
 WHERE user_id = ANY(string_to_array(%(users)s, ',')::bigint[])
"""
OF_HASHES = """
SELECT kind, keyed_hash, user_id FROM staff_identity
 WHERE keyed_hash = ANY(string_to_array(%(hashes)s, ','))
"""
CHOSEN = """
SELECT user_id FROM account_emailaddress
 WHERE "primary" AND user_id = ANY(string_to_array(%(users)s, ',')::bigint[])
"""


@dataclass(frozen=True, slots=True)
class Codes:
    """Position codes that count on a day: code → id, and which of them have no group yet."""

    ids: dict[str, int]
    unmapped: frozenset[str]


def places_of(owner_id: int, day: datetime.date) -> Places:
    rows = Workplace.objects.filter(owner=owner_id).order_by("pk")
    found = list(rows.values_list("pk", "name", "number", "org_number", "ended_on"))
    closed = {row[0] for row in found if row[4] is not None and row[4] < day}
    return Places((row[:4] for row in found), closed)


def codes_on(owner_id: int, day: datetime.date) -> Codes:
    """The owner's own before everybody's."""
    found = codes_in_force(owner_id, day).values_list("code", "pk", "staff_group__code")
    rows = list(found)
    unmapped = frozenset(code for code, _, group in rows if group == StaffGroup.UNMAPPED)
    return Codes({code: pk for code, pk, _ in rows}, unmapped)


def picture_for(
    owner_id: int, entries: Entries, workplaces: dict[int, str], day: datetime.date
) -> Picture:
    """All employees of the owner with posts, roles and identities, and whom the file points at."""
    users = people_of(owner_id)
    people = {person.number: person for person in users.values()}
    identities = _identities_in(entries)
    _add_known(users, set(identities.values()) - users.keys())
    keys = ",".join(map(str, users))
    with acting_for([owner_id], across=True):  # whether somebody is known elsewhere, no more
        for (user_id,) in _ask(ELSEWHERE, {"owner": owner_id, "users": keys, "day": day}):
            users[user_id].is_shared = True
    for (user_id,) in _ask(CHOSEN, {"users": keys}):
        users[user_id].chose_email = True
    addresses = ",".join(entry.email.lower() for entry in entries.entries.values() if entry.email)
    emails: dict[str, int] = {}
    for address, user_id in _ask(OF_EMAILS, {"emails": addresses}):
        emails.setdefault(address, user_id)
    return Picture(people, users, identities, emails, workplaces)


def people_of(owner_id: int) -> dict[int, Person]:
    """By user: everybody who is or was employed by the owner."""
    users = _employees(owner_id)
    _add_posts(owner_id, users)
    _add_roles(owner_id, users)
    _add_identities(owner_id, users)
    return users


def _ask(sql: str, about: Mapping[str, Any]) -> list[Sequence[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, about)
        return list(cursor.fetchall())


def _employees(owner_id: int) -> dict[int, Person]:
    rows = Employee.objects.filter(owner=owner_id).order_by("pk")
    found = rows.values_list(
        "pk",
        "number",
        "left_on",
        "forgotten_at",
        "user_id",
        "user__first_name",
        "user__last_name",
        "user__email",
        "user__phone",
    )
    return {
        row[4]: Person(
            *row[4:], employee_id=row[0], number=row[1], left_on=row[2], forgotten_at=row[3]
        )
        for row in found.iterator(5000)
    }


def _add_posts(owner_id: int, users: dict[int, Person]) -> None:
    rows = Position.objects.filter(owner=owner_id).order_by("pk")
    found = rows.values_list(
        "employee__user_id",
        "pk",
        "workplace_id",
        "code__code",
        "code_id",
        "percent",
        "annual_pay_ore",
        "number",
        "starts_on",
        "ends_on",
    )
    for row in found.iterator(5000):
        users[row[0]].posts.append(Post(*row[1:]))


def _add_roles(owner_id: int, users: dict[int, Person]) -> None:
    rows = Membership.objects.filter(owner=owner_id).order_by("pk")
    found = rows.values_list(
        "user_id",
        "pk",
        "role",
        "workplace_id",
        "union_id",
        "stand_in_for_id",
        "starts_on",
        "ends_on",
    )
    for user_id, pk, role, workplace, union, stand_in_for, starts_on, ends_on in found.iterator(
        5000
    ):
        if user_id in users:
            is_employee = role == Role.EMPLOYEE and stand_in_for is None and workplace is None
            key = (role, workplace, union, stand_in_for)
            is_stand_in = stand_in_for is not None
            held = Held(pk, is_employee, is_stand_in, key, starts_on, ends_on)
            users[user_id].roles.append(held)


def _identities_in(entries: Entries) -> dict[IdentityKey, int]:
    """Whom the file's hashes belong to."""
    wanted = {key for entry in entries.entries.values() for key in entry.identities.items()}
    rows = _ask(OF_HASHES, {"hashes": ",".join(hashed for _, hashed in wanted)})
    return {(kind, hashed): user for kind, hashed, user in rows if (kind, hashed) in wanted}


def _add_known(users: dict[int, Person], more: Collection[int]) -> None:
    """Users known from elsewhere."""
    keys = {"users": ",".join(map(str, more))}
    for row in _ask(KNOWN, keys):
        users[row[0]] = Person(*row)
    for user_id, kind, hashed in _ask(OF_USERS, keys):
        users[user_id].identities[kind] = hashed


def _add_identities(owner_id: int, users: dict[int, Person]) -> None:
    rows = Identity.objects.filter(user__employments__owner=owner_id)
    for user_id, kind, hashed in rows.values_list("user_id", "kind", "keyed_hash").iterator(5000):
        users[user_id].identities[kind] = hashed
