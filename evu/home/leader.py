"""The leader's first page: what waits for me, the cover, and who is away next semester.

The deputy's page is made of the same parts: `at_workplace`.
"""

from typing import Any, Final

from django.db.models import Count, Sum
from django.utils import timezone

from applications.models import Application
from applications.queries import leading
from applications.timeline import COLOURS
from evu.home import absence
from staff.access import memberships_of
from staff.http import StaffRequest
from staff.roles import Role
from substitutes import queries as cover
from substitutes.absence import leaves_at, weeks
from substitutes.models import Order

SHOWN: Final = 5
OWN_SHOWN: Final = 3


def context(request: StaffRequest) -> dict[str, Any]:
    user = request.user
    waiting = leading.in_view(leading.led_by(user), "waiting", reader=user)
    return {
        "waiting": leading.waiting_for(user),
        "cases": list(
            waiting.for_display().select_related("round").order_by("pk")[:SHOWN]  # type: ignore[attr-defined]
        ),
    } | at_workplace(request)


def at_workplace(request: StaffRequest) -> dict[str, Any]:
    """The cover, who is away, and one's own cases: for whoever runs a workplace day by day."""
    user = request.user
    booked = Order.objects.visible_to(user).filter(state__in=cover.BOOKED)
    due = cover.due_shifts().filter(booking__order__in=booked)
    return {
        "cover": cover.order_counts(user),
        "due": due.aggregate(minutes=Sum("minutes", default=0), days=Count("pk")),
        "own": _own(user.pk),
        "is_employed": any(held.role == Role.EMPLOYEE for held in memberships_of(user)),
    } | _absence(request)


def _absence(request: StaffRequest) -> dict[str, Any]:
    acting = request.acting
    semester = absence.chosen_semester(request.GET.get("semester", ""), timezone.localdate())
    if acting is None or acting.workplace is None:
        return {"semester": semester}
    leaves = leaves_at(acting.workplace, semester.first, semester.last)
    by_week = weeks(leaves, semester.first, semester.last)
    return {
        "semester": semester,
        "workplace": acting.workplace,
        "spans": absence.spans(by_week),
        "chart": absence.chart(by_week),
    }


def _own(user_id: int) -> list[tuple[Application, str]]:
    """One's own newest cases, with the colour of their state."""
    own = Application.objects.filter(applicant=user_id).select_related("course_run__course")
    return [(case, COLOURS.get(case.state, "neutral")) for case in own.order_by("-pk")[:OWN_SHOWN]]
