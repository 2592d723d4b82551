"""Undoing a file as a new fact: a batch of its own, with the inverse of every change."""

import json
from collections.abc import Callable, Collection, Sequence
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staff.importing.picture import Post
from staff.importing.plan import Change, Edit
from staff.importing.states import ImportState
from staff.importing.undoing import Undoing, put_back, turned
from staff.models import (
    Employee,
    Identity,
    ImportBatch,
    ImportChange,
    Membership,
    Position,
    PositionCode,
    StaffGroup,
    User,
    Workplace,
)
from staff.queries.staffing import people_of
from staff.services import import_writing as writing
from staff.services.import_carrying import EMPLOYEE, POST, ROLE, USER
from staff.verdict import Refusal

CHANGE: Final = ("kind", "number", "name", "row", "before", "after", "consequences")
NAMED_AT_MOST: Final = 10


def change_columns(change: Change) -> tuple[Any, ...]:
    """As `CHANGE` names them."""
    return (
        change.kind,
        change.number,
        change.name,
        change.row,
        json.dumps(change.before),
        json.dumps(change.after),
        json.dumps(change.consequences),
    )


def plan_undoing(batch: ImportBatch) -> Undoing:
    """What puts the file's changes back. Raises Refusal, with names, where something is newer."""
    changes = [
        Change(*row)
        for row in batch.changes.order_by("pk").values_list(*CHANGE[:-1]).iterator(5000)
    ]
    places = dict(Workplace.objects.filter(owner=batch.owner_id).values_list("pk", "name"))
    undoing = put_back(changes, people_of(batch.owner_id).values(), places)
    stuck = {change.name: None for change in undoing.in_the_way}
    stuck |= dict.fromkeys(_built_on(undoing))
    if stuck:
        names = ", ".join(list(stuck)[:NAMED_AT_MOST])
        more = len(stuck) - NAMED_AT_MOST
        if more > 0:
            names += " " + ngettext("and %(count)s more", "and %(count)s more", more) % {
                "count": more
            }
        raise Refusal(
            _(
                "The file cannot be undone: something has happened since with %(names)s. "
                "Correct them one by one, or upload a new file."
            )
            % {"names": names}
        )
    return undoing


