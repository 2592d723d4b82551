"""Files of staff: uploaded, their columns named, looked through, applied or not, undone."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from staff import services
from staff.forms.imports import ColumnsForm, LeaversForm, UploadForm, say_refused
from staff.http import StaffRequest
from staff.importing.reading import MOST_BYTES
from staff.importing.states import ImportAction, ImportState
from staff.models import ApiKey, ImportBatch
from staff.paging import NearestEndPaginator
from staff.policy.imports import must_confirm, offer
from staff.queries import imports as queries
from staff.spreadsheets import csv_lines
from staff.states import IllegalTransition
from staff.verdict import Refusal, require
from staff.views import import_findings, import_meanings, import_presenting, import_words
from staff.views.import_access import acting_owner, batch_or_404, trail

Service = Callable[..., ImportBatch]


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    owner = acting_owner(request)
    batches = queries.batches_visible_to(request.user).filter(owner=owner)
    rows = batches.select_related("uploaded_by", "api_key")
    page = NearestEndPaginator(batches, rows).get_page(request.GET.get("page"))
    keys = ApiKey.objects.filter(owner=owner, revoked_at=None).select_related("made_by")
    context = {
        "page": page,
        "rows": import_presenting.batch_rows(page),
        "keys": import_presenting.key_rows(keys.order_by("name", "pk")),
    }
    return render(request, "imports/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    owner = acting_owner(request)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        try:
            batch = services.upload(owner=owner, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            say_refused(form, error, otherwise="file")
        else:
            return redirect("imports:columns", batch.pk)
    limit = f"{MOST_BYTES // 1_000_000} MB"
    context = {"form": form, "limit": limit, "trail": trail()}
    return render(request, "imports/new.html", context, status=422 if form.errors else 200)


@require_safe
def meanings(request: StaffRequest) -> HttpResponse:
    acting_owner(request)
    context = {"columns": import_meanings.columns(), "trail": trail()}
    return render(request, "imports/meanings.html", context)


@require_safe
def template(request: StaffRequest) -> HttpResponse:
    """A file with the headings we know and two invented people, to start from."""
    acting_owner(request)
    return _csv(import_meanings.template_rows(), name="evu-staff-template")


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: StaffRequest, pk: int) -> HttpResponse:
    batch = batch_or_404(request, pk)
    headings = queries.headings(batch)
    if not headings or not offer(request.user, batch, ImportAction.CHECK):
        messages.error(request, _("Its columns can no longer be chosen. Send in the file again."))
        return redirect("imports:detail", pk)
    posted = request.POST if request.method == "POST" else None
    form = ColumnsForm(posted, headings=headings, chosen=batch.columns)
    if form.is_valid() and _map_columns(request, batch, form):
        return redirect("imports:detail", pk)
    context = {
        "batch": batch,
        "form": form,
        "headings": headings,
        "sample": queries.sample(batch),
        "twice": import_words.standing_twice(headings),
        "trail": [*trail(), import_presenting.link_to(batch)],
    }
    return render(request, "imports/columns.html", context, status=422 if form.errors else 200)


@require_safe
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    batch = batch_or_404(request, pk)
    if request.htmx and not request.htmx.history_restore_request:
        return _progress(request, batch)
    return _page(request, batch)


@require_POST
def check(request: StaffRequest, pk: int) -> HttpResponse:
    return _do(request, pk, services.check, said=_("The file is being checked once more."))


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: StaffRequest, pk: int) -> HttpResponse:
    """Numbers first. When many leave at once, their number is typed by hand."""
    batch = batch_or_404(request, pk)
    verdict, leavers = offer(request.user, batch, ImportAction.APPLY), batch.counts.get("leaves", 0)
    if request.method != "POST":
        require(verdict)
        return _confirm_apply(request, batch, LeaversForm(leavers=leavers))
    form = LeaversForm(request.POST, leavers=leavers)
    if verdict and must_confirm(batch) and not form.is_valid():
        return _confirm_apply(request, batch, form)
    said = _("The changes are being made. This page says when it is done.")
    confirmed = form.cleaned_data["leavers_confirmed"] if form.is_valid() else None
    return _do(request, pk, services.apply, said=said, leavers_confirmed=confirmed)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: StaffRequest, pk: int) -> HttpResponse:
    """What is put back is said before it is put back."""
    batch = batch_or_404(request, pk)
    if request.method == "POST":
        said = _("The changes are being undone. This page says when it is done.")
        return _do(request, pk, services.undo, said=said)
    require(offer(request.user, batch, ImportAction.UNDO))
    context = {
        "batch": batch,
        "consequences": import_words.what_is_put_back(batch),
        "trail": [*trail(), import_presenting.link_to(batch)],
    }
    return render(request, "imports/undo.html", context)


@require_POST
def discard(request: StaffRequest, pk: int) -> HttpResponse:
    said = _("The file is discarded. Nothing was changed.")
    return _do(request, pk, services.discard, said=said)


@require_safe
def problems(request: StaffRequest, pk: int) -> HttpResponse:
    batch = batch_or_404(request, pk)
    rows = import_findings.problem_lines(batch)
    return _csv(rows, name=f"evu-staff-problems-{batch.pk}")


def _map_columns(request: StaffRequest, batch: ImportBatch, form: ColumnsForm) -> bool:
    try:
        services.map_columns(batch=batch, columns=form.columns, by=request.user)
    except ValidationError as error:
        say_refused(form, error, otherwise="")
    except (Refusal, IllegalTransition) as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


def _do(
    request: StaffRequest, pk: int, service: Service, *, said: str, **details: Any
) -> HttpResponse:
    """Take one step with the file; what a rule refuses is said on the file's own page."""
    try:
        service(batch=batch_or_404(request, pk), by=request.user, **details)
    except (Refusal, IllegalTransition) as refusal:
        return _refused(request, pk, refusal)
    messages.success(request, said)
    return redirect("imports:detail", pk)


