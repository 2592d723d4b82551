"""Where a course can be applied for: the answers to what the catalogue asks (evu/wiring.py)."""

import datetime
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.models import Offer, Round
from applications.queries.courses import open_rounds
from applications.states import RoundState
from applications.timeline import until
from catalogue.models import CourseRun
from catalogue.ways import Way
from staff import formats
from staff.access import holding
from staff.models import Owner, User
from staff.roles import Permission


def runs_to_apply_for(*, user: User) -> QuerySet[Offer, int]:
    """Keys of the runs that the open rounds of the person's employers offer, not asked for yet."""
    offered = Offer.objects.filter(round__in=open_rounds(user).order_by())
    return offered.values_list("course_run", flat=True)


def ways_to_apply(*, user: User, run: CourseRun) -> list[Way]:
    """The open rounds that offer the run; at an employer without one, the reason. Two queries."""
    rounds = list(open_rounds(user).filter(offers__course_run=run))
    reached = {round.owner_id for round in rounds}
    others = [owner for owner in _employers(user) if owner.pk not in reached]
    opening = _next_opening(others)
    return [_way_in(round, run) for round in rounds] + [
        Way(label=owner.name, reason=_why_not(opening.get(owner.pk))) for owner in others
    ]


def _employers(user: User) -> list[Owner]:
    """Where the person may apply, each once."""
    held = holding(user, Permission.APPLY)
    return list({one.owner.pk: one.owner for one in held if one.owner is not None}.values())


def _next_opening(owners: Iterable[Owner]) -> dict[int, datetime.date]:
    """Owner key → the first day of the next round that is planned, or open from a day to come."""
    coming = Round.objects.filter(
        Q(state=RoundState.PLANNED) | Q(state=RoundState.OPEN),
        owner__in=list(owners),
        opens_on__gt=timezone.localdate(),
    )
    rows = coming.order_by("-opens_on").values_list("owner", "opens_on")
    return dict(rows)  # the earliest comes last


def _way_in(round: Round, run: CourseRun) -> Way:
    return Way(
        label=round.name,
        url=reverse("applications:course", args=[run.pk]),
        reason=_("You can apply %(deadline)s.") % {"deadline": until(round.applicant_deadline)},
    )


def _why_not(opens_on: datetime.date | None) -> str:
    if opens_on is None:
        return _("Your employer has not opened a round with this course.")
    return _(
        "Your employer has not opened a round with this course. The next round opens on %(day)s."
    ) % {"day": formats.day(opens_on)}
