"""What came of each seat: all of a run on one page. Good rows are kept beside bad ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from catalogue import policy, services
from catalogue.forms.providing_seats import Result, ResultForm
from catalogue.models import CourseRun, Seat
from catalogue.queries import providing as queries
from catalogue.states import SeatState
from catalogue.views.providing_frame import run_or_404, trail_to, tried
from staff.http import StaffRequest
from staff.paging import NearestEndPaginator
from staff.verdict import require

ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many rows were saved, how many had something wrong with them."""

    saved: int
    wrong: int


@require_http_methods(["GET", "HEAD", "POST"])
def run_results(request: StaffRequest, pk: int) -> HttpResponse:
    run = run_or_404(request, pk)
    require(policy.may_change_run(request.user, run))
    page = _seats(request, run)
    forms = [_form(request, run, seat) for seat in page]
    if request.method != "POST" or timezone.localdate() < run.starts_on:
        return _page(request, run, page, forms)
    outcome = _report(request, forms)
    if outcome.wrong:
        return _page(request, run, page, forms, outcome)
    messages.success(request, _said(outcome.saved))
    return redirect(f"{reverse('providing:run_results', args=[pk])}?page={page.number}")


def _seats(request: StaffRequest, run: CourseRun) -> Page[Seat]:
    """Those who have a seat, in the order of asking."""
    seats = queries.seats_of(run, SeatState.CONFIRMED)
    rows = queries.for_display(Seat.objects.select_related("reported_by", "run__course"))
    return NearestEndPaginator(seats, rows, ON_A_PAGE).get_page(request.GET.get("page"))


def _form(request: StaffRequest, run: CourseRun, seat: Seat) -> ResultForm:
    """Who got a seat after the page was shown has no row in what was sent."""
    is_sent = f"seat-{seat.pk}-result" in request.POST
    return ResultForm(
        request.POST if is_sent else None,
        seat=seat,
        most=run.course.credits,
        suggested=Result.COMPLETED if request.GET.get("fill") == Result.COMPLETED else "",
    )


def _report(request: StaffRequest, forms: Sequence[ResultForm]) -> Outcome:
    """Each row that is changed is reported by itself."""
    saved = wrong = 0
    for form in forms:
        if not form.is_bound or not form.has_changed():
            continue
        if form.is_valid() and tried(form, lambda form=form: _report_one(request, form)):  # type: ignore[misc]
            saved += 1
        else:
            wrong += 1
    return Outcome(saved, wrong)


def _report_one(request: StaffRequest, form: ResultForm) -> None:
    form.seat = services.report_result(seat=form.seat, by=request.user, **form.report())


def _said(saved: int) -> str:
    if not saved:
        return _("Nothing was changed.")
    text = ngettext(
        "%(n)d result is saved. The participant is told.",
        "%(n)d results are saved. The participants are told.",
        saved,
    )
    return text % {"n": saved}


def _page(
    request: StaffRequest,
    run: CourseRun,
    page: Page[Seat],
    forms: Sequence[ResultForm],
    outcome: Outcome | None = None,
) -> HttpResponse:
    has_begun = run.starts_on <= timezone.localdate()
    context = {
        "run": run,
        "page": page,
        "forms": forms,
        "has_begun": has_begun,
        "outcome": outcome,
        "unreported": queries.standings([run])[run.pk].unreported,
        "trail": trail_to(run),
    }
    status = 200
    if request.method == "POST":
        status = 422 if has_begun else 409
    return render(request, "providing/run_results.html", context, status=status)
