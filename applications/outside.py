"""What the catalogue asks about studies outside it: the answers (evu/wiring.py)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Application
from applications.queries.courses import open_rounds
from applications.states import HOLDING_MONEY
from applications.timeline import until
from catalogue.models import CourseRun, OutsideStudy
from catalogue.states import StudyState
from catalogue.ways import Way
from staff.models import User


def rounds_for_study(*, user: User, run: CourseRun) -> list[Way]:
    """Each open round of the employer the study was described to; the address is posted to."""
    mine = OutsideStudy.objects.filter(run=run, written_by=user).first()
    if mine is None or mine.state == StudyState.REFUSED:
        return []
    return [
        Way(
            label=round.name,
            url=reverse("applications:start", args=[round.pk]),
            reason=_("You can apply %(deadline)s.") % {"deadline": until(round.applicant_deadline)},
        )
        for round in open_rounds(user).filter(owner=mine.owner_id)
    ]


def study_is_settled(*, run: CourseRun) -> list[str]:
    """A study that is granted keeps its answer."""
    held = Application.objects.filter(course_run=run, state__in=HOLDING_MONEY)
    return [
        _("The study is granted already, in application %(number)s.") % {"number": number}
        for number in held.order_by("pk").values_list("number", flat=True)[:1]
    ]
