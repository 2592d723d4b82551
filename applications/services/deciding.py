"""Deciding all cases of a round at once: decisions, money set aside, and everybody told."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import messages, policy
from applications.models import Application, Decision, Round
from applications.queries.outside import not_accepted_in, why_not_accepted
from applications.states import TRANSITIONS, Action, State
from audit.services import record_many
from funding import services as funding
from funding.models import Commitment, Earmark
from staff.models import User
from staff.money import Ore
from staff.states import after
from staff.verdict import Refusal, require

ACTIONS = {
    Decision.Outcome.GRANTED: Action.GRANT,
    Decision.Outcome.WAITING_LIST: Action.PUT_ON_WAITING_LIST,
    Decision.Outcome.REJECTED: Action.REJECT,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is to be decided about one application, with the grounds in its language."""

    application_id: int
    outcome: Decision.Outcome
    reason_code: str
    grounds: str
    language: str
    earmark: Earmark | None = None
    amount_ore: Ore = 0
    waiting_place: int | None = None


@transaction.atomic
def decide(*, round: Round, outcomes: Sequence[Outcome], by: User) -> list[Decision]:
    """Decide all of them or none. Raises InsufficientFunds, or Refusal when a case has moved on."""
    require(policy.may_decide(by, round))
    keys = [outcome.application_id for outcome in outcomes]
    found = {
        application.pk: application
        for application in Application.objects.select_for_update(of=("self",))
        .select_related("applicant", "course_run__course", "round")
        .filter(round=round, pk__in=keys)
    }
    if len(found) != len(keys):
        raise Refusal(_("An application is no longer in the round."))
    _studies_are_accepted(round, outcomes)
    _set_money_aside(found, outcomes, by)
    decided_at = timezone.now()
    answer_by = timezone.localdate() + datetime.timedelta(days=round.answer_days)
    for outcome in outcomes:
        application = found[outcome.application_id]
        action = ACTIONS[outcome.outcome]
        application.state = after(TRANSITIONS, State(application.state), action)
        application.answer_by = answer_by if outcome.outcome == Decision.Outcome.GRANTED else None
    Application.objects.bulk_update(
        found.values(), ["state", "commitment", "answer_by"], batch_size=500
    )
    decisions = Decision.objects.bulk_create(
        [_decision(found[o.application_id], o, by, decided_at) for o in outcomes]
    )
    record_many(
        "application.decided",
        [
            (decision.application, {"outcome": decision.outcome, "decision": decision.pk})
            for decision in decisions
        ],
        by=by,
    )
    messages.decided(decisions)
    return decisions


def _studies_are_accepted(round: Round, outcomes: Sequence[Outcome]) -> None:
    """Nobody is granted a study outside the catalogue that the owner has not accepted."""
    given = (Decision.Outcome.GRANTED, Decision.Outcome.WAITING_LIST)
    keys = {outcome.application_id for outcome in outcomes if outcome.outcome in given}
    cases = [case for case in not_accepted_in(round, list(State)) if case.pk in keys]
    if cases:
        raise Refusal(why_not_accepted(cases))


def _set_money_aside(found: dict[int, Application], outcomes: Sequence[Outcome], by: User) -> None:
    granted = [outcome for outcome in outcomes if outcome.earmark is not None]
    if not granted:
        return
    reservations = [
        funding.Reservation(
            earmark=outcome.earmark,
            amount_ore=outcome.amount_ore,
            purpose=str(found[outcome.application_id]),
        )
        for outcome in granted
        if outcome.earmark is not None
    ]
    owner = granted[0].earmark.owner if granted[0].earmark else None
    assert owner is not None  # noqa: S101  (narrowing for the type checker)
    commitments: list[Commitment] = funding.reserve(reservations=reservations, owner=owner, by=by)
    for outcome, commitment in zip(granted, commitments, strict=True):
        found[outcome.application_id].commitment = commitment


def _decision(
    application: Application, outcome: Outcome, by: User, decided_at: datetime.datetime
) -> Decision:
    return Decision(
        owner_id=application.owner_id,
        application=application,
        outcome=outcome.outcome,
        reason_code=outcome.reason_code,
        grounds=outcome.grounds,
        language=outcome.language,
        amount_ore=outcome.amount_ore,
        waiting_place=outcome.waiting_place,
        decided_by=by,
        decided_at=decided_at,
    )
