"""Practice in a trade that others have confirmed the hours of."""

from typing import Final

from django.db import transaction

from audit.services import record
from staff.models import Employee, Qualification, Subject, User

# 37.5 hours a week through 52 weeks, in twelve parts: a month of practice counted as full time.
HOURS_A_MONTH: Final = 162.5


@transaction.atomic
def note_practice(
    *,
    employee: Employee,
    subject: Subject,
    title: str,
    institution: str,
    hours: int,
    year: int,
    by: User,
) -> Qualification | None:
    """Write whole months of practice in the profile of whoever still works there, not confirmed by
    the owner. Less than a month is none, and what is written already is not written twice.

    `by` is whoever confirmed the hours.
    """
    employee = Employee.objects.select_for_update().get(pk=employee.pk)
    months = int(hours // HOURS_A_MONTH)
    if not months or employee.left_on is not None:
        return None
    written, is_new = Qualification.objects.get_or_create(
        owner_id=employee.owner_id,
        employee=employee,
        kind=Qualification.Kind.PRACTICE,
        title=title[:200],
        institution=institution[:200],
        year=year,
        defaults={"subject": subject, "months": months},
    )
    if is_new:
        record("qualification.added", subject=written, by=by, qualification=written.kind)
    return written
