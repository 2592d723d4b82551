"""Giving a role, setting its last day, keeping it: what an owner's administrator does."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from staff.formats import day
from staff.messages import appointments as messages
from staff.models import Membership, Owner, OwnerKind, Union, User, Workplace
from staff.policy import roles as policy
from staff.queries.roles import administrators, first_gap, for_display, known_to, overlapping
from staff.roles import APPOINTED, AT_A_WORKPLACE, FOR_A_UNION, Role
from staff.verdict import Refusal, require

DAY = datetime.timedelta(days=1)


@transaction.atomic
def appoint(
    *,
    user: User,
    role: Role,
    owner: Owner,
    workplace: Workplace | None,
    union: Union | None,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
    by: User,
) -> Membership:
    """Give somebody known to the owner a role there, both days included; None: until further
    notice.

    Raises PermissionDenied for oneself, Refusal where the role does not fit the place or is held
    already, ValidationError on dates the wrong way round.
    """
    owner = lock(owner)
    require(policy.may_appoint(by, owner.pk, whom=user))
    _fits(role, owner, workplace, union)
    guard_person(user, owner)
    guard_start(starts_on)
    appointed = Membership(
        user=user,
        role=role,
        owner=owner,
        workplace=workplace,
        union=union,
        starts_on=starts_on,
        ends_on=ends_on,
        appointed_by=by,
    )
    guard_overlap(appointed)
    appointed.full_clean()
    appointed.save()
    record("role.appointed", subject=appointed, by=by, **facts(appointed))
    messages.appointed(appointed)
    return appointed


@transaction.atomic
def end_role(*, membership: Membership, ends_on: datetime.date, by: User) -> None:
    """Set the last day of a role: earlier, or, for somebody else's, later. Stand-ins end with it.

    Yesterday ends it at once. A role that has not begun before that is called off: the row goes,
    history keeps it. Raises Refusal where the owner would be left without an administrator.
    """
    membership = lock_role(membership)
    require(policy.may_end(by, membership))
    if membership.ends_on is None or ends_on <= membership.ends_on:
        guard_last_day(ends_on)
    else:
        require(policy.may_appoint(by, membership.owner_id, whom=membership.user))
        guard_overlap(membership, ends_on=ends_on)
    guard_administrators(membership, ends_on)
    for stand_in in _stand_ins_after(membership, ends_on):
        close(stand_in, ends_on, by=by)
    close(membership, ends_on, by=by)


@transaction.atomic
def keep_role(*, membership: Membership, by: User) -> Membership:
    """A role nobody uses is needed all the same: it counts as used today."""
    membership = lock_role(membership)
    require(policy.may_keep(by, membership))
    membership.last_used_on = timezone.localdate()
    membership.save(update_fields=["last_used_on"])
    record("role.kept", subject=membership, by=by)
    return membership


@transaction.atomic
def use_role(*, membership: Membership, by: User) -> None:
    """Note that somebody acts in the role today: at most one write a day, and no history of it."""
    today = timezone.localdate()
    if membership.user_id != by.pk or membership.last_used_on == today:
        return
    Membership.objects.filter(pk=membership.pk).update(last_used_on=today)
    membership.last_used_on = today


def lock(owner: Owner) -> Owner:
    """The owner's roles change one at a time: two administrators cannot end each other."""
    return Owner.objects.select_for_update(no_key=True).get(pk=owner.pk)


def lock_role(membership: Membership) -> Membership:
    """The role as it is now. One that belongs to no owner is locked by itself."""
    if membership.owner is not None:
        lock(membership.owner)
    rows = for_display(Membership.objects.all())
    return rows.select_for_update(of=("self",)).get(pk=membership.pk)


def guard_person(user: User, owner: Owner) -> None:
    """Raises Refusal for somebody the owner does not know."""
    if not known_to(owner.pk, timezone.localdate()).filter(pk=user.pk).exists():
        raise Refusal(
            _("%(name)s neither works for %(owner)s nor holds a role there.")
            % {"name": user, "owner": owner}
        )


