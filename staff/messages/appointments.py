"""What people are told about roles: their own, those they keep in order, and conflicts.

All of it is important: it changes what somebody may do.
"""

import datetime
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notifications.services import Words, tell_each
from staff.access import people_with
from staff.formats import day
from staff.models import ConflictOfInterest, Membership, Owner, User
from staff.roles import Permission

NAMED_AT_MOST = 10


def appointed(role: Membership) -> None:
    _to_holder(
        role,
        "appointed",
        lambda: (
            _("You have the role %(role)s at %(place)s") % _names(role),
            _("It begins on %(first)s and lasts until %(last)s.") % _dates(role)
            if role.ends_on
            else _("It begins on %(first)s and lasts until further notice.") % _dates(role),
        ),
    )


def last_day_set(role: Membership) -> None:
    _to_holder(
        role,
        f"ends-{role.ends_on}",
        lambda: (
            _("Your role %(role)s at %(place)s ends") % _names(role),
            _("The last day is %(last)s.") % _dates(role),
        ),
    )


def called_off(role: Membership) -> None:
    """The role will not be held after all; its row is about to go."""
    _to_holder(
        role,
        "called-off",
        lambda: (
            _("The role %(role)s at %(place)s is called off") % _names(role),
            _("It was to begin on %(first)s. You cannot act in it.") % _dates(role),
        ),
    )


def standing_in(stand_in: Membership, *, by: User) -> None:
    """The stand-in; and, where somebody else named them, the holder of the role."""
    appointed(stand_in)
    held = stand_in.stand_in_for
    if held is None or held.user_id == by.pk:
        return
    _to_holder(
        held,
        f"stand-in-{stand_in.pk}",
        lambda: (
            _("%(name)s stands in for you") % {"name": stand_in.user},
            _("From %(first)s to %(last)s, in your role %(role)s.")
            % {**_dates(stand_in), "role": held.role_label},
        ),
        names_others=True,
    )


def conflict_declared(conflict: ConflictOfInterest) -> None:
    """The other one is barred too, and must know; why is nobody's business."""
    _about_conflict(
        conflict,
        "declared",
        lambda: (
            _("%(name)s has declared a conflict of interest with you") % {"name": conflict.user},
            _("Neither of you handles the other’s cases at %(owner)s. They move to somebody else.")
            % {"owner": conflict.owner},
        ),
    )


def conflict_withdrawn(conflict: ConflictOfInterest) -> None:
    _about_conflict(
        conflict,
        "withdrawn",
        lambda: (
            _("%(name)s has withdrawn the conflict of interest with you") % {"name": conflict.user},
            _("You may handle each other’s cases at %(owner)s again.") % {"owner": conflict.owner},
        ),
    )


def ends_soon(role: Membership) -> None:
    """Word to the holder and to the owner's administrators, once for that last day."""
    _to_holder(
        role,
        f"soon-{role.ends_on}",
        lambda: (
            _("Your role %(role)s at %(place)s ends soon") % _names(role),
            _("The last day is %(last)s. Say so if you are to go on.") % _dates(role),
        ),
    )
    if role.owner is None:
        return
    keepers = people_with(Permission.ROLE_APPOINT, owner=role.owner)
    tell_each(
        [keeper for keeper in keepers if keeper.pk != role.user_id],
        f"{_key(role)}:soon-{role.ends_on}:keeper",
        lambda: (
            _("A role ends soon: %(name)s, %(role)s") % _names(role),
            _("The last day is %(last)s. Appoint somebody if the work goes on.") % _dates(role),
        ),
        reverse("roles:detail", args=[role.pk]),
        owner_id=role.owner_id,
        important=True,
    )


def unused(owner: Owner, roles: Sequence[Membership], on: datetime.date) -> None:
    """One message to each administrator, however many the roles are."""
    lines = [f"{role.user}: {role.role_label}, {role.place_label}" for role in roles]
    named = "\n".join(lines[:NAMED_AT_MOST])
    more = len(lines) - NAMED_AT_MOST

    def words() -> tuple[str, str]:
        count = {"count": len(roles)}
        subject = ngettext(
            "%(count)d role is not used and may be removed",
            "%(count)d roles are not used and may be removed",
            len(roles),
        )
        rest = "\n" + _("and %(count)d more") % {"count": more} if more > 0 else ""
        return subject % count, f"{named}{rest}"

    tell_each(
        people_with(Permission.ROLE_APPOINT, owner=owner),
        f"roles-unused:{owner.pk}:{on}",
        words,
        reverse("roles:index"),
        owner_id=owner.pk,
        important=True,
    )


def _names(role: Membership) -> dict[str, object]:
    return {"name": role.user, "role": role.role_label, "place": role.place_label}


def _dates(role: Membership) -> dict[str, str]:
    return {"first": day(role.starts_on), "last": day(role.ends_on)}


def _key(role: Membership) -> str:
    return f"role:{role.pk}"


def _to_holder(
    role: Membership, occasion: str, words: Words, *, names_others: bool = False
) -> None:
    tell_each(
        [role.user],
        f"{_key(role)}:{occasion}",
        words,
        reverse("roles:mine"),
        owner_id=role.owner_id,
        important=True,
        about_recipient=role.stand_in_for_id is None and not names_others,
    )


def _about_conflict(conflict: ConflictOfInterest, occasion: str, words: Words) -> None:
    tell_each(
        [conflict.about],
        f"conflict:{conflict.pk}:{occasion}",
        words,
        reverse("roles:mine"),
        owner_id=conflict.owner_id,
        important=True,
    )
