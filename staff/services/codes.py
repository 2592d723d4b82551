"""Position codes and thresholds: dated rows; a change ends one and begins another."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.services import record
from staff.models import Owner, Position, PositionCode, StaffGroup, Threshold, User
from staff.policy import organisation as policy
from staff.verdict import Refusal, require


@transaction.atomic
def add_code(
    *,
    owner: Owner,
    code: str,
    name_nb: str,
    name_nn: str,
    staff_group: StaffGroup,
    starts_on: datetime.date,
    by: User,
) -> PositionCode:
    """A code of the owner's own, from a day. Raises ValidationError if it has one then."""
    require(policy.may_edit(by, owner.pk))
    made = PositionCode(
        owner=owner,
        code=code,
        name_nb=name_nb,
        name_nn=name_nn,
        staff_group=staff_group,
        valid=DateRange(starts_on, None),
    )
    made.full_clean()
    made.save()
    record("position_code.added", subject=made, by=by, group=staff_group.code)
    return made


@transaction.atomic
def map_code(*, code: PositionCode, staff_group: StaffGroup, by: User) -> PositionCode:
    """Say which group the code has meant all along. Raises Refusal.

    Only for a code nobody has placed: what has once been placed is remapped from a day.
    """
    code = _own(code, by)
    if code.staff_group.code != StaffGroup.UNMAPPED:
        raise Refusal(_("This code has a staff group. Give it another one from a day instead."))
    _is_a_real_group(staff_group)
    code.staff_group = staff_group
    code.save(update_fields=["staff_group"])
    record("position_code.mapped", subject=code, by=by, group=staff_group.code)
    return code


@transaction.atomic
def remap_code(
    *, code: PositionCode, staff_group: StaffGroup, starts_on: datetime.date, by: User
) -> PositionCode:
    """From that day the code means another group; before it, what it meant. Raises Refusal.

    Positions held on the day or later are cut at it: what lies before keeps the old row, so that
    history stays. Returns the new row.
    """
    code = _own(code, by)
    _is_a_real_group(staff_group)
    _begins_inside(code, starts_on)
    new = PositionCode(
        owner=code.owner,
        code=code.code,
        name_nb=code.name_nb,
        name_nn=code.name_nn,
        staff_group=staff_group,
        valid=DateRange(starts_on, code.valid.upper),
    )
    code.valid = DateRange(code.valid.lower, starts_on)
    code.save(update_fields=["valid"])
    new.full_clean()
    new.save()
    moved = _move_positions(code, new, starts_on)
    record("position_code.remapped", subject=new, by=by, group=staff_group.code, positions=moved)
    return new


@transaction.atomic
def end_code(*, code: PositionCode, last_day: datetime.date, by: User) -> PositionCode:
    """The code is not used after that day. Raises Refusal while posts with it go on."""
    code = _own(code, by)
    after = last_day + datetime.timedelta(days=1)
    _begins_inside(code, after)
    going_on = Position.objects.filter(code=code).exclude(ends_on__lte=last_day).count()
    if going_on:
        raise Refusal(
            ngettext(
                "%(count)d position with this code goes on after that day. Change it first.",
                "%(count)d positions with this code go on after that day. Change them first.",
                going_on,
            )
            % {"count": going_on}
        )
    code.valid = DateRange(code.valid.lower, after)
    code.save(update_fields=["valid"])
    record("position_code.ended", subject=code, by=by, last_day=last_day.isoformat())
    return code


@transaction.atomic
def set_threshold(
    *, owner: Owner, code: str, value: int, source: str, starts_on: datetime.date, by: User
) -> Threshold:
    """The owner's own number from that day; one it had until then ends. Raises ValidationError."""
    require(policy.may_edit(by, owner.pk))
    own = Threshold.objects.select_for_update().filter(owner=owner, code=code)
    for before in own.filter(valid__contains=starts_on):
        if before.valid.lower == starts_on:
            raise ValidationError({"starts_on": _("There already is a number from that day.")})
        before.valid = DateRange(before.valid.lower, starts_on)
        before.save(update_fields=["valid"])
    later = own.filter(valid__startswith__gt=starts_on).order_by("valid__startswith").first()
    made = Threshold(
        owner=owner,
        code=code,
        value=value,
        source=source,
        valid=DateRange(starts_on, later.valid.lower if later else None),
    )
    made.full_clean()
    made.save()
    record("threshold.set", subject=made, by=by, code=code, value=value)
    return made


def _own(code: PositionCode, by: User) -> PositionCode:
    """The code, locked, if the person may change it. Raises Refusal for everybody's codes."""
    code = PositionCode.objects.select_for_update(of=("self",)).get(pk=code.pk)
    if code.owner_id is None:
        raise Refusal(_("This code is everybody’s. Add a code of your own instead."))
    require(policy.may_edit(by, code.owner_id))
    return code


def _is_a_real_group(group: StaffGroup) -> None:
    if group.code == StaffGroup.UNMAPPED:
        raise Refusal(_("Choose a staff group."))


def _begins_inside(code: PositionCode, day: datetime.date) -> None:
    starts, ends = code.valid.lower, code.valid.upper
    if (starts and day <= starts) or (ends and day >= ends):
        raise Refusal(_("The day must lie inside the period of the code."))


def _move_positions(old: PositionCode, new: PositionCode, day: datetime.date) -> int:
    """Posts from the day on get the new row; one that is held across it becomes two."""
    Position.objects.filter(code=old, starts_on__gte=day).update(code=new)
    across = list(Position.objects.select_for_update().on(day).filter(code=old))
    numbers = {position.pk: position.number for position in across}
    for position in across:
        Position.objects.filter(pk=position.pk).update(
            ends_on=day - datetime.timedelta(days=1), number=""
        )
        position.number = numbers[position.pk]
        position.pk, position.code, position.starts_on = None, new, day
        position._state.adding = True
    Position.objects.bulk_create(across, batch_size=1000)
    return len(across)
