"""The leader's cover: the list of orders, one order, and what is done with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from staff.access import holding
from staff.http import Link, StaffRequest
from staff.money import kroner
from staff.paging import NearestEndPaginator
from staff.roles import Permission
from staff.states import IllegalTransition
from staff.verdict import Refusal, require
from substitutes import policy, queries, services
from substitutes.forms import BookForm, HoursForm
from substitutes.models import Booking, Order
from substitutes.presenting import COLORS, order_context
from substitutes.states import State

VIEWS: Final = ("money", "unfilled", "offered", "hours", "booked", "all")
FIRST: Final = "unfilled"


@dataclass(frozen=True, slots=True)
class Row:
    order: Order
    color: str
    booking: Booking | None


@require_safe
def orders(request: StaffRequest) -> HttpResponse:
    """What is ordered where one reads the cover: what nobody fills yet comes first."""
    if not holding(request.user, Permission.COVER_READ):
        raise PermissionDenied(_("Cover is read by leaders, case officers and auditors."))
    chosen = request.GET.get("state", "")
    view = chosen if chosen in VIEWS else FIRST
    mine = Order.objects.visible_to(request.user)
    rows = queries.with_live_booking(Order.objects.for_display())
    page = NearestEndPaginator(_in_view(mine, view), rows).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [Row(order, COLORS[order.state], next(iter(order.live), None)) for order in page],
        "tabs": _tabs(queries.order_counts(request.user), view),
        "view": view,
    }
    return render(request, "substitutes/orders.html", context)


@require_safe
def order(request: StaffRequest, pk: int) -> HttpResponse:
    return _page(request, _visible_or_404(request, pk))


@require_POST
def book(request: StaffRequest, pk: int) -> HttpResponse:
    order = _visible_or_404(request, pk)
    require(policy.may_book(request.user, order))
    form = BookForm(request.POST, order=order)
    if not form.is_valid():
        return _page(request, order, book_form=form, status=422)
    substitute = form.cleaned_data["substitute"]
    try:
        services.book(order=order, substitute=substitute, by=request.user)
    except (Refusal, IllegalTransition) as refusal:
        form.add_error(None, str(refusal))
        return _page(request, order, book_form=form, status=409)
    messages.success(
        request,
        _("%(name)s has been asked, and the days are held until there is an answer.")
        % {"name": substitute},
    )
    return redirect(order)


@require_POST
def unbook(request: StaffRequest, pk: int) -> HttpResponse:
    order = _visible_or_404(request, pk)
    said = _("The booking is cancelled. The order is open again.")
    return _take_back(request, order, services.unbook, said)


@require_POST
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    order = _visible_or_404(request, pk)
    return _take_back(request, order, services.cancel, _("The order is cancelled."))


def _take_back(
    request: StaffRequest, order: Order, service: Callable[..., Order], said: str
) -> HttpResponse:
    try:
        service(order=order, by=request.user)
    except (Refusal, IllegalTransition) as refusal:
        messages.error(request, str(refusal))
        return _page(request, order, status=409)
    messages.success(request, said)
    return redirect(order)


@require_POST
def hours(request: StaffRequest, pk: int) -> HttpResponse:
    order = _visible_or_404(request, pk)
    require(policy.may_confirm_hours(request.user, order))
    form = HoursForm(request.POST)
    if form.is_valid() and _confirmed(request, order, form):
        return redirect(order)
    return _page(request, order, hours_form=form, status=422)


def _confirmed(request: StaffRequest, order: Order, form: HoursForm) -> bool:
    """Whether the hours were confirmed; if not, the form says why."""
    up_to = form.cleaned_data["up_to"]
    try:
        timesheet = services.confirm_hours(order=order, up_to=up_to, by=request.user)
    except (Refusal, IllegalTransition) as refusal:
        form.add_error("up_to", str(refusal))
        return False
    words = {"amount": kroner(timesheet.amount_ore)}
    messages.success(
        request,
        _("The hours are confirmed. %(amount)s is charged to what is set aside.") % words,
    )
    return True


def _page(
    request: StaffRequest,
    order: Order,
    *,
    book_form: BookForm | None = None,
    hours_form: HoursForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = order_context(request.user, order, request.GET.get("page"))
    context |= {"book_form": book_form, "hours_form": hours_form or HoursForm()}
    return render(request, "substitutes/order.html", context, status=status)


def _visible_or_404(request: StaffRequest, pk: int) -> Order:
    visible = Order.objects.visible_to(request.user).for_display()
    related = (
        "owner",
        "application__commitment",
        "application__scheme",
        "application__course_run__course",
        "commitment__earmark__scheme",
    )
    return get_object_or_404(visible.select_related(*related), pk=pk)


def _in_view(orders: QuerySet[Order], view: str) -> QuerySet[Order]:
    if view == "money":
        return orders.filter(queries.WITHOUT_MONEY).order_by("pk")
    if view == "unfilled":
        return orders.filter(state=State.OPEN).order_by("pk")
    if view == "offered":
        return orders.filter(state=State.OFFERED).order_by("pk")
    if view == "hours":
        return orders.filter(queries.has_due(), state__in=queries.BOOKED).order_by("pk")
    if view == "booked":
        return orders.filter(state__in=queries.BOOKED).order_by("pk")
    return orders.order_by(Case(When(state=State.OPEN, then=Value(0)), default=Value(1)), "-pk")


def _tabs(counts: Mapping[str, int], view: str) -> list[Link]:
    labels = {
        "money": _("Waiting for money (%(count)d)"),
        "unfilled": _("Not filled (%(count)d)"),
        "offered": _("Waiting for answer (%(count)d)"),
        "hours": _("Hours to confirm (%(count)d)"),
        "booked": _("Booked (%(count)d)"),
        "all": _("All (%(count)d)"),
    }
    return [
        Link(label % {"count": counts[name]}, f"?state={name}", name == view)
        for name, label in labels.items()
        if name != "money" or counts[name] or name == view
    ]
