"""Employment by hand, for owners without a staff system: hire, positions, leaving."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from audit.services import record
from staff.formats import day
from staff.identity import person_known_as
from staff.models import (
    Employee,
    Identity,
    Membership,
    Owner,
    Position,
    PositionCode,
    User,
    Workplace,
)
from staff.policy import organisation as policy
from staff.queries.codes import codes_in_force
from staff.roles import Role
from staff.services.appointments import guard_administrators
from staff.services.persons import (
    new_person,
    refuse_anothers_address,
    remember_national_id,
)
from staff.verdict import Refusal, require

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Post:
    """What a position is: `percent` in hundredths, the pay in øre for a year of a full post."""

    workplace: Workplace
    code: PositionCode
    percent: int
    annual_pay_ore: int


@transaction.atomic
def hire(
    *,
    owner: Owner,
    number: str,
    first_name: str,
    last_name: str,
    email: str,
    national_id: str,
    post: Post,
    starts_on: datetime.date,
    by: User,
) -> Employee:
    """Somebody new, or back, with a first position and the role of an employee.

    A person is recognised by the national id number, of which only a keyed hash is kept. Raises
    ValidationError with the field it concerns.
    """
    require(policy.may_employ(by, owner.pk))
    known = person_known_as(Identity.Kind.NATIONAL_ID, national_id) if national_id else None
    if known is None:
        refuse_anothers_address(email)
    user = known or new_person(
        first_name=first_name,
        last_name=last_name,
        email=email,
        written_language=owner.written_language,
    )
    if known is None and national_id:
        remember_national_id(user, national_id)
    employee = _employ(owner, user, number)
    _open(employee, post, starts_on, None)
    _give_role(employee, starts_on)
    record("employee.hired", subject=employee, by=by, starts_on=starts_on.isoformat())
    return employee


@transaction.atomic
def open_position(
    *,
    employee: Employee,
    post: Post,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
    by: User,
) -> Position:
    """One more position. Above a full post in all is allowed. Raises ValidationError, Refusal."""
    employee = _lock(employee, by)
    position = _open(employee, post, starts_on, ends_on)
    record("position.opened", subject=position, by=by, percent=position.percent)
    return position


@transaction.atomic
def change_position(
    *, position: Position, post: Post, starts_on: datetime.date, by: User
) -> Position:
    """From that day the post is another: the old row ends, a new one begins and keeps its number.

    On the position's first day it is corrected in place. Raises ValidationError, Refusal.
    """
    employee = _lock(position.employee, by)
    position = Position.objects.select_for_update(of=("self",)).get(pk=position.pk)
    if starts_on < position.starts_on or (position.ends_on and starts_on > position.ends_on):
        raise ValidationError({"starts_on": _("The position is not held on that day.")})
    number, ends_on = position.number, position.ends_on
    before = {"percent": position.percent, "workplace": position.workplace_id}
    if starts_on == position.starts_on:
        changed = _describe(position, post)
        _check(changed)
        changed.save()
    else:
        position.ends_on, position.number = starts_on - ONE_DAY, ""
        position.save(update_fields=["ends_on", "number"])
        changed = _open(employee, post, starts_on, ends_on, number=number)
    record("position.changed", subject=changed, by=by, before=before)
    return changed


@transaction.atomic
def end_position(*, position: Position, last_day: datetime.date, by: User) -> Position:
    """The position ends. Raises ValidationError before its first day, Refusal if it ended."""
    employee = _lock(position.employee, by)
    position = Position.objects.select_for_update(of=("self",)).get(pk=position.pk)
    if position.ends_on is not None and position.ends_on <= last_day:
        raise Refusal(_("The position has ended by then already."))
    if last_day < position.starts_on:
        raise ValidationError({"last_day": _("The position begins later.")})
    position.ends_on = last_day
    position.save(update_fields=["ends_on"])
    record("position.ended", subject=position, by=by, last_day=last_day.isoformat())
    _is_still_employed(employee, last_day)
    return position


@transaction.atomic
def leave(*, employee: Employee, last_day: datetime.date, by: User) -> Employee:
    """The person leaves the owner: positions and roles there end that day.

    What has not begun by then is taken away; what has been stays. Raises Refusal where a case
    stands on a post that never begins, and where the owner would have no administrator left.
    """
    employee = _lock(employee, by)
    if employee.positions.filter(starts_on__lte=last_day).exists() is False:
        raise ValidationError({"last_day": _("No position has begun on that day.")})
    _take_away_what_never_begins(employee, last_day)
    employee.positions.filter(starts_on__lte=last_day).exclude(ends_on__lte=last_day).update(
        ends_on=last_day
    )
    employee.left_on = last_day
    employee.save(update_fields=["left_on"])
    held = Membership.objects.filter(user=employee.user, owner=employee.owner)
    for role in held.filter(role=Role.ADMINISTRATOR).exclude(ends_on__lte=last_day):
        guard_administrators(role, last_day)
    stand_ins = Membership.objects.filter(stand_in_for__in=held)
    for roles in (stand_ins, held):
        roles.filter(starts_on__gt=last_day, stand_ins=None).delete()
        roles.exclude(ends_on__lte=last_day).update(ends_on=last_day)
    record("employee.left", subject=employee, by=by, last_day=last_day.isoformat())
    return employee


def _take_away_what_never_begins(employee: Employee, last_day: datetime.date) -> None:
    """Raises Refusal where a case stands on such a post."""
    for position in employee.positions.filter(starts_on__gt=last_day).select_related("code"):
        try:
            position.delete()
        except ProtectedError:
            raise Refusal(
                _(
                    "The post as %(post)s from %(day)s is used in an application. The application "
                    "must be withdrawn or ended first."
                )
                % {"post": position.code, "day": day(position.starts_on)}
            ) from None


def _lock(employee: Employee, by: User) -> Employee:
    """Raises PermissionDenied, and Refusal once the person has left."""
    employee = (
        Employee.objects.select_for_update(of=("self",))
        .select_related("user", "owner")
        .get(pk=employee.pk)
    )
    require(policy.may_employ(by, employee.owner_id))
    if employee.left_on is not None:
        raise Refusal(_("The person has left. Hire them again with a new position."))
    return employee


def _employ(owner: Owner, user: User, number: str) -> Employee:
    """The employment, new or taken up again. Raises ValidationError."""
    employee = Employee.objects.filter(owner=owner, user=user).first() or Employee(
        owner=owner, user=user
    )
    if employee.pk and employee.left_on is None:
        raise ValidationError(
            {
                "national_id": _("%(name)s is employed here already, with the number %(number)s.")
                % {"name": employee, "number": employee.number}
            }
        )
    taken = Employee.objects.filter(owner=owner, number=number).exclude(pk=employee.pk).first()
    if taken is not None:
        raise ValidationError({"number": _("%(name)s has this number.") % {"name": taken}})
    employee.number, employee.left_on, employee.forgotten_at = number, None, None
    employee.full_clean()
    employee.save()
    return employee


def _open(
    employee: Employee,
    post: Post,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
    *,
    number: str = "",
) -> Position:
    position = _describe(
        Position(
            owner_id=employee.owner_id,
            employee=employee,
            starts_on=starts_on,
            ends_on=ends_on,
            number=number,
        ),
        post,
    )
    _check(position)
    position.save()
    return position


def _describe(position: Position, post: Post) -> Position:
    position.workplace, position.code = post.workplace, post.code
    position.percent, position.annual_pay_ore = post.percent, post.annual_pay_ore
    return position


def _check(position: Position) -> None:
    """Workplace and code belong to the owner and are in use. Raises ValidationError."""
    workplace = position.workplace
    if workplace.owner_id != position.owner_id:
        raise ValidationError({"workplace": _("This is not a workplace of the owner.")})
    if workplace.ended_on and (position.ends_on is None or position.ends_on > workplace.ended_on):
        raise ValidationError({"workplace": _("The workplace is closed then.")})
    if not codes_in_force(position.owner_id, position.starts_on).filter(pk=position.code_id):
        raise ValidationError({"code": _("The position code is not in use on that day.")})
    position.full_clean()


def _give_role(employee: Employee, starts_on: datetime.date) -> None:
    held = Membership.objects.on(starts_on).filter(
        user=employee.user, owner=employee.owner, role=Role.EMPLOYEE
    )
    if not held.exists():
        Membership.objects.create(
            user=employee.user, owner=employee.owner, role=Role.EMPLOYEE, starts_on=starts_on
        )


def _is_still_employed(employee: Employee, last_day: datetime.date) -> None:
    """Ending the last position is leaving, with all that follows from it. Raises Refusal."""
    if not employee.positions.exclude(ends_on__lte=last_day).exists():
        raise Refusal(
            _("It is the last position. Register that the person leaves, which ends roles too.")
        )
