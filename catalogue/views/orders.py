"""Tailored orders: the list, writing one, its page, ending it."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogue import services
from catalogue.forms.orders import OrderForm, OrdersFilter, SearchForm
from catalogue.models import OrderInvitation, TailoredOrder
from catalogue.policy import orders as policy
from catalogue.queries import orders as queries
from catalogue.views import orders_listing as listing
from catalogue.views import orders_presenting as presenting
from catalogue.views.orders_frame import kept, made, order_or_404, stepped, trail
from staff.http import StaffRequest
from staff.models import Workplace
from staff.paging import NearestEndPaginator
from staff.verdict import Verdict, require
from staff.views.frame import form_page, posted

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    require(policy.may_list(request.user))
    form = OrdersFilter(request.GET)
    wish = form.cleaned_data if form.is_valid() else {}
    keys = queries.narrowed(TailoredOrder.objects.visible_to(request.user), wish)
    own = OrderInvitation.objects.answered_by(request.user)
    rows = queries.for_display(TailoredOrder.objects.all()).prefetch_related(
        "invitations", Prefetch("invitations", own, to_attr="own_invitations")
    )
    page = NearestEndPaginator(keys, rows).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": listing.rows(request.user, page),
        "may_begin": policy.may_begin(request.user),
    }
    return render(request, "orders/index.html", context, status=422 if form.errors else 200)


@require_safe
def begin(request: StaffRequest) -> HttpResponse:
    """For which workplace: whoever orders for one alone goes straight on."""
    require(policy.may_begin(request.user))
    form = SearchForm(request.GET, label=_("Name of the workplace"))
    workplaces = queries.workplaces_to_order_for(request.user)
    if not form.text and len(only := workplaces[:2]) == 1:
        return redirect("orders:new", only[0].pk)
    keys = queries.named_like(workplaces, form.text)
    rows = queries.with_place(Workplace.objects.all())
    page = NearestEndPaginator(keys, rows).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "trail": trail()}
    return render(request, "orders/begin.html", context, status=422 if form.errors else 200)


@page_or_post
def new(request: StaffRequest, workplace: int) -> HttpResponse:
    place = get_object_or_404(queries.workplaces_to_order_for(request.user), pk=workplace)
    form = OrderForm(posted(request), initial={"sectors": [place.sector]})
    if form.is_valid() and (order := made(form, lambda: _write(request, place, form))):
        messages.success(request, _("Written. No provider sees it before you send it."))
        return kept(order.get_absolute_url(), f"order-new-{place.pk}")
    context = {"form": form, "workplace": place, "trail": trail()}
    return form_page(request, "orders/new.html", context)


@require_safe
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """The workplaces' page; a provider goes on to its invitation."""
    order = order_or_404(request, pk)
    own = presenting.own_partners(request.user, order)
    answering = list(OrderInvitation.objects.answered_by(request.user).filter(order=order))
    if not own:
        return redirect("orders:invitation", answering[0].pk)
    inside = policy.may_read_inside(request.user, order)
    shown = list(order.partners.all()) if inside else own
    missing = queries.what_is_missing(order)
    invitations = order.invitations.select_related("provider") if inside else []
    cards = presenting.partner_cards(request.user, order, shown)
    context = {
        "order": order,
        "color": presenting.color_of(order),
        "trail": trail(),
        "inside": inside,
        "missing": missing,
        "steps": presenting.steps(order, missing, cards),
        "need": presenting.need(order),
        "cards": cards,
        "participants": presenting.said_beneath(order),
        "invited": presenting.invited_rows(invitations),
        "answering": answering,
        "may": _may(request, order),
    }
    return render(request, "orders/detail.html", context)


@page_or_post
def change(request: StaffRequest, pk: int) -> HttpResponse:
    order = order_or_404(request, pk)
    require(policy.may_change_order(request.user, order))
    form = OrderForm(posted(request), existing=order)
    if form.is_valid() and made(form, lambda: _change(request, order, form)) is not None:
        messages.success(request, _("Saved. The workplaces you have asked are told."))
        return kept(order.get_absolute_url(), f"order-{pk}")
    context = {"form": form, "order": order, "trail": trail(order)}
    return form_page(request, "orders/change.html", context)


@page_or_post
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """Who is told is said before it is done."""
    order = order_or_404(request, pk)
    require(policy.may_cancel_order(request.user, order))
    if request.method == "POST":
        said = _("The order is cancelled, and those who were asked are told.")

        def act() -> object:
            return services.cancel_order(order=order, by=request.user)

        return stepped(request, act, said=said, then=("orders:detail", pk))
    context = {
        "order": order,
        "consequences": presenting.what_cancelling_means(order),
        "trail": trail(order),
    }
    return render(request, "orders/cancel.html", context)


def _write(request: StaffRequest, place: Workplace, form: OrderForm) -> TailoredOrder:
    return services.write_order(
        workplace=place,
        changes=form.words(),
        staff_groups=form.cleaned_data["staff_groups"],
        by=request.user,
    )


def _change(request: StaffRequest, order: TailoredOrder, form: OrderForm) -> TailoredOrder:
    return services.change_order(
        order=order,
        changes=form.words(),
        staff_groups=form.cleaned_data["staff_groups"],
        by=request.user,
    )


def _may(request: StaffRequest, order: TailoredOrder) -> dict[str, Verdict]:
    """What the reader may do with the order as a whole."""
    user = request.user
    return {
        "change": policy.may_change_order(user, order),
        "invite": policy.may_invite(user, order),
        "more_time": policy.may_give_more_time(user, order),
        "compare": policy.may_compare_offers(user, order),
        "cancel": policy.may_cancel_order(user, order),
    }
