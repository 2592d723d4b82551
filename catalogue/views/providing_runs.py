"""One time a course runs: its page, a new one, changes, its sessions, and calling it off."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogue import policy, services
from catalogue.forms.providing_runs import CancelForm, RunForm
from catalogue.forms.providing_sessions import MORE_ROWS, SessionFormSet, sessions_now
from catalogue.models import Course, CourseRun
from catalogue.queries import providing as queries
from catalogue.views.providing_frame import (
    course_or_404,
    run_or_404,
    to_course,
    to_courses,
    trail_to,
    tried,
)
from staff.http import StaffRequest
from staff.verdict import Refusal, require
from staff.views.frame import form_page, posted

page_or_post = require_http_methods(["GET", "HEAD", "POST"])
NAMED_AT_MOST = 50
TYPED = ("day", "starts_at", "ends_at", "place", "keep")


@require_safe
def run(request: StaffRequest, pk: int) -> HttpResponse:
    found = run_or_404(request, pk)
    sessions = list(found.sessions.all())
    context = {
        "run": found,
        "standing": queries.standings([found])[found.pk],
        "sessions": sessions,
        "outside": [
            session for session in sessions if not found.starts_on <= session.day <= found.ends_on
        ],
        "may_change": policy.may_change_run(request.user, found),
        "has_begun": found.starts_on <= timezone.localdate(),
        "trail": trail_to(found)[:-1],
    }
    return render(request, "providing/run.html", context)


@page_or_post
def new_run(request: StaffRequest, pk: int) -> HttpResponse:
    return _form(request, course_or_404(request, pk), None)


@page_or_post
def change_run(request: StaffRequest, pk: int) -> HttpResponse:
    found = run_or_404(request, pk)
    require(policy.may_change_run(request.user, found))
    return _form(request, found.course, found)


@page_or_post
def sessions(request: StaffRequest, pk: int) -> HttpResponse:
    """All the days on one page. More rows, without a script, are a button that saves nothing."""
    found = run_or_404(request, pk)
    require(policy.may_change_run(request.user, found))
    if request.method != "POST":
        return _sessions_page(request, found, _rows(found, sessions_now(found)))
    formset = SessionFormSet(request.POST, form_kwargs={"run": found})
    if "more" in request.POST:
        return _sessions_page(request, found, _rows(found, _typed(request, formset)))
    if formset.is_fine() and _set_sessions(request, found, formset):
        messages.success(request, _("The sessions are saved."))
        return redirect("providing:run", pk)
    return _sessions_page(request, found, formset, status=422)


@page_or_post
def cancel_run(request: StaffRequest, pk: int) -> HttpResponse:
    """Who is told is said before it is done."""
    found = run_or_404(request, pk)
    require(policy.may_change_run(request.user, found))
    form = CancelForm(posted(request))
    if form.is_valid() and tried(
        form, lambda: services.cancel_run(run=found, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The course run is cancelled. Those concerned are told."))
        return redirect("providing:run", pk)
    context = {"run": found, "form": form, "trail": trail_to(found)} | _who_is_told(found)
    return form_page(request, "providing/cancel_run.html", context)


def _who_is_told(run: CourseRun) -> dict[str, Any]:
    """The first of them by name, and how many more."""
    seats = queries.seats_of(run)
    count = seats.count()
    told = queries.for_display(seats)[:NAMED_AT_MOST]
    return {"told": told, "count": count, "more": max(0, count - NAMED_AT_MOST)}


def _form(request: StaffRequest, course: Course, existing: CourseRun | None) -> HttpResponse:
    form = RunForm(posted(request), run=existing)
    saved: list[CourseRun] = []

    def save() -> None:
        saved.append(
            services.save_run(course=course, run=existing, changes=form.changes(), by=request.user)
        )

    if form.is_valid() and tried(form, save):
        _say_saved(request, saved[0])
        return redirect("providing:run", saved[0].pk)
    trail = trail_to(existing) if existing else [to_courses(course.provider), to_course(course)]
    standing = queries.standings([existing])[existing.pk] if existing else None
    context = {
        "form": form,
        "course": course,
        "run": existing,
        "standing": standing,
        "trail": trail,
    }
    return form_page(request, "providing/run_form.html", context)


def _say_saved(request: StaffRequest, run: CourseRun) -> None:
    messages.success(request, _("The course run is saved."))
    outside = run.sessions.exclude(day__range=(run.starts_on, run.ends_on)).exists()
    if outside:
        said = _("Some sessions are now outside the course. Give them other days.")
        messages.warning(request, said)


def _rows(run: CourseRun, rows: list[dict[str, Any]]) -> Any:
    return SessionFormSet(initial=rows, form_kwargs={"run": run})


def _typed(request: StaffRequest, formset: Any) -> list[dict[str, Any]]:
    """Every row as it was typed, right or wrong, for a page with more of them."""
    sent = request.POST
    rows = [
        {name: sent.get(form.add_prefix(name), "") for name in TYPED}
        | {"remove": form.add_prefix("remove") in sent}
        for form in formset.forms
    ]
    return rows[: formset.max_num - MORE_ROWS]


def _set_sessions(request: StaffRequest, run: CourseRun, formset: Any) -> bool:
    """Whether it was done; if not, the formset says why above its rows."""
    try:
        services.set_sessions(run=run, slots=formset.slots, by=request.user)
    except (Refusal, ValidationError) as refused:
        formset.refuse(getattr(refused, "messages", [str(refused)]))
        return False
    return True


def _sessions_page(
    request: StaffRequest, run: CourseRun, formset: Any, status: int = 200
) -> HttpResponse:
    context = {"run": run, "formset": formset, "trail": trail_to(run)}
    return render(request, "providing/sessions.html", context, status=status)
