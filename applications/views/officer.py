"""After the decision: confirming terms, paying them, completing cases. All are buttons."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications import policy, services
from applications.models import Application, Participation
from applications.views.participation import refused
from staff.access import owner_ids
from staff.http import StaffRequest, own_url
from staff.money import kroner
from staff.roles import Permission
from staff.states import IllegalTransition
from staff.step_up import step_up_required
from staff.verdict import Refusal


@require_POST
def confirm(request: StaffRequest, pk: int) -> HttpResponse:
    application = _case(request, pk)

    def act() -> str:
        held = services.confirm_participation(application=application, by=request.user)
        return _("Term %(term)s of %(number)s is confirmed.") % {
            "term": held.term,
            "number": application.number,
        }

    return _done(request, application, act)


@require_POST
@step_up_required
def pay_term(request: StaffRequest, pk: int) -> HttpResponse:
    payers = owner_ids(request.user, Permission.PAYMENT_MAKE)
    visible = Application.objects.visible_to(request.user)
    reached = Q(owner__in=payers) | Q(application__in=visible)
    terms = Participation.objects.select_related("application__round__owner")
    participation = get_object_or_404(terms.filter(reached), pk=pk)

    def act() -> str:
        paid = services.pay_term(participation=participation, by=request.user)
        return _("%(amount)s is paid for term %(term)s of %(number)s.") % {
            "amount": kroner(paid.paid_ore),
            "term": paid.term,
            "number": participation.application.number,
        }

    return _done(request, participation.application, act)


@require_POST
def complete(request: StaffRequest, pk: int) -> HttpResponse:
    application = _case(request, pk)

    def act() -> str:
        services.complete(application=application, by=request.user)
        return _("%(number)s is completed.") % {"number": application.number}

    return _done(request, application, act)


def _case(request: StaffRequest, pk: int) -> Application:
    visible = Application.objects.visible_to(request.user).select_related("round__owner")
    return get_object_or_404(visible, pk=pk)


def _done(request: StaffRequest, application: Application, act: Callable[[], str]) -> HttpResponse:
    """Back to the page the button stood on; refused, the case with the reason on top."""
    back = _back(request, application)
    try:
        said = act()
    except (IllegalTransition, Refusal) as refusal:
        if policy.may_steer(request.user, application.round):
            return refused(request, application, str(refusal), back)
        context = {"refusal": str(refusal), "back": back}
        return render(request, "rounds/refused.html", context, status=409)
    messages.success(request, said)
    return HttpResponseRedirect(back)


def _back(request: StaffRequest, application: Application) -> str:
    """Where the button stood, if that is on this site; else those who take part in the round."""
    chosen = own_url(request, request.POST.get("next", ""))
    return chosen or reverse("rounds:participants", args=[application.round_id])
