"""A provider's side of an order: what is wanted, and the answer to it."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue import services
from catalogue.forms.orders import OfferForm
from catalogue.models import OrderInvitation
from catalogue.policy import orders as policy
from catalogue.views import orders_comparing as comparing
from catalogue.views import orders_presenting as presenting
from catalogue.views.orders_frame import (
    invitation_or_404,
    kept,
    made,
    order_or_404,
    stepped,
    trail,
)
from staff.http import Link, StaffRequest
from staff.verdict import require
from staff.views.frame import form_page, posted


@require_safe
def invitation(request: StaffRequest, pk: int) -> HttpResponse:
    """What the provider sees: the need and its own offer, never anybody else's."""
    mine = OrderInvitation.objects.answered_by(request.user).select_related("provider")
    found = get_object_or_404(mine, pk=pk)
    order = found.order = order_or_404(request, found.order_id)
    state, color = presenting.answer_of(found)
    chosen = order.invitations.filter(is_accepted=True).first()
    context = {
        "order": order,
        "invitation": found,
        "state": state,
        "color": color,
        "offer": comparing.offer(order, found) if found.offered_at else None,
        "need": presenting.need(order),
        "workplaces": presenting.for_provider(order),
        "participants": presenting.said_beneath(order),
        "may_answer": policy.may_answer(request.user, found),
        "is_late": timezone.localdate() > order.answer_by,
        "reason": chosen.reason if chosen else "",
        "trail": trail(),
    }
    return render(request, "orders/invitation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: StaffRequest, pk: int) -> HttpResponse:
    """Make an offer, or a better one."""
    found = invitation_or_404(request, pk)
    require(policy.may_answer(request.user, found))
    names = OfferForm.base_fields
    given = {name: getattr(found, name) for name in names} if found.offered_at else {}
    form = OfferForm(posted(request), initial=given)
    if form.is_valid():
        changes = form.cleaned_data
        act = partial(services.make_offer, invitation=found, changes=changes, by=request.user)
        if made(form, act):
            messages.success(request, _("Your offer is sent. You can change it while it is open."))
            return kept(presenting.invitation_url(found), f"offer-{pk}")
    here = Link(str(found.order), presenting.invitation_url(found))
    context = {
        "form": form,
        "invitation": found,
        "order": found.order,
        "participants": presenting.said_beneath(found.order),
        "trail": [*trail(), here],
    }
    return form_page(request, "orders/offer.html", context)


@require_POST
def decline(request: StaffRequest, pk: int) -> HttpResponse:
    found = invitation_or_404(request, pk)
    act = partial(services.decline_invitation, invitation=found, by=request.user)
    said = _("They are told that you have nothing to offer this time.")
    return stepped(request, act, said=said, then=("orders:invitation", pk))
