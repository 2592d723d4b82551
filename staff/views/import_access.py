"""Whose files of staff a request may look at."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from staff.access import memberships_of
from staff.http import Link, StaffRequest
from staff.models import ImportBatch, Owner, User
from staff.policy.imports import may_import
from staff.verdict import require


def acting_owner(request: StaffRequest) -> Owner:
    """The owner one acts for. Raises PermissionDenied with the reason if that is not one's task."""
    owner = request.acting.owner if request.acting else None
    require(may_import(request.user, owner.pk if owner else None))
    assert owner is not None  # noqa: S101  (nobody may import for no owner)
    return owner


def owners_of(user: User) -> list[int]:
    """Where the person has a role at all: elsewhere they are a stranger and find nothing."""
    return [held.owner_id for held in memberships_of(user) if held.owner_id is not None]


def batch_or_404(request: StaffRequest, pk: int) -> ImportBatch:
    """A stranger finds nothing; a colleague whose task it is not is told so."""
    known = ImportBatch.objects.filter(owner__in=owners_of(request.user))
    batch = get_object_or_404(
        known.select_related(
            "owner", "uploaded_by", "api_key", "applied_by", "undoes", "undone_by__uploaded_by"
        ),
        pk=pk,
    )
    require(may_import(request.user, batch.owner_id))
    return batch


def trail() -> list[Link]:
    return [Link(_("Staff files"), reverse("imports:index"))]
