"""Nobody decides on themselves, nor on a person with whom a conflict of interest is declared.

Forvaltningsloven on impartiality: it also bars from preparing a decision. The declaration says
about whom, never why, and works both ways.
"""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staff.access import memberships_of
from staff.models import ConflictOfInterest, Membership, User
from staff.roles import Permission, roles_granting
from staff.verdict import ALLOWED, Verdict, refused

ONESELF = _("You cannot handle your own application; it moves to someone else.")
IN_CONFLICT = _(
    "A conflict of interest is declared between you and the person this is about, so it moves to "
    "someone else."
)


def barred_from(user: User, owner_id: int | None) -> frozenset[int]:
    """Whose cases the person must not handle at the owner: their own first of all."""
    declared = {
        other
        for held in memberships_of(user)
        if held.owner_id == owner_id
        for other in held.barred_from
    }
    return frozenset({user.pk, *declared})


def is_impartial(user: User, about: int | Iterable[int], owner_id: int | None) -> Verdict:
    """Whether the person may handle what is about these people (keys of users) at the owner.

    No question to the database beyond the roles held, which are fetched once per request.
    """
    people = {about} if isinstance(about, int) else set(about)
    if user.pk in people:
        return refused(ONESELF)
    if people & barred_from(user, owner_id):
        return refused(IN_CONFLICT)
    return ALLOWED


def impartial_among(people: Iterable[User], about: int, owner_id: int | None) -> list[User]:
    """Those who may handle what is about that one person, in the same order."""
    asked = list(people)
    found = ConflictOfInterest.objects.filter(owner=owner_id, withdrawn_on=None).filter(
        Q(user__in=asked, about=about) | Q(user=about, about__in=asked)
    )
    barred = {about}.union(*found.values_list("user", "about"))
    return [person for person in asked if person.pk not in barred]


def somebody_can(permission: Permission, about: Iterable[int], owner_id: int | None) -> bool:
    """Whether anybody who holds the permission for the whole owner is barred from none of them."""
    people = set(about)
    holders = set(
        Membership.objects.on(timezone.localdate())
        .filter(owner=owner_id, workplace=None, role__in=roles_granting(permission))
        .values_list("user", flat=True)
    )
    declared = ConflictOfInterest.objects.filter(owner=owner_id, withdrawn_on=None).filter(
        Q(user__in=holders, about__in=people) | Q(user__in=people, about__in=holders)
    )
    for one, other in declared.values_list("user", "about"):
        holders -= ({one} if other in people else set()) | ({other} if one in people else set())
    return bool(holders - people)
