"""Who takes part from a workplace in the course that was ordered."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalogue import services
from catalogue.forms.orders import SearchForm
from catalogue.policy import orders as policy
from catalogue.queries import orders as queries
from catalogue.views import orders_presenting as presenting
from catalogue.views.orders_frame import partner_or_404, stepped, trail
from staff.http import StaffRequest
from staff.models import User
from staff.paging import NearestEndPaginator
from staff.verdict import require


@require_safe
def participants(request: StaffRequest, pk: int) -> HttpResponse:
    """Those named and whether they have a seat; for who names them, whom else there is."""
    partner = partner_or_404(request, pk)
    require(policy.may_read_participants(request.user, partner))
    run = partner.order.run
    assert run is not None  # noqa: S101  (the policy asks for an accepted offer)
    may_name = policy.may_name_participants(request.user, partner)
    form = SearchForm(request.GET, label=_("Name"))
    people = queries.people_to_name(partner, run, form.text) if may_name else User.objects.none()
    page = NearestEndPaginator(people, User.objects.all()).get_page(request.GET.get("page"))
    seats = presenting.seat_rows(queries.seats_of(partner), may_name)
    context = {
        "partner": partner,
        "order": partner.order,
        "seats": seats,
        "free": partner.participants - sum(1 for row in seats if row.counts),
        "form": form,
        "page": page,
        "may_name": may_name,
        "trail": trail(partner.order),
    }
    status = 422 if form.errors else 200
    return render(request, "orders/participants.html", context, status=status)


@require_POST
def name(request: StaffRequest, pk: int, user: int) -> HttpResponse:
    partner = partner_or_404(request, pk)
    require(policy.may_name_participants(request.user, partner))
    whom = get_object_or_404(queries.who_work_at(partner), pk=user)
    act = partial(services.name_participant, partner=partner, participant=whom, by=request.user)
    said = _("%(name)s is named, and told.") % {"name": whom}
    return stepped(request, act, said=said, then=("orders:participants", pk))


@require_POST
def withdraw(request: StaffRequest, pk: int, seat: int) -> HttpResponse:
    partner = partner_or_404(request, pk)
    require(policy.may_name_participants(request.user, partner))
    found = get_object_or_404(queries.seats_of(partner), pk=seat)
    act = partial(services.withdraw_participant, partner=partner, seat=found, by=request.user)
    said = _("The seat is given up, and %(name)s is told.") % {"name": found.participant}
    return stepped(request, act, said=said, then=("orders:participants", pk))
