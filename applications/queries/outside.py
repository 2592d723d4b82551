"""Studies outside the catalogue: which a person may choose, and how they stand in cases."""

from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from applications.models import Application, Offer, Round
from applications.states import State
from catalogue.models import CourseRun, OutsideStudy
from catalogue.models.courses import CourseRunQuerySet
from catalogue.states import StudyState


def runs_to_choose(round: Round, user_id: int) -> CourseRunQuerySet:
    """What the round offers, and the person's own studies outside the catalogue that its owner
    has not refused.
    """
    own = OutsideStudy.objects.filter(owner=round.owner_id, written_by=user_id)
    offered = Offer.objects.filter(round=round)
    return CourseRun.objects.filter(
        Q(pk__in=offered.values("course_run"))
        | Q(pk__in=own.exclude(state=StudyState.REFUSED).values("run"))
    )


def study_of(application: Application) -> OutsideStudy | None:
    """The study outside the catalogue that the case is about, if it is about one."""
    run = application.course_run
    if run is None or not run.is_reserved:
        return None
    found = OutsideStudy.objects.filter(run=run)
    return found.select_related("owner", "checked_by").first()


def not_accepted_in(round: Round, states: Collection[State]) -> QuerySet[Application]:
    """The cases about a study that the owner has not accepted (yet)."""
    outside = Application.objects.filter(
        round=round, state__in=states, course_run__outside_study__isnull=False
    ).exclude(course_run__outside_study__state=StudyState.ACCEPTED)
    return outside.select_related("course_run__outside_study").order_by("pk")


def why_not_accepted(cases: Iterable[Application]) -> str:
    """One sentence for each case, and what to do about it; nothing where there is none."""
    return " ".join(_why(case) for case in cases)


def _why(case: Application) -> str:
    run = case.course_run
    is_refused = run is not None and run.outside_study.state == StudyState.REFUSED
    said = (
        _(
            "%(number)s is about a study outside the catalogue that is not accepted. Reject the "
            "application, or accept the study."
        )
        if is_refused
        else _(
            "%(number)s is about a study outside the catalogue that nobody has checked. Check it "
            "first."
        )
    )
    return said % {"number": case.number}
