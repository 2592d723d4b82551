"""One's own roads to a qualification; for leaders and owners, who is employed on condition."""

import logging
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staff import services
from staff.forms.roads import EndForm, ProgressForm, StartForm
from staff.http import Link, StaffRequest
from staff.models import Employee, Path, PathTaken, User
from staff.policy import roads as policy
from staff.queries import conditions as on_condition
from staff.queries import roads as queries
from staff.verdict import Refusal, Verdict, require
from staff.views.conditions import conditions

__all__ = ["conditions", "confirm", "end", "index", "progress", "road", "start", "to_confirm"]
log = logging.getLogger(__name__)


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The roads that fit, and where I stand."""
    employee = _me(request)
    context: dict[str, Any] = {"employee": employee}
    if employee is not None:
        roads = queries.roads_of(employee)
        context |= {"roads": roads, "condition": _condition(employee, roads)}
    return render(request, "me/roads.html", context)


@require_safe
def road(request: StaffRequest, pk: int) -> HttpResponse:
    return _road(request, _path_or_404(pk))


@require_POST
def start(request: StaffRequest, pk: int) -> HttpResponse:
    """I have started."""
    path, employee = _path_or_404(pk), _me_or_404(request)
    form = StartForm(path, request.POST)
    if not form.is_valid():
        return _road(request, path, form, status=422)
    try:
        services.start_road(employee=employee, path=path, **form.cleaned_data, by=request.user)
    except Refusal as refusal:
        return _road(request, path, form, refusal=str(refusal), status=409)
    except ValidationError as error:
        form.add_error(None, error)
        return _road(request, path, form, status=422)
    messages.success(request, _("Written down. Your leader has been asked to confirm it."))
    return redirect("me:roads")


@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: StaffRequest, pk: int) -> HttpResponse:
    """So far I have come."""
    taken = _mine_or_404(request, pk)
    require(policy.may_report(request.user, taken))
    form = ProgressForm(taken, request.POST if request.method == "POST" else None)
    if form.is_valid() and _reported(request, taken, form):
        messages.success(request, _("Your progress is saved."))
        return redirect("me:roads")
    return _form_page(request, "me/roads_progress.html", taken, form)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """Completed or left, with what follows said first."""
    taken = _mine_or_404(request, pk)
    require(policy.may_report(request.user, taken))
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _ended(request, taken, form):
        messages.success(request, _("It is written down."))
        return redirect("me:roads")
    return _form_page(request, "me/roads_end.html", taken, form)


@require_POST
def confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """I have seen the proof that the person has started."""
    taken = get_object_or_404(queries.visible_taken(request.user), pk=pk)
    try:
        services.confirm_road(taken=taken, by=request.user)
    except Refusal as refusal:
        context = {"taken": taken, "refusal": str(refusal)}
        return render(request, "staff/road_refused.html", context, status=409)
    messages.success(request, _("Confirmed: %(name)s has started.") % {"name": taken.employee})
    return redirect("staff:person", taken.employee_id)


@dataclass(frozen=True, slots=True)
class Shown:
    """A colleague's road on the page about them, with whether the reader may confirm it."""

    standing: queries.Standing
    may_confirm: Verdict
    url: str


def to_confirm(user: User, employee: Employee) -> list[Shown]:
    """For `staff/_roads.html`."""
    return [
        Shown(
            standing,
            policy.may_confirm(user, standing.taken),
            reverse("staff:confirm_road", args=[standing.taken.pk]),
        )
        for standing in queries.standings_of(employee)
    ]


def _me(request: StaffRequest) -> Employee | None:
    return queries.employee_of(request.user, request.acting.owner_id if request.acting else None)


def _me_or_404(request: StaffRequest) -> Employee:
    if (employee := _me(request)) is None:
        raise Http404
    return employee


def _path_or_404(pk: int) -> Path:
    if (path := queries.path_now(pk)) is None:
        raise Http404
    return path


def _mine_or_404(request: StaffRequest, pk: int) -> PathTaken:
    return get_object_or_404(queries.visible_taken(request.user), pk=pk)


def _condition(employee: Employee, roads: queries.Roads) -> on_condition.Condition | None:
    taken = [standing.taken for standing in roads.standings]
    try:
        return on_condition.condition_of(employee, roads.facts, taken)
    except LookupError:
        log.exception("the last day of posts on condition is not known")
        return None


def _road(
    request: StaffRequest,
    path: Path,
    form: StartForm | None = None,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    employee = _me_or_404(request)
    standings = queries.standings_of(employee)
    context = {
        "road": queries.road(path, employee),
        "path": path,
        "here": [one for one in standings if one.is_open and one.taken.path.code == path.code],
        "form": form or StartForm(path),
        "refusal": refusal,
        "trail": _trail(),
    }
    return render(request, "me/road.html", context, status=status)


def _reported(request: StaffRequest, taken: PathTaken, form: ProgressForm) -> bool:
    """Whether it was saved; if not, the form says why."""
    facts = {"credits_done": taken.credits_done, **form.cleaned_data}
    try:
        services.report_progress(taken=taken, **facts, by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _ended(request: StaffRequest, taken: PathTaken, form: EndForm) -> bool:
    """Whether it was saved; if not, the form says why."""
    try:
        services.end_road(taken=taken, **form.cleaned_data, by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _form_page(
    request: StaffRequest, template: str, taken: PathTaken, form: ProgressForm | EndForm
) -> HttpResponse:
    context = {"taken": taken, "form": form, "trail": _trail()}
    return render(request, template, context, status=422 if form.is_bound else 200)


def _trail() -> list[Link]:
    return [Link(_("The road to a qualification"), reverse("me:roads"))]
