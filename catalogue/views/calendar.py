"""The days of one's courses: month by month, as files, and at a secret address."""

import datetime
import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalogue import ical, services
from catalogue.models import CalendarAddress, Session
from catalogue.queries import calendar as queries
from catalogue.views.calendar_presenting import grid, listed, month_in
from staff.access import memberships_of
from staff.http import Link, StaffRequest
from tenancy.acting import acting_for

A_YEAR = datetime.timedelta(days=366)
signer = signing.Signer(sep=".", salt="catalogue.calendar")


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    month = month_in(request.GET.get("month", ""), today)
    sessions = queries.sessions_between(request.user, month.days[0][0], month.days[-1][-1])
    weeks = grid(month, sessions, today)
    is_empty = not any(month.first <= session.day <= month.last for session in sessions)
    context = {
        "month": month,
        "weeks": weeks,
        "days": listed(weeks),
        "is_empty": is_empty,
        "coming": queries.first_session_after(request.user, month.last) if is_empty else None,
        "seats": queries.seats_now(request.user, today),
    }
    return render(request, "calendar/index.html", context)


@require_safe
def run_ical(request: StaffRequest, pk: int) -> HttpResponse:
    """The days of one course, to put into a calendar once."""
    run = get_object_or_404(queries.visible_or_own(request.user), pk=pk)
    sessions = list(queries.sessions_of_run(run))
    return _file(_made(request, str(run), sessions), f"evu-{run.pk}.ics")


@require_safe
def address(request: StaffRequest) -> HttpResponse:
    """The secret address, to copy; or what it is good for."""
    mine = CalendarAddress.objects.filter(user=request.user).first()
    trail = [Link(_("Calendar"), reverse("calendar:index"))]
    context = {"mine": mine, "address": _address(request, mine), "trail": trail}
    return render(request, "calendar/address.html", context)


@require_POST
def new_address(request: StaffRequest) -> HttpResponse:
    services.make_calendar_address(by=request.user)
    messages.success(request, _("The address is made. An earlier one shows nothing any more."))
    return redirect("calendar:address")


@require_POST
def stop_address(request: StaffRequest) -> HttpResponse:
    services.stop_calendar_address(by=request.user)
    messages.success(request, _("The address is stopped. It shows nothing any more."))
    return redirect("calendar:address")


@require_safe
@login_not_required
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """One's own days, for whoever knows the address: from a year back. Nothing else is shown."""
    try:
        key = uuid.UUID(hex=signer.unsign(token))
    except (signing.BadSignature, ValueError) as error:
        raise Http404 from error
    user = queries.owner_of_address(key)
    if user is None:
        raise Http404
    owners = [held.owner_id for held in memberships_of(user)]
    with acting_for(owners, user_id=user.pk), translation.override(user.written_language):
        sessions = list(queries.sessions_of(user).filter(day__gte=timezone.localdate() - A_YEAR))
        made = _made(request, _("My courses"), sessions)
    return _file(made, "evu.ics")


def token_of(address: CalendarAddress) -> str:
    """What the address ends in: the key, and our signature on it."""
    return signer.sign(address.key.hex)


def _address(request: StaffRequest, mine: CalendarAddress | None) -> str:
    if mine is None:
        return ""
    path = reverse("calendar:feed", args=[token_of(mine)])
    return request.build_absolute_uri(path)


def _made(request: HttpRequest, name: str, sessions: Sequence[Session]) -> bytes:
    return ical.made(name, sessions, host=request.get_host(), link=request.build_absolute_uri)


def _file(content: bytes, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(
        content, content_type=ical.CONTENT_TYPE, headers={"Content-Disposition": disposition}
    )
