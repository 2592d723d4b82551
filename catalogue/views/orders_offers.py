"""Sending an order to providers, comparing what they offer, choosing one."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from catalogue import services
from catalogue.forms.orders import MoreTimeForm, ReasonForm, SearchForm
from catalogue.models import Provider, TailoredOrder
from catalogue.policy import orders as policy
from catalogue.queries import orders as queries
from catalogue.queries.contacts import contacts_of
from catalogue.views import orders_comparing as comparing
from catalogue.views.orders_choosing import Choice
from catalogue.views.orders_frame import invitation_or_404, made, order_or_404, trail
from staff.http import StaffRequest
from staff.paging import NearestEndPaginator
from staff.verdict import require
from staff.views.frame import form_page, posted

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@page_or_post
def invite(request: StaffRequest, pk: int) -> HttpResponse:
    """Search, choose several, send. What is chosen stands in the address until it is sent."""
    order = order_or_404(request, pk)
    require(policy.may_invite(request.user, order))
    form = SearchForm(request.GET, label=_("Name of the provider"))
    choice = Choice(request.POST if request.method == "POST" else request.GET, form.text)
    if request.method == "POST":
        act = partial(services.invite, order=order, providers=choice.providers, by=request.user)
        if form.is_valid() and made(form, act) is not None:
            messages.success(request, _sent_to(len(choice.providers)))
            return redirect("orders:detail", pk)
    return form_page(request, "orders/invite.html", _to_invite(request, order, form, choice))


@page_or_post
def more_time(request: StaffRequest, pk: int) -> HttpResponse:
    order = order_or_404(request, pk)
    require(policy.may_give_more_time(request.user, order))
    form = MoreTimeForm(posted(request))
    if form.is_valid():
        answer_by = form.cleaned_data["answer_by"]
        act = partial(services.give_more_time, order=order, answer_by=answer_by, by=request.user)
        if made(form, act):
            messages.success(request, _("The providers have more time, and are told."))
            return redirect("orders:detail", pk)
    context = {"form": form, "order": order, "trail": trail(order)}
    return form_page(request, "orders/more_time.html", context)


@require_safe
def compare(request: StaffRequest, pk: int) -> HttpResponse:
    order = order_or_404(request, pk)
    require(policy.may_compare_offers(request.user, order))
    context = {
        "order": order,
        "offers": comparing.offers(order),
        "lines": comparing.lines(order),
        "may_choose": policy.may_choose_offer(request.user, order),
        "trail": trail(order),
    }
    return render(request, "orders/compare.html", context)


@page_or_post
def accept(request: StaffRequest, pk: int) -> HttpResponse:
    """What follows is said, and the reason asked for, before an offer is accepted."""
    invitation = invitation_or_404(request, pk)
    order = invitation.order
    require(policy.may_choose_offer(request.user, order))
    form = ReasonForm(posted(request))
    if form.is_valid():
        act = partial(
            services.accept_offer, invitation=invitation, by=request.user, **form.cleaned_data
        )
        if made(form, act):
            messages.success(request, _("The offer is accepted. Now name those who take part."))
            return redirect("orders:detail", order.pk)
    context = {
        "form": form,
        "order": order,
        "offer": comparing.offer(order, invitation),
        "consequences": comparing.what_accepting_means(order, invitation),
        "trail": [*trail(order), comparing.link(order)],
    }
    return form_page(request, "orders/accept.html", context)


def _to_invite(
    request: StaffRequest, order: TailoredOrder, form: SearchForm, choice: Choice
) -> dict[str, object]:
    keys = queries.providers_to_invite(order, form.text).exclude(pk__in=choice.keys)
    page = NearestEndPaginator(keys, Provider.objects.all()).get_page(request.GET.get("page"))
    return {
        "order": order,
        "form": form,
        "page": page,
        "rows": choice.rows(page, contacts_of(provider.pk for provider in page)),
        "chosen": choice.chosen,
        "missing": queries.what_is_missing(order),
        "trail": trail(order),
    }


def _sent_to(count: int) -> str:
    return ngettext(
        "The order is sent to %(count)d provider.",
        "The order is sent to %(count)d providers.",
        count,
    ) % {"count": count}
