"""Something the owner holds is wrong: the person says so, the owner answers."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from staff.messages import profile as messages
from staff.models import Correction, Employee, User
from staff.policy import profile as policy
from staff.verdict import Refusal, require


@transaction.atomic
def ask_correction(*, employee: Employee, about: str, text: str, by: User) -> Correction:
    """Tell the employer that something is wrong. The same, still unanswered, is asked once."""
    employee = Employee.objects.select_for_update().get(pk=employee.pk)
    require(policy.may_change_profile(by, employee))
    open_already = Correction.objects.filter(
        employee=employee, about=about, text=text, state=Correction.State.OPEN
    )
    if existing := open_already.first():
        return existing
    correction = Correction(
        owner_id=employee.owner_id,
        employee=employee,
        about=about,
        text=text,
        asked_at=timezone.now(),
    )
    correction.full_clean()
    correction.save()
    record("correction.asked", subject=correction, by=by, about=about)
    messages.asked(correction)
    return correction


@transaction.atomic
def answer_correction(*, correction: Correction, state: str, answer: str, by: User) -> Correction:
    """Corrected, or not and why: a value of `Correction.State` other than open.

    Raises Refusal where somebody has answered already.
    """
    correction = (
        Correction.objects.select_for_update(of=("self",))
        .select_related("employee__user", "owner")
        .get(pk=correction.pk)
    )
    require(policy.may_answer(by, correction))
    if correction.state != Correction.State.OPEN:
        raise Refusal(_("This has been answered already."))
    correction.state, correction.answer = state, answer
    correction.answered_by, correction.answered_at = by, timezone.now()
    correction.full_clean()
    correction.save()
    record("correction.answered", subject=correction, by=by, state=state)
    messages.answered(correction)
    return correction
