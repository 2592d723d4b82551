"""Studies outside the catalogue: which a person may choose, and how they stand in cases."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from applications.models import Application, Offer, Round
from catalogue.models import CourseRun, OutsideStudy
from catalogue.states import StudyState
from staff.models import User


def runs_to_choose(round: Round, user: User) -> QuerySet[CourseRun]:
    """What the round offers, and the person's own studies outside the catalogue that its owner
    has not refused.
    """
    own = OutsideStudy.objects.filter(owner=round.owner_id, written_by=user)
    offered = Offer.objects.filter(round=round)
    return CourseRun.objects.filter(
        Q(pk__in=offered.values("course_run"))
        | Q(pk__in=own.exclude(state=StudyState.REFUSED).values("run"))
    )


def study_of(application: Application) -> OutsideStudy | None:
    """The study outside the catalogue that the case is about, if it is about one."""
    if application.course_run_id is None:
        return None
    found = OutsideStudy.objects.filter(run=application.course_run_id)
    return found.select_related("checked_by").first()


def not_accepted(applications: Iterable[Application]) -> list[tuple[Application, OutsideStudy]]:
    """The cases about a study the owner has not accepted (yet), each with it. One query."""
    cases = list(applications)
    unaccepted = OutsideStudy.objects.exclude(state=StudyState.ACCEPTED)
    by_run = {
        study.run_id: study
        for study in unaccepted.filter(run__in=[case.course_run_id for case in cases])
    }
    return [(case, by_run[case.course_run_id]) for case in cases if case.course_run_id in by_run]
