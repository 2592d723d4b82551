"""Who teaches without approved education, on condition that they have started on it."""

import datetime
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from staff.access import owner_ids_anywhere
from staff.http import Link, StaffRequest, render_page
from staff.models import Employee, Owner, PathTaken, Position
from staff.paging import NearestEndPaginator
from staff.policy import roads as policy
from staff.queries import conditions as queries
from staff.roles import Permission
from staff.verdict import require

log = logging.getLogger(__name__)
VIEWS: Final[Mapping[str, bool | None]] = {"not_started": False, "started": True, "all": None}


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the list, ready to be written."""

    employee: Employee
    posts: list[Position]
    taken: PathTaken | None
    state: str
    color: str


@dataclass(frozen=True, slots=True)
class LastDay:
    """When posts on condition end at an owner."""

    owner: Owner
    day: datetime.date


@require_safe
def conditions(request: StaffRequest) -> HttpResponse:
    """Those employed on condition where I may read: first those who have not started."""
    require(policy.may_list_conditions(request.user))
    chosen = request.GET.get("view", "")
    view = chosen if chosen in VIEWS else "not_started"
    found = queries.readable_on_condition(request.user, has_started=VIEWS[view])
    keys = found.order_by("user__sort_name", "pk")
    rows = queries.for_rows(Employee.objects.all())
    page = NearestEndPaginator(keys, rows).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(employee) for employee in page],
        "tabs": _tabs(queries.counts(request.user), view),
        "last_days": _last_days(request),
    }
    return render_page(request, "staff/conditions.html", context)


def _row(employee: Employee) -> Row:
    posts: list[Position] = employee.posts_on_condition  # type: ignore[attr-defined]  # prefetched
    education: list[PathTaken] = employee.teacher_education  # type: ignore[attr-defined]
    taken = next(iter(education), None)
    if taken is None:
        return Row(employee, posts, None, _("Has not started"), "warning")
    if taken.ended_on is not None:
        return Row(employee, posts, taken, _("Completed: see to the position code"), "info")
    if taken.confirmed_by_id is None:
        return Row(employee, posts, taken, _("Has started, not confirmed yet"), "info")
    return Row(employee, posts, taken, _("Has started"), "success")


def _tabs(counts: dict[str, int], view: str) -> list[Link]:
    labels = {
        "not_started": _("Not started (%(count)d)"),
        "started": _("Started (%(count)d)"),
        "all": _("All (%(count)d)"),
    }
    here = reverse("staff:conditions")
    return [
        Link(label % {"count": counts[name]}, f"{here}?view={name}", name == view)
        for name, label in labels.items()
    ]


def _last_days(request: StaffRequest) -> list[LastDay]:
    """One for each owner one may read at: for nearly everybody that is one."""
    read = owner_ids_anywhere(request.user, Permission.STAFF_READ)
    found = []
    for owner in Owner.objects.filter(pk__in=read).order_by("name"):
        try:
            found.append(LastDay(owner, queries.last_day(owner.pk, timezone.localdate())))
        except LookupError:
            log.exception("the last day of posts on condition is not known")
    return found
