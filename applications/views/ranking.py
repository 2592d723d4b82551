"""The ranking of a round: one list, read by everybody who steers it, written while it is theirs."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from applications import policy, services
from applications.forms.rounds import RankingForm
from applications.models import Round
from applications.queries.queue import choices_of
from applications.queries.ranking import claims_of, rank_rows, reaches, scheme_money
from applications.queries.rounds import SENT
from applications.services.ranking import RANKABLE
from applications.states import RoundState, State
from applications.views.frame import read_round, trail
from funding.queries import earmark_lines
from staff.http import StaffRequest
from staff.verdict import Refusal, require

PER_PAGE = 200  # below what one form may hold, and still one list for nearly every round


@require_http_methods(["GET", "HEAD", "POST"])
def ranking(request: StaffRequest, pk: int) -> HttpResponse:
    round = read_round(request, pk)
    if request.method != "POST":
        return _page(request, round)
    require(policy.may_rank(request.user, round))
    form = RankingForm(request.POST)
    if not form.is_valid():
        return _page(request, round, form=form, status=422)
    try:
        _save(request, round, form)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, round, form=form, status=409)
    return HttpResponseRedirect(request.get_full_path() + _anchor(form))


def _save(request: StaffRequest, round: Round, form: RankingForm) -> None:
    """Raises Refusal when the list is no longer the one that was on the screen."""
    seen = form.cleaned_data["seen"]
    services.rank(round=round, order=form.order(), seen=seen, by=request.user)
    messages.success(request, _("The ranking is saved."))
    if ties := form.ties():
        messages.info(
            request,
            ngettext(
                "%(count)d was given a place that was taken, and stands after the other one.",
                "%(count)d were given the same place as another, and stand after one another.",
                ties,
            )
            % {"count": ties},
        )


def _page(
    request: StaffRequest, round: Round, *, form: RankingForm | None = None, status: int = 200
) -> HttpResponse:
    may_rank = policy.may_rank(request.user, round)
    claims = claims_of(round, _states(round))
    earmarks = earmark_lines([round.owner_id], [round.year])
    found = reaches(claims, earmarks)
    schemes = dict(choices_of(round)["scheme"])
    page = Paginator(claims, PER_PAGE).get_page(request.GET.get("page"))
    rows = rank_rows(
        [claim.pk for claim in page],
        found,
        schemes,
        typed=_typed(form),
        errors=form.row_errors() if form else {},
    )
    context = {
        "round": round,
        "may_rank": may_rank,
        "form": form,
        "page": page,
        "rows": rows,
        "seen": ",".join(str(claim.pk) for claim in claims),
        "unranked": sum(1 for claim in claims if claim.rank is None),
        "money": scheme_money(claims, found, schemes) if _is_before_decision(round) else [],
        "trail": trail(round),
    }
    return render(request, "rounds/ranking.html", context, status=status)


def _typed(form: RankingForm | None) -> dict[int, str]:
    """What to put back into the fields: everything if one is wrong, else what was changed."""
    if form is None:
        return {}
    if "seen" not in form.cleaned_data or any(form.row_errors().values()):
        return form.typed()
    return {pk: str(place) for pk, place in form.changed().items()}


def _anchor(form: RankingForm) -> str:
    pk = form.cleaned_data["move"].partition(":")[0]
    return f"#case-{pk}" if pk else ""


def _states(round: Round) -> list[State]:
    """Who stands in the list: those who can be ranked; later also those who were."""
    if round.state in (RoundState.DISTRIBUTING, RoundState.IN_CONSULTATION):
        return [State.RANKED]
    if _is_before_decision(round):
        return list(RANKABLE)
    return [state for state in SENT if state != State.WITHDRAWN]


def _is_before_decision(round: Round) -> bool:
    return round.state not in (RoundState.DECIDED, RoundState.CLOSED)
