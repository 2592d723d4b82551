"""The owner's rounds: where each one is, the next step, and the queue."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from applications import policy, services
from applications.filters import QueueFilter
from applications.forms.rounds import StepForm
from applications.models import Application, Round
from applications.queries.queue import choices_of, for_rows, in_order, queue_rows
from applications.queries.rounds import SENT, group_counts, lines_of
from applications.states import RoundState
from applications.views.frame import read_round, steered_round, trail
from applications.views.participation import participants
from applications.views.ranking import ranking
from funding.queries import purse_lines
from staff.history import history_url
from staff.http import StaffRequest, render_page
from staff.paging import NearestEndPaginator
from staff.roles import Permission
from staff.states import IllegalTransition
from staff.verdict import Refusal

__all__ = ["detail", "index", "participants", "queue", "ranking", "step"]


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    held = request.acting
    if held is None or not held.grants(Permission.ROUND_READ):
        raise PermissionDenied(_("Only the owner’s case officers and auditors read the rounds."))
    lines = lines_of(Round.objects.filter(owner=held.owner_id).newest_first())
    context = {
        "may_steer": held.grants(Permission.ROUND_STEER),
        "live": [line for line in lines if line.round.state != RoundState.CLOSED],
        "closed": [line for line in lines if line.round.state == RoundState.CLOSED],
    }
    return render(request, "rounds/index.html", context)


@require_safe
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    return _detail(request, read_round(request, pk))


@require_POST
def step(request: StaffRequest, pk: int) -> HttpResponse:
    round, form = steered_round(request, pk), StepForm(request.POST)
    if not form.is_valid():
        return _detail(request, round, refusal=" ".join(map(str, form.errors["action"])))
    try:
        services.step(round=round, action=form.cleaned_data["action"], by=request.user)
    except (IllegalTransition, Refusal) as refusal:
        return _detail(request, steered_round(request, pk), refusal=str(refusal))
    messages.success(request, _("The round has taken the step."))
    return redirect(round)


@require_safe
def queue(request: StaffRequest, pk: int) -> HttpResponse:
    round = read_round(request, pk)
    mine = Application.objects.queue_of(request.user, round)
    narrowed = QueueFilter(request.GET, queryset=mine, choices=choices_of(round))
    paginator = NearestEndPaginator(in_order(narrowed.qs), for_rows(Application.objects.all()))
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "round": round,
        "filter": narrowed,
        "page": page,
        "rows": queue_rows(page),
        "earmarks": purse_lines(round.owner_id, round.year),
        "trail": trail(round),
    }
    status = 200 if narrowed.is_valid() else 422
    return render_page(
        request, "rounds/queue.html", context, part="rounds/_queue.html", status=status
    )


def _detail(request: StaffRequest, round: Round, *, refusal: str = "") -> HttpResponse:
    [line] = lines_of([round])
    states = [state for state in SENT if line.counts[state]]
    context = {
        "line": line,
        "round": round,
        "refusal": refusal,
        "may_steer": policy.may_steer(request.user, round),
        "history_url": history_url(request.user, round, owner_id=round.owner_id),
        "states": states,
        "sums": [line.counts[state] for state in states],
        "groups": group_counts(round, states),
        "may_step": policy.offer_step(request.user, round, line.action) if line.action else None,
        "trail": trail(),
    }
    return render(request, "rounds/detail.html", context, status=409 if refusal else 200)
