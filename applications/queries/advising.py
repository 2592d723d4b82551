"""Who advises on a case: the leaders of its workplace; where none of them may, the owner's
officers. It moves upward by itself, and back when a leader who may is there again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from applications.models import Application
from applications.states import RoundState, State
from staff.access import has_permission, holding, owner_ids, people_with
from staff.impartiality import barred_from, impartial_among
from staff.models import ConflictOfInterest, Membership, User
from staff.roles import Permission, roles_granting

LEADERS_TURN = (RoundState.OPEN, RoundState.WITH_LEADERS)
TO_ADVISE = (State.SUBMITTED, State.RECOMMENDED, State.NOT_RECOMMENDED)


@dataclass(frozen=True, slots=True)
class Advisers:
    """Who may advise today. `barred` are the leaders who may not, the applicant left out."""

    people: Sequence[User]
    barred: Sequence[User] = ()
    has_moved_up: bool = False


def advisers_of(application: Application) -> Advisers:
    """In at most four queries."""
    owner, about = application.owner, application.applicant_id
    leaders = people_with(
        Permission.APPLICATION_RECOMMEND, owner=owner, workplace=application.workplace
    )
    able = impartial_among(leaders, about, owner.pk)
    barred = [leader for leader in leaders if leader not in able and leader.pk != about]
    if able or not leaders:
        return Advisers(able, barred)
    officers = people_with(Permission.APPLICATION_RANK, owner=owner)
    return Advisers(impartial_among(officers, about, owner.pk), barred, has_moved_up=True)


def has_moved_up(application: Application) -> bool:
    """Asked of the database, unless the case was fetched `with_moved_up`."""
    known: bool | None = application.__dict__.get("moved_up")
    if known is not None:
        return known
    return Application.objects.filter(_no_leader_may(), pk=application.pk).exists()


def with_moved_up(cases: QuerySet[Application]) -> QuerySet[Application]:
    """Adds `moved_up` to each case, for lists."""
    return cases.annotate(moved_up=_no_leader_may())


def moved_up_to(user: User) -> Q | None:
    """The cases that have come to an officer for advice; None for whoever is no officer."""
    owners = owner_ids(user, Permission.APPLICATION_RANK)
    return Q(_no_leader_may(), owner__in=owners, state__in=TO_ADVISE) if owners else None


def may_be_asked(user: User, application: Application) -> bool:
    """Whether the person advises there by role: as leader, or as officer where it moved up."""
    owner_id = application.owner_id
    if has_permission(
        user,
        Permission.APPLICATION_RECOMMEND,
        owner_id=owner_id,
        workplace_id=application.workplace_id,
    ):
        return True
    is_officer = has_permission(user, Permission.APPLICATION_RANK, owner_id=owner_id)
    return is_officer and has_moved_up(application)


def barred_cases(user: User) -> Q:
    """The cases the person must not handle: their own, and where a conflict is declared."""
    barred = Q(applicant=user)
    for owner_id in {held.owner_id for held in holding(user, Permission.APPLICATION_READ)}:
        others = barred_from(user, owner_id) - {user.pk}
        if others:
            barred |= Q(owner=owner_id, applicant__in=others)
    return barred


def _no_leader_may() -> Q:
    """There are leaders of the workplace today, and each is barred from the applicant."""
    leaders = Membership.objects.on(timezone.localdate()).filter(
        role__in=roles_granting(Permission.APPLICATION_RECOMMEND),
        owner=OuterRef("owner"),
        workplace=OuterRef("workplace"),
    )
    leader, applicant = OuterRef("user"), OuterRef(OuterRef("applicant"))
    declared = ConflictOfInterest.objects.filter(
        Q(user=leader, about=applicant) | Q(user=applicant, about=leader),
        owner=OuterRef("owner"),
        withdrawn_on=None,
    )
    able = leaders.exclude(user=OuterRef("applicant")).exclude(Exists(declared))
    return Q(Exists(leaders)) & ~Q(Exists(able))
