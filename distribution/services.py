"""Proposing, sending to consultation, and making final."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from applications import services as applications
from applications.models import Decision, Round
from applications.services import Outcome
from applications.states import RoundAction
from applications.states import State as ApplicationState
from audit.services import record
from distribution import policy, reasons
from distribution.engine import by_rank
from distribution.engine.model import Plan, Problem, fingerprint, plan_to_json, problem_to_json
from distribution.models import Line, Proposal
from distribution.problems import problem_of
from distribution.states import LIVE, TRANSITIONS, Action, State
from staff.models import User
from staff.states import after
from staff.verdict import Refusal, require


@transaction.atomic
def propose(*, round: Round, by: User) -> Proposal:
    """Compute a new version and freeze it. The version before it is superseded, also one that is
    in consultation: then the round goes back, and the parties are asked anew.
    """
    round = Round.objects.select_for_update().get(pk=round.pk)
    require(policy.may_propose(by, round))
    _supersede(round, by)
    problem = problem_of(round)
    if not problem.claims:
        raise Refusal(_("There are no ranked applications to distribute to."))
    plan = by_rank.solve(problem)
    frozen_problem, frozen_plan = problem_to_json(problem), plan_to_json(plan)
    last = Proposal.objects.filter(round=round).aggregate(version=Max("version"))["version"]
    proposal = Proposal.objects.create(
        owner_id=round.owner_id,
        round=round,
        version=(last or 0) + 1,
        method=plan.method,
        problem=frozen_problem,
        plan=frozen_plan,
        sha256=fingerprint(frozen_problem, frozen_plan),
        made_by=by,
        made_at=timezone.now(),
    )
    Line.objects.bulk_create(_lines(proposal, problem, plan), batch_size=1000)
    record("proposal.made", subject=proposal, by=by, version=proposal.version)
    return proposal


@transaction.atomic
def send_to_consultation(*, proposal: Proposal, by: User) -> Proposal:
    """From now on the representatives see it. `consultations` opens the room around it."""
    proposal = _lock(proposal)
    require(policy.may_send(by, proposal))
    proposal.state = after(TRANSITIONS, State(proposal.state), Action.OPEN_CONSULTATION)
    proposal.sent_at = timezone.now()
    proposal.save(update_fields=["state", "sent_at"])
    applications.follow_distribution(round=proposal.round, action=RoundAction.CONSULT, by=by)
    record("proposal.sent", subject=proposal, by=by)
    return proposal


@transaction.atomic
def mark_consulted(*, proposal: Proposal, by: User) -> Proposal:
    """The parties have been heard: told by `consultations`, checked again by the database."""
    proposal = _lock(proposal)
    proposal.state = after(TRANSITIONS, State(proposal.state), Action.CONSULT)
    proposal.consulted_at = timezone.now()
    proposal.save(update_fields=["state", "consulted_at"])
    record("proposal.consulted", subject=proposal, by=by)
    return proposal


@transaction.atomic
def finalise(*, proposal: Proposal, by: User) -> Proposal:
    """Decide every case as proposed, at once: money is set aside and everybody gets an answer.

    Raises PermissionDenied before the parties are consulted, InsufficientFunds when an earmark has
    been used meanwhile. A case withdrawn since then is left out.
    """
    proposal = _lock(proposal)
    require(policy.may_finalise(by, proposal))
    proposal.state = after(TRANSITIONS, State(proposal.state), Action.FINALISE)
    proposal.final_at = timezone.now()
    proposal.save(update_fields=["state", "final_at"])
    lines = proposal.lines.select_related("application__applicant", "earmark__owner")
    outcomes = [
        _outcome(line)
        for line in lines.order_by("place")
        if line.application.state != ApplicationState.WITHDRAWN
    ]
    applications.decide(round=proposal.round, outcomes=outcomes, by=by)
    applications.follow_distribution(round=proposal.round, action=RoundAction.DECIDE, by=by)
    record("proposal.final", subject=proposal, by=by)
    return proposal


def _outcome(line: Line) -> Outcome:
    language = line.application.applicant.written_language
    with translation.override(language):
        grounds = reasons.sentence(line)
    return Outcome(
        application_id=line.application_id,
        outcome=Decision.Outcome(line.outcome),
        reason_code=line.reason_code,
        grounds=grounds,
        language=language,
        earmark=line.earmark,
        amount_ore=line.amount_ore,
        waiting_place=line.waiting_place,
    )


def _lines(proposal: Proposal, problem: Problem, plan: Plan) -> list[Line]:
    ranks = {claim.key: claim.rank for claim in problem.claims}
    return [
        Line(
            owner_id=proposal.owner_id,
            proposal=proposal,
            application_id=answer.key,
            outcome=answer.outcome,
            earmark_id=answer.pot,
            amount_ore=answer.amount_ore,
            place=ranks[answer.key],
            waiting_place=answer.waiting_place,
            reason_code=answer.code,
            reason=dict(answer.reason),
        )
        for answer in plan.answers
    ]


def _supersede(round: Round, by: User) -> None:
    live = Proposal.objects.select_for_update().filter(round=round, state__in=LIVE).first()
    if live is None:
        return
    was_sent = live.sent_at is not None
    live.state = after(TRANSITIONS, State(live.state), Action.SUPERSEDE)
    live.save(update_fields=["state"])
    if was_sent:
        applications.follow_distribution(round=round, action=RoundAction.TAKE_BACK, by=by)
    record("proposal.superseded", subject=live, by=by)


def _lock(proposal: Proposal) -> Proposal:
    return (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("round__owner")
        .get(pk=proposal.pk)
    )
