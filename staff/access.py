"""What a person holds today, and what follows: where they may look, what they may do."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, Q, When
from django.utils import timezone

from staff.models import ConflictOfInterest, Membership, Owner, User, Workplace
from staff.roles import Permission, roles_granting


def memberships_of(user: User) -> list[Membership]:
    """The roles held today, also as a stand-in; asked for once per request.

    Each comes with `barred_from`, the people whose cases its holder must not handle there.
    """
    held: list[Membership] | None = getattr(user, "_memberships_held", None)
    if held is None:
        held = list(
            Membership.objects.on(timezone.localdate())
            .filter(user=user)
            .select_related("owner", "workplace", "union", "stand_in_for__user")
            .annotate(barred_from=_in_conflict_with_the_holder())  # type: ignore[no-redef]
            .order_by("pk")
        )
        user._memberships_held = held  # type: ignore[attr-defined]
    return held


def holding(user: User, permission: Permission) -> list[Membership]:
    return [held for held in memberships_of(user) if held.grants(permission)]


def has_permission(
    user: User,
    permission: Permission,
    *,
    owner_id: int | None,
    workplace_id: int | None = None,
) -> bool:
    """Whether a role held at the owner, or in that workplace of it, grants the permission.

    A role tied to one workplace reaches only that workplace.
    """
    return any(
        held.owner_id == owner_id
        and (held.workplace_id is None or held.workplace_id == workplace_id)
        for held in holding(user, permission)
    )


def reach(user: User, permission: Permission) -> Q:
    """The rows (with `owner` and `workplace`) a permission reaches, as a filter."""
    owners, workplaces = [], []
    for held in holding(user, permission):
        if held.workplace_id is None:
            owners.append(held.owner_id)
        else:
            workplaces.append(held.workplace_id)
    reached = Q(pk__in=[])
    if owners:
        reached |= Q(owner__in=owners)
    if workplaces:
        reached |= Q(workplace__in=workplaces)
    return reached


def owner_ids(user: User, permission: Permission) -> list[int]:
    """The owners at which a role for the whole owner grants the permission."""
    return [
        held.owner_id
        for held in holding(user, permission)
        if held.owner_id is not None and held.workplace_id is None
    ]


def owner_ids_anywhere(user: User, permission: Permission) -> list[int]:
    """The owners at which any role, also one for a single workplace, grants the permission."""
    return [held.owner_id for held in holding(user, permission) if held.owner_id is not None]


def people_with(
    permission: Permission, *, owner: Owner, workplace: Workplace | None = None
) -> list[User]:
    """Whoever holds the permission there today, stand-ins too, each once: for messages and for
    "who acts next".
    """
    where = Q(workplace=None)
    if workplace is not None:
        where = Q(workplace=workplace)
    held = (
        Membership.objects.on(timezone.localdate())
        .filter(where, owner=owner, role__in=roles_granting(permission))
        .select_related("user")
        .order_by("pk")
    )
    return list({membership.user_id: membership.user for membership in held}.values())


def _in_conflict_with_the_holder() -> ArraySubquery:
    """A conflict works both ways, so the other one is whichever side the holder is not."""
    holder = OuterRef("user")
    declared = ConflictOfInterest.objects.filter(
        Q(user=holder) | Q(about=holder), owner=OuterRef("owner"), withdrawn_on=None
    )
    return ArraySubquery(
        declared.annotate(other=Case(When(user=holder, then=F("about")), default=F("user"))).values(
            "other"
        )
    )
