"""Proposals: made, read, and made final by the owner; read in groups by the parties."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.models import Round
from applications.states import RoundState
from distribution import policy, queries, services
from distribution.disclosure import PARTIES
from distribution.models import Proposal
from distribution.presenting import line_rows
from distribution.states import State
from staff.access import owner_ids
from staff.http import StaffRequest
from staff.paging import NearestEndPaginator
from staff.roles import Permission
from staff.states import IllegalTransition
from staff.verdict import Refusal, require

DISTRIBUTED = (
    RoundState.DISTRIBUTING,
    RoundState.IN_CONSULTATION,
    RoundState.DECIDED,
    RoundState.CLOSED,
)


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The rounds that are or have been distributed, each with its newest proposal."""
    if not owner_ids(request.user, Permission.PROPOSAL_READ):
        raise PermissionDenied(_("Only the owner and the parties read distributions."))
    visible = Proposal.objects.visible_to(request.user).exclude(state=State.SUPERSEDED)
    paginator = NearestEndPaginator(visible.order_by("-pk"), visible.select_related("round__owner"))
    makers = owner_ids(request.user, Permission.PROPOSAL_MAKE)
    waiting = Round.objects.filter(owner__in=makers, state=RoundState.DISTRIBUTING).exclude(
        proposals__state=State.DRAFT
    )
    context = {"page": paginator.get_page(request.GET.get("page")), "waiting": waiting}
    return render(request, "distribution/index.html", context)


@require_POST
def propose(request: StaffRequest, round_pk: int) -> HttpResponse:
    round = get_object_or_404(Round.objects.visible_to(request.user), pk=round_pk)
    try:
        proposal = services.propose(round=round, by=request.user)
    except (Refusal, IllegalTransition) as refusal:
        messages.error(request, str(refusal))
        return render(request, "distribution/refused.html", {"back": round}, status=409)
    messages.success(request, _("A new proposal has been made. It is a draft until you send it."))
    return redirect(proposal)


@require_safe
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    return _page(request, _visible_or_404(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def finalise(request: StaffRequest, pk: int) -> HttpResponse:
    """What follows is said before it is done: money set aside, everybody answered."""
    proposal = _visible_or_404(request, pk)
    if request.method != "POST":
        return _confirm(request, proposal)
    try:
        services.finalise(proposal=proposal, by=request.user)
    except (Refusal, IllegalTransition) as refusal:
        messages.error(request, str(refusal))
        return _page(request, proposal, status=409)
    messages.success(
        request,
        _("Everything is decided. Everybody has been told, and the letters are being made."),
    )
    return redirect(proposal.round)


@require_safe
def problem(request: StaffRequest, pk: int) -> HttpResponse:
    """The frozen inputs: `manage.py distribute` computes the same plan from them."""
    proposal = _visible_or_404(request, pk)
    require(policy.may_see_persons(request.user, proposal))
    response = JsonResponse(proposal.problem)
    response["Content-Disposition"] = f'attachment; filename="problem-{proposal.pk}.json"'
    return response


def _visible_or_404(request: StaffRequest, pk: int) -> Proposal:
    visible = Proposal.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("round__owner", "made_by", "owner"), pk=pk)


def _confirm(request: StaffRequest, proposal: Proposal) -> HttpResponse:
    require(policy.may_finalise(request.user, proposal))
    context = {"proposal": proposal, "consequences": queries.consequences(proposal)}
    return render(request, "distribution/finalise.html", context)


def _page(request: StaffRequest, proposal: Proposal, status: int = 200) -> HttpResponse:
    context = {
        "proposal": proposal,
        "tables": queries.tables(proposal, fewest=PARTIES),
        "uses": queries.uses(proposal),
        "without_source": queries.without_source(proposal),
    }
    if policy.may_see_persons(request.user, proposal):
        lines = proposal.lines.order_by("place", "pk")
        rows = lines.select_related(
            "application__applicant",
            "application__staff_group",
            "application__workplace",
            "earmark",
        )
        page = NearestEndPaginator(lines, rows).get_page(request.GET.get("page"))
        context |= {
            "page": page,
            "lines": line_rows(page),
            "may_propose": policy.may_propose(request.user, proposal.round),
            "may_send": policy.may_send(request.user, proposal),
            "may_finalise": policy.may_finalise(request.user, proposal),
        }
    return render(request, "distribution/detail.html", context, status=status)
