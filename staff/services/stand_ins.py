"""Standing in for somebody between two dates, in their role."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services import record
from staff.formats import day
from staff.impartiality import is_impartial
from staff.messages import appointments as messages
from staff.models import Membership, User
from staff.policy import roles as policy
from staff.services.appointments import (
    close,
    facts,
    guard_last_day,
    guard_overlap,
    guard_person,
    guard_start,
    lock_role,
)
from staff.verdict import Refusal, refused, require


@transaction.atomic
def name_stand_in(
    *,
    membership: Membership,
    user: User,
    starts_on: datetime.date,
    ends_on: datetime.date,
    by: User,
) -> Membership:
    """Let somebody known to the owner act in the role, both days included.

    Raises PermissionDenied for oneself, Refusal outside the role's dates or for a holder of the
    same role, ValidationError on dates the wrong way round.
    """
    held = lock_role(membership)
    require(policy.may_name_stand_in(by, held))
    if user.pk in (held.user_id, by.pk):
        require(refused(_("Nobody stands in for themselves, or makes themselves a stand-in.")))
    require(is_impartial(by, user.pk, held.owner_id))
    assert held.owner is not None  # noqa: S101  (the policy asks for an owner)
    guard_person(user, held.owner)
    guard_start(starts_on)
    stand_in = Membership(
        user=user,
        role=held.role,
        owner=held.owner,
        workplace=held.workplace,
        union=held.union,
        stand_in_for=held,
        starts_on=starts_on,
        ends_on=ends_on,
        appointed_by=by,
    )
    guard_overlap(stand_in)
    stand_in.full_clean()
    _lies_inside(stand_in, held)
    stand_in.save()
    record("role.stand_in_named", subject=stand_in, by=by, **facts(stand_in))
    messages.standing_in(stand_in, by=by)
    return stand_in


@transaction.atomic
def end_stand_in(*, membership: Membership, ends_on: datetime.date, by: User) -> None:
    """Set an earlier last day; yesterday ends it at once, and before it begins calls it off."""
    stand_in = lock_role(membership)
    require(policy.may_end_stand_in(by, stand_in))
    guard_last_day(ends_on)
    if stand_in.ends_on is not None and ends_on > stand_in.ends_on:
        raise Refusal(_("A stand-in is not made longer: name one for the days that follow."))
    close(stand_in, ends_on, by=by)


def _lies_inside(stand_in: Membership, held: Membership) -> None:
    """Raises Refusal where the stand-in would outlast the role. The database refuses it too."""
    words = {"first": day(held.starts_on), "last": day(held.ends_on)}
    if stand_in.starts_on < held.starts_on:
        raise Refusal(_("The role begins on %(first)s: nobody can stand in before that.") % words)
    if held.ends_on is not None and (stand_in.ends_on is None or stand_in.ends_on > held.ends_on):
        raise Refusal(_("The role ends on %(last)s: nobody can stand in after that.") % words)
