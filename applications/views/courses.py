"""Courses one can apply for: the list, and the page of one."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from applications.forms.courses import CourseFilter
from applications.models import Offer
from applications.policy import may_apply
from applications.queries import courses as queries
from applications.queries.support import has_a_source, schemes_for
from applications.states import RoundState
from catalogue.models import CourseRun
from staff.access import memberships_of
from staff.http import StaffRequest
from staff.models import User
from staff.paging import NearestEndPaginator


def render_courses(request: StaffRequest, *, refusal: str = "", status: int = 200) -> HttpResponse:
    """What the open rounds of one's employers offer. A filter that makes no sense is left out."""
    form = CourseFilter(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    position = queries.main_position(request.user)
    group_id = position.code.staff_group_id if position else None
    rounds = queries.open_rounds(request.user)
    found = queries.offers(
        rounds,
        text=chosen.get("text", ""),
        credits=CourseFilter.CREDITS.get(chosen.get("credits", "")),
        group_id=group_id if chosen.get("fits") else None,
    )
    rows = queries.with_course(Offer.objects.all(), group_id)
    context = {
        "form": form,
        "rounds": rounds,
        "position": position,
        "page": NearestEndPaginator(found, rows).get_page(request.GET.get("page")),
        "refusal": refusal,
    }
    return render(request, "applications/courses.html", context, status=status)


def render_course(
    request: StaffRequest, pk: int, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    """One course run, as offered in the round one could apply in, or last could."""
    run = get_object_or_404(CourseRun.objects.for_display(), pk=pk)
    offer = _offer_or_404(request.user, run)
    context = {
        "run": run,
        "round": offer.round,
        "groups": run.course.staff_groups.all(),
        "may_apply": may_apply(request.user, offer.round),
        "live": queries.live_application(request.user, offer.round),
        "refusal": refusal,
        **_support(request.user, offer, run),
    }
    return render(request, "applications/course.html", context, status=status)


def _offer_or_404(user: User, run: CourseRun) -> Offer:
    """The run in the latest round that has it; nobody sees what is only planned."""
    owners = {held.owner_id for held in memberships_of(user) if held.owner_id}
    offers = (
        Offer.objects.filter(course_run=run, round__owner__in=owners)
        .exclude(round__state=RoundState.PLANNED)
        .select_related("round__owner")
    )
    found = offers.order_by("-round__applicant_deadline", "pk").first()
    if found is None:
        raise Http404
    return found


def _support(user: User, offer: Offer, run: CourseRun) -> dict[str, Any]:
    position = queries.main_position(user, offer.owner_id)
    if position is None:
        return {"position": None, "supports": [], "has_a_source": False}
    supports = schemes_for(offer.round, position, day=run.starts_on, credits=run.course.credits)
    return {"position": position, "supports": supports, "has_a_source": has_a_source(supports)}
