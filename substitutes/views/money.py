"""The owner sets money aside for the cover of a placement, or takes it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from staff.formats import hours
from staff.http import StaffRequest
from staff.money import kroner
from staff.states import IllegalTransition
from staff.step_up import step_up_required
from staff.verdict import Refusal, require
from staff.views.frame import form_page, posted
from substitutes import policy, presenting, queries, services
from substitutes.forms import MoneyForm
from substitutes.models import Order

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@page_or_post
@step_up_required
def set_money_aside(request: StaffRequest, pk: int) -> HttpResponse:
    order = _visible_or_404(request, pk)
    require(policy.may_set_money_aside(request.user, order))
    form = MoneyForm(posted(request), sources=queries.sources(order))
    if form.is_valid() and _is_set_aside(request, order, form):
        amount = kroner(form.cleaned_data["amount"])
        messages.success(request, _("%(amount)s is set aside for the cover.") % {"amount": amount})
        return redirect(order)
    plan = queries.plan(order)
    context = {
        "form": form,
        "order": order,
        "about": presenting.about(order),
        "days": len(plan.days),
        "hours": hours(plan.minutes),
        "trail": presenting.trail(order),
    }
    return form_page(request, "substitutes/set_money_aside.html", context)


@page_or_post
@step_up_required
def give_money_back(request: StaffRequest, pk: int) -> HttpResponse:
    order = _visible_or_404(request, pk)
    require(policy.may_give_money_back(request.user, order))
    if request.method == "POST":
        try:
            services.give_money_back(order=order, by=request.user)
        except (Refusal, IllegalTransition) as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The money is available again."))
        return redirect(order)
    context = {"order": order, "money": order.commitment, "trail": presenting.trail(order)}
    return render(request, "substitutes/give_money_back.html", context)


def _is_set_aside(request: StaffRequest, order: Order, form: MoneyForm) -> bool:
    """Whether the money was set aside; if not, the form says why."""
    earmark = form.chosen.line.earmark
    amount_ore = form.cleaned_data["amount"]
    try:
        services.set_money_aside(
            order=order, earmark=earmark, amount_ore=amount_ore, by=request.user
        )
    except Refusal as refusal:
        form.add_error("amount", str(refusal))
        return False
    return True


def _visible_or_404(request: StaffRequest, pk: int) -> Order:
    visible = Order.objects.visible_to(request.user).for_display()
    related = ("owner", "commitment__earmark", "placement__position")
    return get_object_or_404(visible.select_related(*related), pk=pk)