def guard_start(starts_on: datetime.date) -> None:
    if starts_on < timezone.localdate():
        raise Refusal(_("The first day is today or later: nobody gets a role backwards in time."))


def guard_last_day(ends_on: datetime.date) -> None:
    if ends_on < timezone.localdate() - DAY:
        raise Refusal(_("The last day cannot be earlier than yesterday: what was done, was done."))


def guard_overlap(role: Membership, *, ends_on: datetime.date | None = None) -> None:
    """Raises Refusal where the person holds the same role, or stands in in it, at that time."""
    same = Membership.objects.filter(
        user=role.user,
        role=role.role,
        owner=role.owner,
        workplace=role.workplace,
        union=role.union,
    ).exclude(pk=role.pk)
    held = overlapping(same, role.starts_on, ends_on or role.ends_on).first()
    if held is None:
        return
    words = {"name": role.user, "first": day(held.starts_on), "last": day(held.ends_on)}
    if held.ends_on is None:
        raise Refusal(_("%(name)s has this role already, from %(first)s.") % words)
    raise Refusal(_("%(name)s has this role already, from %(first)s to %(last)s.") % words)


def close(role: Membership, ends_on: datetime.date, *, by: User) -> None:
    """Write the last day, or take away what has not begun; and tell the holder."""
    if ends_on < role.starts_on:
        record("role.called_off", subject=role, by=by, **facts(role))
        messages.called_off(role)
        role.delete()
        return
    role.ends_on = ends_on
    role.save(update_fields=["ends_on"])
    record("role.last_day_set", subject=role, by=by, ends_on=ends_on.isoformat())
    messages.last_day_set(role)


def facts(role: Membership) -> dict[str, Any]:
    """What history keeps of a role: keys and days."""
    return {
        "user": role.user_id,
        "role": str(role.role),
        "workplace": role.workplace_id,
        "union": role.union_id,
        "stand_in_for": role.stand_in_for_id,
        "starts_on": role.starts_on.isoformat(),
        "ends_on": role.ends_on.isoformat() if role.ends_on else None,
    }


def _fits(role: Role, owner: Owner, workplace: Workplace | None, union: Union | None) -> None:
    """Raises Refusal where the role does not belong there."""
    if role not in APPOINTED:
        raise Refusal(
            _("Nobody is appointed to this role here: it follows a post, or is no owner’s to give.")
        )
    if role == Role.TRAINING_BOARD and owner.kind != OwnerKind.COUNTY:
        raise Refusal(_("Only a county authority has a vocational training board."))
    if role in AT_A_WORKPLACE and workplace is None:
        raise Refusal(_("This role is held at a workplace: choose which."))
    if role not in AT_A_WORKPLACE and workplace is not None:
        raise Refusal(_("This role is held for the whole owner, not for one workplace."))
    if workplace is not None and workplace.owner_id != owner.pk:
        raise Refusal(_("That workplace belongs to another owner."))
    if role in FOR_A_UNION and union is None:
        raise Refusal(_("Choose which union the person represents."))
    if role not in FOR_A_UNION and union is not None:
        raise Refusal(_("Only a union representative represents a union."))


def guard_administrators(role: Membership, ends_on: datetime.date) -> None:
    """Raises Refusal where a day would come, earlier than now, without an administrator."""
    if role.role != Role.ADMINISTRATOR or role.owner_id is None:
        return
    today = timezone.localdate()
    others = list(
        administrators(role.owner_id).exclude(pk=role.pk).values_list("starts_on", "ends_on")
    )
    before = first_gap([*others, (role.starts_on, role.ends_on)], today)
    after = first_gap([*others, (role.starts_on, ends_on)], today)
    if after is not None and (before is None or after < before):
        raise Refusal(
            _(
                "From %(day)s %(owner)s would have no administrator. Appoint another one first, "
                "until further notice."
            )
            % {"day": day(after), "owner": role.owner}
        )


def _stand_ins_after(role: Membership, ends_on: datetime.date) -> list[Membership]:
    return list(
        for_display(role.stand_ins.filter(ends_on__gt=ends_on)).select_for_update(of=("self",))
    )
