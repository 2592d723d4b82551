"""Taking a round from one step to the next."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications import policy
from applications.models import Application, Round
from applications.queries.outside import not_accepted_in, why_not_accepted
from applications.states import ROUND_TRANSITIONS, RoundAction, RoundState, State
from audit.services import record
from staff.models import User
from staff.states import after
from staff.verdict import Refusal, require

OF_THE_DISTRIBUTION = (RoundAction.CONSULT, RoundAction.TAKE_BACK, RoundAction.DECIDE)


@transaction.atomic
def step(*, round: Round, action: RoundAction, by: User) -> Round:
    """Take the round one step. Raises IllegalTransition, or Refusal while work is left in it."""
    if action in OF_THE_DISTRIBUTION:
        raise Refusal(_("The round takes this step when its distribution does."))
    return _take(round, action, by)


@transaction.atomic
def follow_distribution(*, round: Round, action: RoundAction, by: User) -> Round:
    """The round goes where its distribution has gone: called by `distribution` alone."""
    return _take(round, action, by)


def _take(round: Round, action: RoundAction, by: User) -> Round:
    round = Round.objects.select_for_update().get(pk=round.pk)
    require(policy.may_steer(by, round))
    state = after(ROUND_TRANSITIONS, RoundState(round.state), action)
    if action == RoundAction.CLOSE_FOR_LEADERS:
        _leaders_are_done(round)
    if action == RoundAction.START_DISTRIBUTION:
        _all_are_ranked(round)
        if why := why_not_accepted(not_accepted_in(round, [State.RANKED])):
            raise Refusal(why)
    round.state = state
    round.save(update_fields=["state"])
    record(f"round.{action}", subject=round, by=by)
    return round


def _leaders_are_done(round: Round) -> None:
    """Before the leaders' deadline nothing may be taken from them unanswered."""
    waiting = Application.objects.filter(round=round, state=State.SUBMITTED).count()
    if waiting and timezone.localdate() <= round.leader_deadline:
        raise Refusal(
            ngettext(
                "%(count)d application still waits for its leader, who has until the deadline.",
                "%(count)d applications still wait for their leaders, who have until the deadline.",
                waiting,
            )
            % {"count": waiting}
        )


def _all_are_ranked(round: Round) -> None:
    unranked = Application.objects.filter(
        round=round,
        state__in=(State.SUBMITTED, State.RECOMMENDED, State.NOT_RECOMMENDED),
    ).count()
    if unranked:
        raise Refusal(
            ngettext(
                "%(count)d application has no rank yet.",
                "%(count)d applications have no rank yet.",
                unranked,
            )
            % {"count": unranked}
        )
