"""What the applicant does at the institution itself: noted, and reminded of in time."""

import datetime

from django.db import transaction
from django.utils import timezone

from applications import messages, policy
from applications.models import Application
from applications.queries.institutions import to_remind
from audit.services import record
from staff.models import Owner, User
from staff.verdict import require


@transaction.atomic
def note_applied_there(*, application: Application, is_done: bool, by: User) -> Application:
    """The applicant has applied to the institution too; or has not after all."""
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("course_run")
        .get(pk=application.pk)
    )
    require(policy.may_note_applied_there(by, application))
    if bool(application.applied_there_at) == is_done:
        return application
    application.applied_there_at = timezone.now() if is_done else None
    application.save(update_fields=["applied_there_at"])
    record("application.applied_there_noted", subject=application, by=by, is_done=is_done)
    return application


@transaction.atomic
def remind_of_institutions(*, owner: Owner, on: datetime.date, by: User | None) -> int:
    """Tell those whose last day to apply to the institution is near, and who have not said that
    they have. Nobody is told twice of the same day, so it may run every night. Returns how many.
    """
    cases = to_remind(owner.pk, on)
    messages.apply_there(cases)
    if cases:
        record(
            "round.institutions_reminded",
            subject=owner,
            by=by,
            owner_id=owner.pk,
            count=len(cases),
        )
    return len(cases)
