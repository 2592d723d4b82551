"""What leave to study would take off a person's week: the answer to the catalogue's question."""

from django.db.models import QuerySet

from applications.models import Application, Round
from applications.queries.courses import main_position
from applications.queries.support import schemes_for
from applications.states import ENDED_EARLY, RoundState, State
from catalogue.models import CourseRun
from catalogue.workload import Relief
from staff.access import holding
from staff.models import User
from staff.roles import Permission


def relief_for(*, user: User, run: CourseRun) -> list[Relief]:
    """The leave one has applied for; before that, what each scheme with cover that is open to
    one's staff group gives. At most one of each name, the most of it. Leave is hundredths of a
    full post.
    """
    applied = (
        Application.objects.filter(applicant=user, course_run=run, leave_percent__gt=0)
        .exclude(state__in=(*ENDED_EARLY, State.REJECTED))
        .select_related("scheme")
        .order_by("-pk")
        .first()
    )
    if applied is not None and applied.scheme is not None:
        return [Relief(str(applied.scheme), applied.leave_percent)]
    found: dict[str, int] = {}
    for round in _rounds(user, run):
        position = main_position(user, round.owner_id)
        if position is None:
            continue
        for support in schemes_for(round, position, day=run.starts_on, credits=run.course.credits):
            if support.for_group and support.leave_percent:
                name = str(support.scheme)
                found[name] = max(found.get(name, 0), support.leave_percent)
    return [Relief(name, leave) for name, leave in found.items()]


def _rounds(user: User, run: CourseRun) -> list[Round]:
    """At each employer one round: the newest that offers the run, else the newest of all."""
    owners = {held.owner_id for held in holding(user, Permission.APPLY) if held.owner_id}
    known = Round.objects.filter(owner__in=owners).exclude(state=RoundState.PLANNED)
    return [*_newest(known.filter(offers__course_run=run)), *_others(known, run)]


def _newest(rounds: QuerySet[Round]) -> QuerySet[Round]:
    return rounds.select_related("owner").order_by("owner", "-year", "-pk").distinct("owner")


def _others(known: QuerySet[Round], run: CourseRun) -> QuerySet[Round]:
    """The newest rounds of the owners that do not offer the run."""
    offering = known.filter(offers__course_run=run).order_by().values("owner")
    return _newest(known.exclude(owner__in=offering))
