"""Carrying a plan out: every table in one go, all within the caller's transaction."""

import secrets
from collections.abc import Callable, Sequence
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.db.backends.postgresql.psycopg_any import DateRange

from notifications.outbox import owe
from staff.importing.picture import Post
from staff.importing.plan import Edit, Newcomer, Plan
from staff.models import (
    Employee,
    Identity,
    ImportBatch,
    Membership,
    Position,
    PositionCode,
    StaffGroup,
    User,
)
from staff.roles import Role
from staff.services import import_writing as writing
from staff.services.import_survey import Survey

POST: Final = (
    "workplace_id",
    "code_id",
    "percent",
    "annual_pay_ore",
    "number",
    "starts_on",
    "ends_on",
)
USER: Final = ("first_name", "last_name", "email", "phone")
EMPLOYEE: Final = ("number", "left_on", "forgotten_at")
ROLE: Final = ("starts_on", "ends_on")


def carry_out(batch: ImportBatch, found: Survey, told: Callable[[int], None]) -> None:
    """Raises Overtaken where something is no longer as it was when the plan was made.

    `told` hears the percentage done; reading the file was the first half.
    """
    plan = found.plan
    codes = found.codes.ids | _new_codes(batch, found)
    users, employees = _newcomers(batch, plan.newcomers)
    told(58)
    _identities(plan, users)
    told(65)
    _roles(batch, plan, users)
    told(75)
    opened = [
        (batch.owner_id, employees.get(str(opening.employee), opening.employee))
        + _columns(opening.post, codes)
        for opening in plan.openings
    ]
    writing.insert(Position, ("owner_id", "employee_id", *POST), opened)
    writing.edit(
        Position,
        POST,
        [
            (before.pk or 0, _columns(before, codes), _columns(after, codes))
            for before, after in plan.posts
        ],
    )
    told(92)
    writing.edit(User, USER, _rows(plan.users))
    writing.edit(Employee, EMPLOYEE, _rows(plan.employees))
    _tell_former_addresses(plan.users)


def _rows(edits: Sequence[Edit]) -> list[tuple[int, Sequence[Any], Sequence[Any]]]:
    return [(edit.pk, edit.before, edit.after) for edit in edits]


def _columns(post: Post, codes: dict[str, int]) -> tuple[Any, ...]:
    return (
        post.workplace_id,
        post.code_id or codes[post.code],
        post.percent,
        post.pay_ore,
        post.number,
        post.starts_on,
        post.ends_on,
    )


def _new_codes(batch: ImportBatch, found: Survey) -> dict[str, int]:
    """Codes nobody knows become the owner's, in the group of those that wait to be placed."""
    if not found.new_codes:
        return {}
    group, _ = StaffGroup.objects.get_or_create(
        code=StaffGroup.UNMAPPED,
        defaults={"name_nb": "Ikke plassert", "name_nn": "Ikkje plassert", "place": 999},
    )
    made = {}
    for code, name in found.new_codes.items():
        later = PositionCode.objects.filter(
            owner=batch.owner_id, code=code, valid__startswith__gt=batch.counts_from
        )
        next_row = later.order_by("valid__startswith").first()
        until = next_row.valid.lower if next_row else None
        made[code] = PositionCode.objects.create(
            owner_id=batch.owner_id,
            code=code,
            name_nb=name or code,
            name_nn=name or code,
            staff_group=group,
            valid=DateRange(batch.counts_from, until),
        ).pk
    return made


def _newcomers(
    batch: ImportBatch, newcomers: Sequence[Newcomer]
) -> tuple[dict[str, int], dict[str, int]]:
    """The user and the employee of each, by employee number."""
    unknown = [newcomer for newcomer in newcomers if newcomer.user_id is None]
    keys = writing.next_ids(User, len(unknown))
    users = {new.number: new.user_id for new in newcomers if new.user_id is not None}
    users |= {new.number: key for new, key in zip(unknown, keys, strict=True)}
    language = batch.owner.written_language
    writing.insert(
        User,
        ("id", "username", "password", "written_language", *USER),
        [
            (
                key,
                secrets.token_hex(16),
                f"!{secrets.token_urlsafe(30)}",  # no password is ever like this
                language,
                new.first_name,
                new.last_name,
                new.email,
                new.phone,
            )
            for new, key in zip(unknown, keys, strict=True)
        ],
    )
    keys = writing.next_ids(Employee, len(newcomers))
    writing.insert(
        Employee,
        ("id", "owner_id", "user_id", "number"),
        [
            (key, batch.owner_id, users[new.number], new.number)
            for new, key in zip(newcomers, keys, strict=True)
        ],
    )
    return users, {new.number: key for new, key in zip(newcomers, keys, strict=True)}


def _identities(plan: Plan, users: dict[str, int]) -> None:
    """A name that has changed makes room first: it may become somebody else's."""
    for user_id, kind, old, _ in plan.identity_edits:
        Identity.objects.filter(user=user_id, kind=kind, keyed_hash=old).delete()
    rows = [(user, kind, new) for user, kind, _, new in plan.identity_edits]
    rows += [
        (users[who] if isinstance(who, str) else who, kind, hashed)
        for who, kind, hashed in plan.identities
    ]
    writing.insert(Identity, ("user_id", "kind", "keyed_hash"), rows)


def _roles(batch: ImportBatch, plan: Plan, users: dict[str, int]) -> None:
    """A file gives nobody more than the role of an employee."""
    given = [(users[new.number], new.role_from) for new in plan.newcomers] + plan.roles
    writing.insert(
        Membership,
        ("user_id", "role", "owner_id", "starts_on"),
        [(user, Role.EMPLOYEE.value, batch.owner_id, day) for user, day in given],
    )
    writing.delete(Membership, plan.stand_ins_dropped)
    writing.edit(Membership, ROLE, _rows(plan.memberships))


def _tell_former_addresses(edits: Sequence[Edit]) -> None:
    """The new address opens the log-in, so whoever has used the old one hears of it there."""
    moved = {
        edit.pk: edit.before[2]
        for edit in edits
        if edit.before[2] and edit.before[2].lower() != edit.after[2].lower()
    }
    used = User.objects.filter(pk__in=list(moved), last_login__isnull=False)
    for user_id in used.values_list("pk", flat=True):
        address, _ = EmailAddress.objects.get_or_create(user_id=user_id, email=moved[user_id])
        owe("staff.farewell.tell_former_address", address_id=address.pk)
