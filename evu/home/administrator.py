"""The administrator's first page: what waits in people, places and roles, each with its page."""

import datetime
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from staff.http import StaffRequest
from staff.importing.states import ImportState
from staff.models import ApiKey, Correction, ImportBatch, Membership, Position, StaffGroup
from staff.queries import roles

AHEAD: Final = datetime.timedelta(days=30)  # how far the page looks, not a rule


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of thing that waits: how many, where they are handled, and how urgent it is."""

    label: str | Promise
    why: str | Promise
    count: int
    url: str
    color: str


def context(request: StaffRequest) -> dict[str, Any]:
    """For the owner one acts for."""
    owner_id = request.acting.owner_id if request.acting else None
    if owner_id is None:
        return {}
    waiting = [*_staff(owner_id), *_roles(owner_id), *_keys(owner_id)]
    return {
        "waiting": [each for each in waiting if each.count],
        "in_order": [each for each in waiting if not each.count],
        "ahead": timezone.localdate() + AHEAD,
    }


def _staff(owner_id: int) -> list[Waiting]:
    files = ImportBatch.objects.filter(owner=owner_id).aggregate(
        checked=Count("pk", filter=Q(state=ImportState.CHECKED)),
        failed=Count("pk", filter=Q(state=ImportState.FAILED)),
    )
    unmapped = (
        Position.objects.on(timezone.localdate())
        .filter(owner=owner_id, code__staff_group__code=StaffGroup.UNMAPPED)
        .aggregate(codes=Count("code__code", distinct=True))
    )
    asked = Correction.objects.filter(owner=owner_id, state=Correction.State.OPEN).count()
    return [
        Waiting(
            _("Staff files checked, not applied"),
            _("Read what the file will change, then apply it or discard it."),
            files["checked"],
            reverse("imports:index"),
            "warning",
        ),
        Waiting(
            _("Staff files that could not be read"),
            _("The file’s page says what is wrong with it."),
            files["failed"],
            reverse("imports:index"),
            "danger",
        ),
        Waiting(
            _("Position codes without a staff group"),
            _("Until the code is placed, no distribution counts these people in a group."),
            unmapped["codes"],
            reverse("staff:codes"),
            "warning",
        ),
        Waiting(
            _("Corrections that wait for an answer"),
            _("Somebody has said that what is held about them is wrong."),
            asked,
            reverse("staff:corrections"),
            "warning",
        ),
    ]


def _roles(owner_id: int) -> list[Waiting]:
    today = timezone.localdate()
    ending = Membership.objects.on(today).filter(owner=owner_id, ends_on__lte=today + AHEAD)
    return [
        Waiting(
            _("Roles nobody has used for long"),
            _("Ask whether they are needed still; else end them."),
            roles.unused(owner_id, today).count(),
            reverse("roles:index"),
            "warning",
        ),
        Waiting(
            _("Roles that end soon"),
            _("They end by themselves. Appoint somebody if the work goes on."),
            ending.count(),
            reverse("roles:index"),
            "info",
        ),
    ]


def _keys(owner_id: int) -> list[Waiting]:
    today = timezone.localdate()
    ending = ApiKey.objects.filter(
        owner=owner_id, revoked_at=None, ends_on__gte=today, ends_on__lte=today + AHEAD
    )
    return [
        Waiting(
            _("API keys that end soon"),
            _("Make a new one before the staff system’s files are turned away."),
            ending.count(),
            reverse("imports:index"),
            "warning",
        )
    ]