def put_all_back(batch: ImportBatch, user_id: int, told: Callable[[int], None]) -> ImportBatch:
    """Raises Refusal and Overtaken; the caller's transaction takes it all back."""
    undoing = plan_undoing(batch)
    told(batch.total_rows // 3)
    _write(undoing)
    _drop_codes(batch)
    told(batch.total_rows * 2 // 3)
    now = timezone.now()
    made = ImportBatch.objects.create(
        owner=batch.owner,
        state=ImportState.APPLIED,
        format=batch.format,
        file_name=batch.file_name,
        sha256=batch.sha256,
        lists_everybody=batch.lists_everybody,
        counts_from=batch.counts_from,
        uploaded_by_id=user_id,
        uploaded_at=now,
        total_rows=batch.total_rows,
        checked_at=now,
        applied_by_id=user_id,
        applied_at=now,
        undoes=batch,
    )
    changes = [
        turned(Change(*row))
        for row in batch.changes.order_by("pk").values_list(*CHANGE[:-1]).iterator(5000)
    ]
    writing.insert(
        ImportChange,
        ("owner_id", "batch_id", *CHANGE),
        [(batch.owner_id, made.pk, *change_columns(change)) for change in changes],
    )
    kinds = [change.kind for change in changes]
    made.counts = {kind: kinds.count(kind) for kind in ImportChange.Kind.values}
    made.save(update_fields=["counts"])
    return made


def _write(undoing: Undoing) -> None:
    _give_back(undoing.roles)
    writing.edit(
        Position,
        POST,
        [(key, _columns(now), _columns(then)) for key, (now, then) in undoing.posts.items()],
    )
    for model, columns, edits in (
        (User, USER, undoing.users),
        (Employee, EMPLOYEE, undoing.employees),
    ):
        for name in columns:
            writing.edit(
                model,
                (name,),
                [
                    (key, (old[name],), (new[name],))
                    for key, (old, new) in edits.items()
                    if name in old
                ],
            )
    for user_id, kind, before, after in undoing.identities:
        Identity.objects.filter(user=user_id, kind=kind, keyed_hash=after).delete()
        if before is not None:
            Identity.objects.create(user_id=user_id, kind=kind, keyed_hash=before)
    writing.delete(Position, list(undoing.posts_made))
    writing.delete(Membership, list(undoing.roles_made))
    writing.delete(Employee, list(undoing.employees_made))
    _drop_users(undoing.users_made)


def _give_back(roles: Sequence[Edit]) -> None:
    """A stand-in's role lies inside the one it stands in for, which comes first."""
    keys = [edit.pk for edit in roles]
    held = Membership.objects.filter(pk__in=keys, stand_in_for__isnull=False)
    stand_ins = set(held.values_list("pk", flat=True))
    for is_stand_in in (False, True):
        edits = [edit for edit in roles if (edit.pk in stand_ins) is is_stand_in]
        writing.edit(Membership, ROLE, [(edit.pk, edit.before, edit.after) for edit in edits])


def _columns(post: Post) -> tuple[Any, ...]:
    return (
        post.workplace_id,
        post.code_id,
        post.percent,
        post.pay_ore,
        post.number,
        post.starts_on,
        post.ends_on,
    )


def _drop_codes(batch: ImportBatch) -> None:
    """Codes the file brought in go again, unless somebody has placed or used them since."""
    brought = PositionCode.objects.filter(
        owner=batch.owner_id,
        code__in=batch.counts.get("unmapped", {}),
        staff_group__code=StaffGroup.UNMAPPED,
        valid__startswith=batch.counts_from,
    )
    brought.exclude(positions__isnull=False).delete()


# ── What others have built on it ─────────────────────────────────────────────────────────────────


def _built_on(undoing: Undoing) -> list[str]:
    """Names of those whose new rows something else refers to by now."""
    ours = {
        Position: set(undoing.posts_made),
        Membership: set(undoing.roles_made),
        Employee: set(undoing.employees_made),
    }
    found: list[str] = []
    for model, made in (
        (Position, undoing.posts_made),
        (Membership, undoing.roles_made),
        (Employee, undoing.employees_made),
    ):
        found += [made[key].name for key in sorted(_referred(model, ours[model], ours))]
    return found


def _referred(
    model: type[models.Model], keys: Collection[int], but: dict[type[Any], set[int]]
) -> set[int]:
    """Those of the rows that a foreign key points at, from other rows than those in `but`."""
    found: set[int] = set()
    for relation in model._meta.get_fields(include_hidden=True):
        if not keys or not (relation.one_to_many or relation.one_to_one) or relation.concrete:
            continue
        source: type[models.Model] = relation.related_model  # type: ignore[assignment]
        name = relation.field.column  # type: ignore[union-attr]
        table, key = source._meta.db_table, source._meta.pk.column
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT "{name}" FROM "{table}" WHERE "{name}" = ANY(%s)'  # noqa: S608
                f' AND NOT ("{key}" = ANY(%s))',
                [list(keys), list(but.get(source, ()))],
            )
            found |= {row[0] for row in cursor.fetchall()}
    return found


def _drop_users(made: Sequence[int]) -> None:
    """Users the file made go with their log-ins, unless anything else has to do with them."""
    own = set(Identity.objects.filter(user__in=made).values_list("pk", flat=True))
    kept = _referred(get_user_model(), set(made), {Identity: own})
    gone = [key for key in made if key not in kept]
    writing.delete(
        Identity, list(Identity.objects.filter(user__in=gone).values_list("pk", flat=True))
    )
    writing.delete(User, gone)
