"""A provider's lists: its runs, its courses, where seats are asked for, where results are due."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.forms.providing_providers import CourseFilter
from catalogue.models import Course, CourseRun, Provider
from catalogue.models.courses import CourseRunQuerySet
from catalogue.queries import providing as queries
from catalogue.views.providing_frame import RunRow, chosen
from staff.http import Link, StaffRequest
from staff.paging import NearestEndPaginator

OVER = "over"


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The runs that are going on or to come, or those that are over."""
    provider, switch = chosen(request)
    today, show = timezone.localdate(), request.GET.get("show", "")
    is_over = show == OVER
    runs = (queries.runs_gone_by if is_over else queries.runs_to_come)(provider, today)
    labels = {"": _("Now and to come"), OVER: _("Over")}
    context = _runs(request, provider, switch, runs, _tabs(provider, labels, show))
    return render(request, "providing/index.html", context | {"is_over": is_over})


@require_safe
def courses(request: StaffRequest) -> HttpResponse:
    provider, switch = chosen(request)
    form = CourseFilter(request.GET)
    found = queries.courses_found(provider, form.cleaned_data["q"] if form.is_valid() else "")
    page = NearestEndPaginator(found, found).get_page(request.GET.get("page"))
    runs = CourseRun.objects.filter(course__in=[course.pk for course in page]).order_by()
    counts = dict(runs.values_list("course").annotate(Count("pk")))
    context = {
        "provider": provider,
        "switch": switch,
        "form": form,
        "page": page,
        "rows": [(course, counts.get(course.pk, 0)) for course in page],
        "has_any": page.object_list or Course.objects.filter(provider=provider).exists(),
    }
    return render(request, "providing/courses.html", context)


@require_safe
def seats(request: StaffRequest) -> HttpResponse:
    """The runs somebody asks for a seat in."""
    provider, switch = chosen(request)
    context = _runs(request, provider, switch, queries.runs_with_seats_to_answer(provider))
    return render(request, "providing/seats_to_answer.html", context)


@require_safe
def results(request: StaffRequest) -> HttpResponse:
    """The runs with participants who have no result: those that are over, or those going on."""
    provider, switch = chosen(request)
    show = request.GET.get("show", "")
    labels = {"": _("Courses that are over"), "now": _("Courses going on")}
    runs = queries.runs_with_results_to_report(provider, timezone.localdate(), over=show != "now")
    context = _runs(request, provider, switch, runs, _tabs(provider, labels, show))
    return render(request, "providing/results_due.html", context)


def _runs(
    request: StaffRequest,
    provider: Provider,
    switch: list[Link],
    runs: CourseRunQuerySet,
    tabs: Iterable[Link] = (),
) -> dict[str, Any]:
    page = NearestEndPaginator(runs, CourseRun.objects.for_display()).get_page(
        request.GET.get("page")
    )
    standings = queries.standings(page)
    return {
        "provider": provider,
        "switch": switch,
        "tabs": tabs,
        "page": page,
        "rows": [RunRow(run, standings[run.pk]) for run in page],
    }


def _tabs(provider: Provider, labels: dict[str, str], show: str) -> list[Link]:
    """Views of one provider's list; what is not a view shows the first."""
    current = show if show in labels else ""
    return [
        Link(label, "?" + urlencode({"provider": str(provider.pk), "show": key}), key == current)
        for key, label in labels.items()
    ]
