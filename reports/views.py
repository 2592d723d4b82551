"""Reports as page, CSV and PDF."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from applications.models import Round
from catalogue.policy import returns
from reports import policy, services
from reports.files import csv_lines
from reports.models import Export
from reports.queries import report_of, reported_rounds
from staff.http import StaffRequest, render_page
from staff.paging import NearestEndPaginator
from staff.verdict import require

SHOWN_EXPORTS = 3


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    rounds = reported_rounds(request.user)
    page = NearestEndPaginator(rounds, rounds).get_page(request.GET.get("page"))
    owner = request.acting.owner if request.acting else None
    produced = owner and returns.may_read_produced(request.user, owner)
    context = {"page": page, "may_read_produced": produced}
    return render(request, "reports/index.html", context)


@require_safe
def round_report(request: StaffRequest, pk: int) -> HttpResponse:
    round = _round_or_404(request, pk)
    exports = Export.objects.visible_to(request.user).filter(round=round, ordered_by=request.user)
    latest = list(exports.order_by("-pk")[:SHOWN_EXPORTS])
    context = {
        "exports": latest,
        "being_made": any(export.made_at is None for export in latest),
        "round": round,
    }
    if not request.htmx:  # htmx only asks whether the PDF is there yet
        context["report"] = report_of(round)
    return render_page(request, "reports/round.html", context, part="reports/exports.html")


@require_safe
def round_csv(request: StaffRequest, pk: int) -> HttpResponse:
    round = _round_or_404(request, pk)
    response = HttpResponse(csv_lines(report_of(round)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="evu-{round.pk}.csv"'
    return response


@require_POST
def round_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    """Order the PDF: a worker makes it, the page says when it is there."""
    services.order_pdf(round=_round_or_404(request, pk), by=request.user)
    return redirect("reports:round", pk)


@require_safe
def export(request: StaffRequest, pk: int) -> FileResponse:
    made = Export.objects.visible_to(request.user).filter(made_at__isnull=False)
    found = get_object_or_404(made, pk=pk)
    return FileResponse(
        found.file.open(), filename=f"evu-{found.round_id}.pdf", content_type="application/pdf"
    )


def _round_or_404(request: StaffRequest, pk: int) -> Round:
    """A stranger finds nothing; whoever may know of the round is told why there is no report."""
    visible = Round.objects.visible_to(request.user).select_related("owner")
    round = get_object_or_404(visible, pk=pk)
    require(policy.may_read(request.user, round))
    return round
