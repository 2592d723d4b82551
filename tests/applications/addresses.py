"""What several tests of the applicant's pages do."""

import datetime

from django.urls import reverse
from django.utils import timezone

from applications.models import Application, Round
from catalogue.models import CourseRun


def url(name: str, application: Application, *args: str) -> str:
    return reverse(f"applications:{name}", args=[application.pk, *args])


def run_of(round: Round) -> CourseRun:
    return round.offers.get().course_run


def close(round: Round) -> None:
    """The deadline was yesterday."""
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Round.objects.filter(pk=round.pk).update(opens_on=yesterday, applicant_deadline=yesterday)
