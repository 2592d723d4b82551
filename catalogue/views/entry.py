"""What a course asks of those who enter: written in lines, read aloud, tried on typical people."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogue import policy, services
from catalogue.forms.entry import ADDABLE, JOINS, START_BY_KEY, STARTS, Editor
from catalogue.forms.entry_rows import Known
from catalogue.models import Course
from catalogue.queries.entry import answer_to
from catalogue.queries.shutting_out import courses_shutting_out, shutting_out, why_shut_out
from catalogue.queries.typical_people import BY_GROUP, TYPICAL
from catalogue.views.providing_frame import course_or_404, to_course, to_courses
from staff.http import StaffRequest, render_page
from staff.paging import NearestEndPaginator
from staff.queries.codes import real_groups
from staff.queries.roads import names_in_trees
from staff.requirements import Answer, BadTree, Demand, Line, demands
from staff.verdict import require

FULL, REGION, READS = "entry/edit.html", "entry/_editor.html", "entry/_reads.html"


@dataclass(frozen=True, slots=True)
class Reading:
    """How the lines read now, whom they shut out, and what a typical person would be answered.

    `demands` is None while a line is not filled in.
    """

    demands: Sequence[Demand] | None
    why: Sequence[Line] = ()
    answer: Answer | None = None


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Only `do=save` saves; every other button shows the form again as it has become."""
    course = course_or_404(request, pk)
    if request.method != "POST":
        return _opened(request, course)
    do = request.POST.get("do", "save")
    shows_errors = do in ("save", "read", "try")
    editor = Editor.posted(request.POST, _known(course.entry), quiet=not shows_errors)
    if do == "save" and editor.is_complete and _saved(request, course, editor):
        return redirect("entry:edit", course.pk)
    if not shows_errors:
        editor = _changed(request, editor, do)
    return _page(request, course, editor, do=do)


@require_safe
def shutting_out_list(request: StaffRequest) -> HttpResponse:
    """Courses on offer that nobody enters on fagbrev alone, each with the reason."""
    require(policy.may_see_whom_courses_shut_out(request.user))
    found = courses_shutting_out()
    rows = Course.objects.select_related("provider")
    page = NearestEndPaginator(found, rows).get_page(request.GET.get("page"))
    why = shutting_out(page)
    context = {"page": page, "rows": [(course, why.get(course.pk, ())) for course in page]}
    return render(request, "entry/shutting_out.html", context)


def _opened(request: StaffRequest, course: Course) -> HttpResponse:
    """As it is saved. What cannot be shown in lines is said, and can only be written anew."""
    known = _known(course.entry)
    try:
        editor = Editor.of_tree(course.entry, known)
        problem = "" if editor else "long"
    except BadTree:
        editor, problem = None, "unreadable"
    return _page(request, course, editor or Editor(known), problem=problem)


def _changed(request: StaffRequest, editor: Editor, do: str) -> Editor:
    """Lines added, taken away, or replaced by common ones."""
    verb, _colon, what = do.partition(":")
    if verb == "add":
        key = int(what) if what.isascii() and what.isdigit() else None
        editor.add(request.POST.get(f"add-{what}", ""), key)
    elif verb == "remove":
        editor.remove(what)
    elif verb == "start" and what in START_BY_KEY:
        tree = START_BY_KEY[what].tree
        return Editor.of_tree(tree, _known(tree)) or editor
    return editor


def _saved(request: StaffRequest, course: Course, editor: Editor) -> bool:
    try:
        services.set_entry(course=course, entry=editor.tree, by=request.user)
    except ValidationError as error:
        editor.non_field_errors = error.messages
        return False
    messages.success(request, _("The entry requirements are saved."))
    return True


def _page(
    request: StaffRequest, course: Course, editor: Editor, *, do: str = "", problem: str = ""
) -> HttpResponse:
    tree = course.entry if problem == "long" else editor.tree if editor.is_complete else None
    person = request.POST.get("person", "")
    context = {
        "course": course,
        "editor": editor,
        "problem": problem,
        "reading": _reading(tree, person),
        "person": person,
        "people": TYPICAL,
        "addable": [(key, words) for key, (words, _name, _values) in ADDABLE.items()],
        "joins": JOINS,
        "starts": STARTS,
        "url": reverse("entry:edit", args=[course.pk]),
        "trail": [to_courses(course.provider), to_course(course)],
    }
    status = 422 if editor.errors else 200
    part = READS if do == "reads" else REGION
    return render_page(request, FULL, context, part=part, status=status)


def _reading(tree: dict[str, Any] | None, person: str) -> Reading:
    if tree is None:
        return Reading(None)
    names = names_in_trees([tree])
    try:
        said = demands(tree, names=names)
    except BadTree:
        return Reading(None)
    typical = BY_GROUP.get(person)
    answer = answer_to(tree, typical.facts, names) if typical else None
    return Reading(said, why_shut_out(tree), answer)


def _known(tree: dict[str, Any]) -> Known:
    groups = [(group.code, str(group)) for group in real_groups().order_by("place", "code")]
    return Known(groups, names_in_trees([tree]).subjects if tree else {})
