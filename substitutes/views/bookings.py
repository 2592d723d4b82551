"""The substitute's part: one booking, and the answer to it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from staff.http import StaffRequest
from staff.states import IllegalTransition
from staff.verdict import Refusal, require
from substitutes import policy, queries, services
from substitutes.forms import AnswerForm
from substitutes.models import Booking
from substitutes.presenting import booking_context


@require_safe
def booking(request: StaffRequest, pk: int) -> HttpResponse:
    return _page(request, _visible_or_404(request, pk))


@require_POST
def answer(request: StaffRequest, pk: int) -> HttpResponse:
    booking = _visible_or_404(request, pk)
    require(policy.may_answer(request.user, booking))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, booking, form=form, status=422)
    accepted = form.cleaned_data["accepted"]
    try:
        services.answer_offer(booking=booking, accepted=accepted, by=request.user)
    except (Refusal, IllegalTransition) as refusal:
        form.add_error(None, str(refusal))
        return _page(request, booking, form=form, status=409)
    yes, no = _("Thank you. The days are yours."), _("Thank you for answering. The days are free.")
    messages.success(request, yes if accepted else no)
    return redirect("substitutes:booking", pk=booking.pk)


def _page(
    request: StaffRequest, booking: Booking, *, form: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    context = booking_context(request.user, booking) | {"form": form}
    return render(request, "substitutes/booking.html", context, status=status)


def _visible_or_404(request: StaffRequest, pk: int) -> Booking:
    visible = queries.visible_bookings(request.user).select_related(
        "substitute__user",
        "order__owner",
        "order__workplace",
        "order__staff_group",
        "booked_by",
    )
    return get_object_or_404(visible, pk=pk)
