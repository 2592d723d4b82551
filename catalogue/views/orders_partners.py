"""Ordering together: ask workplaces, join or say no, share the cost."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue import services
from catalogue.forms.orders import JoinForm, SearchForm, SharesForm
from catalogue.policy import orders as policy
from catalogue.queries import orders as queries
from catalogue.views import orders_presenting as presenting
from catalogue.views.orders_frame import (
    kept,
    made,
    order_or_404,
    partner_or_404,
    stepped,
    trail,
)
from staff.http import StaffRequest
from staff.models import Workplace
from staff.paging import NearestEndPaginator
from staff.verdict import require
from staff.views.frame import form_page, posted
from staff.views.role_frame import tried

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def find(request: StaffRequest, pk: int) -> HttpResponse:
    """Which workplaces to ask: of all owners, by name and municipality."""
    order = order_or_404(request, pk)
    require(policy.may_change_order(request.user, order))
    form = SearchForm(request.GET, label=_("Name or municipality"))
    keys = queries.workplaces_to_ask(order, form.text) if form.text else Workplace.objects.none()
    rows = queries.with_place(Workplace.objects.all())
    page = NearestEndPaginator(keys, rows).get_page(request.GET.get("page"))
    context = {
        "order": order,
        "form": form,
        "searched": bool(form.text),
        "page": page,
        "rows": presenting.found_workplaces(page, order),
        "trail": trail(order),
    }
    return render(request, "orders/find_partner.html", context, status=422 if form.errors else 200)


@require_POST
def ask(request: StaffRequest, pk: int, workplace: int) -> HttpResponse:
    order = order_or_404(request, pk)
    place = get_object_or_404(Workplace, pk=workplace)
    act = partial(services.ask_to_join, order=order, workplace=place, by=request.user)
    said = _("%(workplace)s is asked.") % {"workplace": place}
    return stepped(request, act, said=said, then=("orders:detail", pk))


@require_POST
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    partner = partner_or_404(request, pk)
    act = partial(services.remove_partner, partner=partner, by=request.user)
    said = _("%(workplace)s is no longer part of the order.") % {"workplace": partner.workplace}
    return stepped(request, act, said=said, then=("orders:detail", partner.order_id))


@page_or_post
def join(request: StaffRequest, pk: int) -> HttpResponse:
    """Also to correct what one wrote, until providers are invited."""
    partner = partner_or_404(request, pk)
    require(policy.may_join(request.user, partner))
    form = JoinForm(posted(request), partner=partner)
    if form.is_valid():
        act = partial(services.join, partner=partner, by=request.user, **form.cleaned_data)
        if made(form, act):
            messages.success(request, _("Saved: your workplace has joined."))
            return kept(partner.order.get_absolute_url(), f"order-join-{pk}")
    context = {
        "form": form,
        "partner": partner,
        "order": partner.order,
        "need": presenting.need(partner.order),
        "trail": trail(partner.order),
    }
    return form_page(request, "orders/join.html", context)


@page_or_post
def decline(request: StaffRequest, pk: int) -> HttpResponse:
    """What is lost is said before it is lost."""
    partner = partner_or_404(request, pk)
    require(policy.may_decline_to_join(request.user, partner))
    if request.method == "POST":
        act = partial(services.decline_to_join, partner=partner, by=request.user)
        said = _("You have said no, and those who lead the order are told.")
        return stepped(request, act, said=said, then=("orders:detail", partner.order_id))
    context = {
        "partner": partner,
        "order": partner.order,
        "consequences": presenting.what_declining_means(partner),
        "trail": trail(partner.order),
    }
    return render(request, "orders/decline.html", context)


@page_or_post
def shares(request: StaffRequest, pk: int) -> HttpResponse:
    order = order_or_404(request, pk)
    require(policy.may_change_order(request.user, order))
    partners = [each for each in order.partners.all() if not each.declined_at]
    form = SharesForm(posted(request), partners=partners)
    if form.is_valid():
        act = partial(services.share_cost, order=order, shares=form.shares, by=request.user)
        if tried(form, act):
            messages.success(request, _("The cost is shared, and the workplaces are told."))
            return redirect("orders:detail", pk)
    context = {
        "form": form,
        "order": order,
        "partners": partners,
        "all_joined": all(partner.joined_at for partner in partners),
        "trail": trail(order),
    }
    return form_page(request, "orders/shares.html", context)


@require_POST
def share_by_participants(request: StaffRequest, pk: int) -> HttpResponse:
    order = order_or_404(request, pk)
    act = partial(services.share_cost_by_participants, order=order, by=request.user)
    said = _("Shared by the number who take part, and the workplaces are told.")
    return stepped(request, act, said=said, then=("orders:detail", pk))
