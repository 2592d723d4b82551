"""What the pages of tailored orders have in common: finding one, trying a step, the way back."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.models import OrderInvitation, OrderPartner, TailoredOrder
from catalogue.queries.orders import for_display
from staff.http import Link, StaffRequest
from staff.states import IllegalTransition
from staff.verdict import Refusal
from staff.views.frame import say_refused

Made = TypeVar("Made")


def order_or_404(request: StaffRequest, pk: int) -> TailoredOrder:
    return get_object_or_404(for_display(TailoredOrder.objects.visible_to(request.user)), pk=pk)


def partner_or_404(request: StaffRequest, pk: int) -> OrderPartner:
    """A workplace of an order one sees, with the order as `order_or_404` gives it."""
    visible = TailoredOrder.objects.visible_to(request.user)
    found = get_object_or_404(OrderPartner.objects.filter(order__in=visible), pk=pk)
    order = order_or_404(request, found.order_id)
    partner = next(each for each in order.partners.all() if each.pk == pk)
    partner.order = order
    return partner


def invitation_or_404(request: StaffRequest, pk: int) -> OrderInvitation:
    """An invitation within an order one sees."""
    visible = TailoredOrder.objects.visible_to(request.user)
    found = OrderInvitation.objects.filter(order__in=visible).select_related("provider")
    invitation = get_object_or_404(found, pk=pk)
    invitation.order = order_or_404(request, invitation.order_id)
    return invitation


def trail(order: TailoredOrder | None = None) -> list[Link]:
    above = [Link(_("Orders"), reverse("orders:index"))]
    return above if order is None else [*above, Link(str(order), order.get_absolute_url())]


def made(form: Form, act: Callable[[], Made]) -> Made | None:
    """What the service made; nothing when it refused, and then the form says why."""
    try:
        return act()
    except ValidationError as error:
        say_refused(form, error)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return None


def kept(url: str, draft_key: str) -> HttpResponse:
    """On to the page, which tells the browser that it need not keep the form's text any more."""
    return redirect(f"{url}?{urlencode({'saved': draft_key})}")


def stepped(
    request: StaffRequest, act: Callable[[], object], *, said: str, then: tuple[Any, ...]
) -> HttpResponse:
    """Take a step that is one button; what a rule refuses is said on the page one comes to."""
    try:
        act()
    except (Refusal, IllegalTransition) as refusal:
        messages.error(request, str(refusal))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return redirect(*then)
