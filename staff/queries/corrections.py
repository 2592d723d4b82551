"""Which corrections wait for an owner's answer, and which one may know of."""

from collections.abc import Sequence

from django.db.models import QuerySet

from staff.access import memberships_of
from staff.models import Correction, User


def to_answer(owner_ids: Sequence[int], *, answered: bool = False) -> QuerySet[Correction]:
    """Those of the owners that wait, the oldest first; or the answered, the newest first."""
    found = Correction.objects.filter(owner__in=owner_ids)
    if answered:
        return found.exclude(state=Correction.State.OPEN).order_by("-answered_at", "-pk")
    return found.filter(state=Correction.State.OPEN).order_by("asked_at", "pk")


def at_my_owners(user: User) -> QuerySet[Correction]:
    """Those at the owners one holds a role at; who may answer them the policy says."""
    owners = {held.owner_id for held in memberships_of(user)} - {None}
    return Correction.objects.filter(owner__in=owners).select_related(
        "employee__user", "owner", "answered_by"
    )
