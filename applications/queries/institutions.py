"""Who must also apply to the institution itself, and has not said that they have."""

import datetime
from typing import Final

from django.db.models import QuerySet

from applications.models import Application
from applications.states import State
from notifications.models import Message

DAYS_BEFORE: Final = 7
# Sent, and it may still come to a study.
LIVE: Final = (
    State.SUBMITTED,
    State.RECOMMENDED,
    State.NOT_RECOMMENDED,
    State.RANKED,
    State.GRANTED,
    State.WAITING_LIST,
    State.ACCEPTED,
    State.PARTICIPATING,
)


def occasion_of(application: Application) -> str:
    """Names the reminder: a day that is moved is reminded of anew."""
    run = application.course_run
    return f"apply-there-{run.apply_by if run else None}"


def owners_to_remind(on: datetime.date) -> list[int]:
    return list(_near(on).order_by("owner").values_list("owner", flat=True).distinct())


def to_remind(owner_id: int, on: datetime.date) -> list[Application]:
    """Whose last day comes within the week, and who have not been told of it."""
    cases = _near(on).filter(owner=owner_id).order_by("pk")
    found = list(cases.select_related("applicant", "course_run__course__provider"))
    keys = {case.pk: f"application:{case.pk}:{occasion_of(case)}" for case in found}
    told = set(Message.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    return [case for case in found if keys[case.pk] not in told]


def _near(on: datetime.date) -> QuerySet[Application]:
    last = on + datetime.timedelta(days=DAYS_BEFORE)
    return Application.objects.filter(
        state__in=LIVE,
        applied_there_at=None,
        course_run__apply_by__gte=on,
        course_run__apply_by__lte=last,
        course_run__cancelled_on=None,
    )
