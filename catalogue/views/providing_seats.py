"""The seats of a run: who asks, who has one, who waits; confirming, refusing, giving up."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue import policy, services
from catalogue.forms.providing_seats import RefuseForm
from catalogue.models import CourseRun, Seat
from catalogue.queries import providing as queries
from catalogue.states import SeatAction, SeatState
from catalogue.views import providing_seat_words as words
from catalogue.views.providing_frame import run_or_404, seat_or_404, trail_to, tried
from staff.http import Link, StaffRequest
from staff.paging import NearestEndPaginator
from staff.spreadsheets import csv_lines
from staff.verdict import Refusal, require
from staff.views.frame import form_page, posted

page_or_post = require_http_methods(["GET", "HEAD", "POST"])
# More than that at once is looked through by nobody.
MOST_AT_ONCE = 100


@require_safe
def run_seats(request: StaffRequest, pk: int) -> HttpResponse:
    """In the order of asking: those of one state, or all that are neither given up nor refused."""
    run = run_or_404(request, pk)
    state = request.GET.get("state", "")
    state = state if state in SeatState.values else ""
    standing = queries.standings([run])[run.pk]
    seats = queries.seats_of(run, state)
    page = NearestEndPaginator(seats, queries.for_display(Seat.objects.all())).get_page(
        request.GET.get("page")
    )
    context = {
        "run": run,
        "standing": standing,
        "free": max(0, run.seats - standing.given),
        "tabs": words.tabs(state),
        "page": page,
        "rows": [words.row(run, seat) for seat in page],
        "trail": trail_to(run),
    }
    return render(request, "providing/run_seats.html", context)


@require_safe
def participants_csv(request: StaffRequest, pk: int) -> HttpResponse:
    """Those who have a seat. Name, employer and e-mail, nothing else about anybody."""
    run = run_or_404(request, pk)
    response = HttpResponse(csv_lines(_participants(run)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="evu-participants-{run.pk}.csv"'
    return response


@page_or_post
def confirm_seats(request: StaffRequest, pk: int) -> HttpResponse:
    """Each named first, with what they get. Asked anew where something has changed meanwhile."""
    run = run_or_404(request, pk)
    require(policy.may_change_run(request.user, run))
    chosen = _chosen(request, run)
    if not chosen:
        messages.error(request, _("Choose at least one who has not been answered yet."))
        return redirect(_to_seats(run))
    preview = words.preview(run, chosen)
    if request.method == "POST" and request.POST.get("seen") == preview.seen:
        answered = services.confirm_seats(run=run, seats=chosen, by=request.user)
        messages.success(request, words.what_was_done(answered))
        return redirect(_to_seats(run))
    has_changed = request.method == "POST"
    context = {
        "run": run,
        "preview": preview,
        "has_changed": has_changed,
        "trail": [*trail_to(run), _seats_link(run)],
    }
    status = 409 if has_changed else 200
    return render(request, "providing/confirm_seats.html", context, status=status)


@require_POST
def confirm_seat(request: StaffRequest, pk: int) -> HttpResponse:
    seat = seat_or_404(request, pk)
    try:
        answered = services.confirm_seat(seat=seat, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words.what_was_done([answered]))
    return redirect(_to_seats(seat.run))


@page_or_post
def refuse_seat(request: StaffRequest, pk: int) -> HttpResponse:
    seat = seat_or_404(request, pk)
    require(policy.may_answer_seat(request.user, seat, SeatAction.REFUSE))
    form = RefuseForm(posted(request))
    if form.is_valid() and tried(
        form, lambda: services.refuse_seat(seat=seat, by=request.user, **form.cleaned_data)
    ):
        said = _("%(name)s is told that there is no seat, and why.")
        messages.success(request, said % {"name": seat.participant})
        return redirect(_to_seats(seat.run))
    trail = [*trail_to(seat.run), _seats_link(seat.run)]
    return form_page(
        request, "providing/refuse_seat.html", {"seat": seat, "form": form, "trail": trail}
    )


@page_or_post
def release_seat(request: StaffRequest, pk: int) -> HttpResponse:
    """Who has it next is said before it is done."""
    seat = seat_or_404(request, pk)
    require(policy.may_release(request.user, seat))
    if request.method == "POST":
        heir = services.release_seat(seat=seat, by=request.user)
        messages.success(request, words.who_has_it(heir))
        return redirect(_to_seats(seat.run))
    context = {
        "seat": seat,
        "consequences": words.what_release_means(seat),
        "trail": [*trail_to(seat.run), _seats_link(seat.run)],
    }
    return render(request, "providing/release_seat.html", context)


def _chosen(request: StaffRequest, run: CourseRun) -> list[Seat]:
    """Those marked, or with `all` everybody, who are not answered; in order, not too many."""
    sent = request.POST if request.method == "POST" else request.GET
    asked = queries.for_display(queries.seats_of(run, SeatState.ASKED))
    if "all" not in sent:
        marked = [int(key) for key in sent.getlist("seat") if key.isascii() and key.isdecimal()]
        asked = asked.filter(pk__in=[key for key in marked if key < 2**63])
    return list(asked[:MOST_AT_ONCE])


def _participants(run: CourseRun) -> Iterator[list[str]]:
    yield [_("Name"), _("Employer"), _("E-mail")]
    seats = queries.for_display(queries.seats_of(run, SeatState.CONFIRMED))
    for seat in seats.iterator(chunk_size=500):
        yield [str(seat.participant), seat.owner.name, seat.participant.email]


def _to_seats(run: CourseRun) -> str:
    return reverse("providing:run_seats", args=[run.pk])


def _seats_link(run: CourseRun) -> Link:
    return Link(_("Seats"), _to_seats(run))
