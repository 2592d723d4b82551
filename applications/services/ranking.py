"""The owner's ranking: one list for all staff groups."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from applications import policy
from applications.models import Application, Round
from applications.queries.outside import not_accepted_in, why_not_accepted
from applications.queries.ranking import claims_of
from applications.states import TRANSITIONS, Action, State
from audit.services import record
from staff.models import User
from staff.states import after
from staff.verdict import Refusal, require

RANKABLE = (State.SUBMITTED, State.RECOMMENDED, State.NOT_RECOMMENDED, State.RANKED)


@transaction.atomic
def rank(
    *, round: Round, order: Sequence[int], by: User, seen: Sequence[int] | None = None
) -> None:
    """Rank the applications with these keys 1, 2, 3 …; all that can be ranked must be in `order`.

    `seen` is the order that was on the screen. Raises Refusal when it is no longer the one that
    stands, or when the list and the round do not agree: somebody else has changed it. And as long
    as a case is about a study outside the catalogue that the owner has not accepted.
    """
    round = Round.objects.select_for_update().get(pk=round.pk)
    require(policy.may_rank(by, round))
    if seen is not None and list(seen) != [claim.pk for claim in claims_of(round, RANKABLE)]:
        raise Refusal(
            _("Somebody has changed the list since you opened it. Look at it, and save once more.")
        )
    found = {
        application.pk: application
        for application in Application.objects.select_for_update().filter(
            round=round, state__in=RANKABLE
        )
    }
    if len(order) != len(set(order)) or set(order) != set(found):
        raise Refusal(
            _("The list has changed since you opened it. Look at it again and save once more.")
        )
    if why := why_not_accepted(not_accepted_in(round, RANKABLE)):
        raise Refusal(why)
    for place, pk in enumerate(order, start=1):
        application = found[pk]
        application.rank = place
        application.state = after(TRANSITIONS, State(application.state), Action.RANK)
    Application.objects.bulk_update(found.values(), ["rank", "state"], batch_size=500)
    record("round.ranked", subject=round, by=by, count=len(order))
