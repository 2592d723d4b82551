"""One's own qualifications: add, change, remove."""

from contextlib import suppress
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from staff import services
from staff.forms.qualifications import ABOUT, QualificationForm
from staff.http import StaffRequest
from staff.models import Qualification
from staff.queries.profile import employments_of
from staff.services.qualifications import Document
from staff.verdict import Refusal

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class KindOf:
    """A kind one can choose, with a sentence and the address of its form."""

    label: str | Promise
    about: str | Promise
    url: str


@require_safe
def kinds(request: StaffRequest) -> HttpResponse:
    """First choose which kind: the next page asks only what belongs to it."""
    found = [
        KindOf(kind.label, ABOUT[kind], reverse("me:new_qualification", args=[kind.value]))
        for kind in Qualification.Kind
    ]
    return render(request, "me/qualification_kinds.html", {"kinds": found})


@page_or_post
def new(request: StaffRequest, kind: str) -> HttpResponse:
    if kind not in Qualification.Kind.values:
        raise Http404
    employments = list(employments_of(request.user))
    if not employments:
        return render(request, "me/not_employed.html", status=404)
    form = QualificationForm(kind, employments, *_sent(request))
    if form.is_valid() and _add(request, form):
        messages.success(request, _("Added. Your leader or your employer can confirm it."))
        return redirect("me:profile")
    context = {"form": form, "kind": Qualification.Kind(kind)}
    return render(request, "me/qualification.html", context, status=422 if form.errors else 200)


@page_or_post
def change(request: StaffRequest, pk: int) -> HttpResponse:
    existing = _mine_or_404(request, pk)
    form = QualificationForm(existing.kind, [existing.employee], *_sent(request), existing=existing)
    if form.is_valid() and _change(request, existing, form):
        messages.success(request, _("Saved."))
        return redirect("me:profile")
    context = {"form": form, "kind": Qualification.Kind(existing.kind), "existing": existing}
    return render(request, "me/qualification.html", context, status=422 if form.errors else 200)


@page_or_post
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    existing = _mine_or_404(request, pk)
    if request.method == "POST":
        with suppress(Refusal):  # pressed twice: it is gone
            services.remove_qualification(qualification=existing, by=request.user)
        messages.success(request, _("“%(title)s” is removed.") % {"title": existing.title})
        return redirect("me:profile")
    lines = [_("It no longer counts when courses and roads are found for you.")]
    if existing.verified_on:
        lines.append(_("Your employer has confirmed it: that is lost."))
    if existing.document:
        lines.append(_("Its document is deleted."))
    context = {"existing": existing, "consequences": lines}
    return render(request, "me/remove_qualification.html", context)


def _sent(request: StaffRequest) -> tuple[object, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _mine_or_404(request: StaffRequest, pk: int) -> Qualification:
    mine = Qualification.objects.filter(employee__in=employments_of(request.user))
    return get_object_or_404(mine.select_related("employee__owner", "subject"), pk=pk)


def _document(form: QualificationForm) -> Document | None:
    upload = form.cleaned_data.get("document")
    return Document(upload, upload.name) if upload else None


def _add(request: StaffRequest, form: QualificationForm) -> bool:
    try:
        services.add_qualification(
            employee=form.employee,
            kind=form.kind,
            facts=form.facts(),
            document=_document(form),
            by=request.user,
        )
    except (ValidationError, Refusal) as error:
        form.add_error(None, getattr(error, "messages", str(error)))
        return False
    return True


def _change(request: StaffRequest, existing: Qualification, form: QualificationForm) -> bool:
    try:
        services.change_qualification(
            qualification=existing,
            facts=form.facts(),
            document=_document(form),
            without_document=form.cleaned_data.get("without_document", False),
            by=request.user,
        )
    except (ValidationError, Refusal) as error:
        form.add_error(None, getattr(error, "messages", str(error)))
        return False
    return True
