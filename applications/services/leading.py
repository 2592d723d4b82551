"""The leader's verbs."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from applications import messages, policy
from applications.models import Application, Recommendation
from applications.states import TRANSITIONS, Action, State
from audit.services import record
from staff.models import User
from staff.states import after
from staff.verdict import require


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover a leader plans: percent in hundredths of a full post, weekdays 1–5, last day in."""

    percent: int
    weekdays: Sequence[int]
    first: datetime.date
    last: datetime.date


@transaction.atomic
def advise(
    *,
    application: Application,
    recommended: bool,
    reason: str,
    cover: Cover | None,
    by: User,
) -> Recommendation:
    """Recommend or not, with the reason, and plan the cover. May be changed until it is ranked.

    Raises ValidationError on a cover that cannot be.
    """
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("round")
        .get(pk=application.pk)
    )
    require(policy.may_recommend(by, application))
    action = Action.RECOMMEND if recommended else Action.ADVISE_AGAINST
    wanted = State.RECOMMENDED if recommended else State.NOT_RECOMMENDED
    if application.state != wanted:  # the same advice again changes only its words
        application.state = after(TRANSITIONS, State(application.state), action)
        application.save(update_fields=["state"])
    advice = Recommendation.objects.filter(application=application).first() or Recommendation(
        owner_id=application.owner_id, application=application
    )
    advice.recommended, advice.reason = recommended, reason
    advice.cover_percent = cover.percent if cover else 0
    advice.cover_weekdays = sorted(cover.weekdays) if cover else []
    advice.cover_from = cover.first if cover else None
    advice.cover_to = cover.last if cover else None
    advice.given_by, advice.given_at = by, timezone.now()
    advice.full_clean()
    advice.save()
    record("application.advised", subject=application, by=by, recommended=recommended)
    messages.advised(application, recommended=recommended)
    return advice