def _refused(request: StaffRequest, pk: int, refusal: Exception) -> HttpResponse:
    messages.error(request, str(refusal))
    return _page(request, batch_or_404(request, pk), status=409)


def _confirm_apply(request: StaffRequest, batch: ImportBatch, form: LeaversForm) -> HttpResponse:
    context = {
        "batch": batch,
        "form": form if must_confirm(batch) else None,
        "consequences": import_words.what_it_means(batch),
        "trail": [*trail(), import_presenting.link_to(batch)],
    }
    return render(request, "imports/apply.html", context, status=422 if form.errors else 200)


def _progress(request: StaffRequest, batch: ImportBatch) -> HttpResponse:
    """What htmx asks for while a worker is at it; once it is done, the page shows itself anew."""
    if batch.state not in import_presenting.AT_WORK:
        return HttpResponseClientRefresh()
    context = {"batch": batch, "progress": queries.progress(batch)}
    return render(request, "imports/_progress.html", context)


def _page(request: StaffRequest, batch: ImportBatch, status: int = 200) -> HttpResponse:
    context = {
        "batch": batch,
        "name": import_presenting.name_of(batch),
        "undoing": import_presenting.undoing_of(batch),
        "color": import_presenting.COLORS[ImportState(batch.state)],
        "steps": import_presenting.story(batch),
        "trail": trail(),
        "facts": import_presenting.facts(batch),
        "offers": import_presenting.offers(request.user, batch),
        "at_work": batch.state in import_presenting.AT_WORK,
    }
    if context["at_work"]:
        context["progress"] = queries.progress(batch)
    if batch.state in import_presenting.REPORTED:
        context |= _report(request, batch)
    return render(request, "imports/detail.html", context, status=status)


def _report(request: StaffRequest, batch: ImportBatch) -> dict[str, object]:
    """What the check found, one kind at a time."""
    show = import_presenting.chosen(batch, request.GET.get("show"))
    shows_problems = show == import_presenting.PROBLEMS
    keys: QuerySet[Any] = (
        batch.problems.order_by("row", "pk")
        if shows_problems
        else import_findings.changes_of(batch, show)
    )
    page = NearestEndPaginator(keys, keys).get_page(request.GET.get("page"))
    present = import_findings.problem_rows if shows_problems else import_findings.change_rows
    return {
        "sentences": import_words.what_it_means(batch),
        "left_out": import_words.left_out(batch),
        "unmapped": import_presenting.unmapped(batch),
        "tabs": import_presenting.tabs(batch, show),
        "show": show,
        "page": page,
        "rows": present(page),
    }


def _csv(rows: Iterator[list[str]], *, name: str) -> HttpResponse:
    response = HttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
