"""A provider's course: its page, a new one, changes to it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogue import services
from catalogue.forms.providing_courses import CourseForm
from catalogue.models import Course, CourseRun, Provider
from catalogue.queries import providing as queries
from catalogue.queries.shutting_out import why_shut_out
from catalogue.views.providing_frame import (
    RunRow,
    course_or_404,
    own_provider_or_404,
    to_course,
    to_courses,
    tried,
)
from staff.http import Fact, StaffRequest, render_page
from staff.models import Sector
from staff.paging import PAGE_SIZE
from staff.views.frame import form_page, posted

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def course(request: StaffRequest, pk: int) -> HttpResponse:
    """What is written about it, whom it lets in, and each time it runs."""
    found = course_or_404(request, pk)
    runs = CourseRun.objects.filter(course=found).order_by("-starts_on", "-pk")
    page = Paginator(runs, PAGE_SIZE).get_page(request.GET.get("page"))
    standings = queries.standings(page)
    context = {
        "course": found,
        "facts": _facts(found),
        "shut_out": why_shut_out(found.entry),
        "page": page,
        "rows": [RunRow(run, standings[run.pk]) for run in page],
        "today": timezone.localdate(),
        "trail": [to_courses(found.provider)],
    }
    return render_page(request, "providing/course.html", context)


@page_or_post
def new_course(request: StaffRequest, pk: int) -> HttpResponse:
    return _form(request, own_provider_or_404(request, pk), None)


@page_or_post
def change_course(request: StaffRequest, pk: int) -> HttpResponse:
    found = course_or_404(request, pk)
    return _form(request, found.provider, found)


def _form(request: StaffRequest, provider: Provider, existing: Course | None) -> HttpResponse:
    form = CourseForm(posted(request), provider=provider, course=existing)
    saved: list[Course] = []
    if form.is_valid() and tried(form, lambda: saved.append(_save(request, form))):
        messages.success(request, _("“%(course)s” is saved.") % {"course": saved[0]})
        return redirect("providing:course", saved[0].pk)
    trail = [to_courses(provider), *([to_course(existing)] if existing else [])]
    context = {"form": form, "provider": provider, "course": existing, "trail": trail}
    return form_page(request, "providing/course_form.html", context)


def _save(request: StaffRequest, form: CourseForm) -> Course:
    return services.save_course(
        provider=form.provider,
        course=form.course,
        changes=form.changes(),
        staff_groups=form.cleaned_data["staff_groups"],
        subjects=form.cleaned_data["subjects"],
        by=request.user,
    )


def _facts(course: Course) -> list[Fact]:
    sectors = dict(Sector.choices)
    groups = ", ".join(map(str, course.staff_groups.all())) or _("Everybody")
    facts = [
        (_("Kind of course"), course.get_kind_display()),
        (_("Credits"), _credits(course)),
        (_("Level"), course.nqf_level),
        (_("Meant for"), groups),
        (_("Work in"), ", ".join(str(sectors.get(one, one)) for one in course.sectors)),
        (_("Subjects and trades"), ", ".join(map(str, course.subjects.all()))),
        (_("Part of the road"), course.road or ""),
        (_("Your code"), course.code),
    ]
    return [Fact(term, value) for term, value in facts if value]


def _credits(course: Course) -> str:
    if not course.credits:
        return ""
    return f"{course.credits} ({course.get_credit_system_display()})"
