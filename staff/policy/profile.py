"""What one may do with a profile: one's own, and that of those whose employer one acts for."""

from django.utils.translation import gettext_lazy as _

from staff.access import owner_ids
from staff.impartiality import is_impartial
from staff.models import Correction, Employee, Qualification, User
from staff.queries.profile import employees_within
from staff.roles import Permission
from staff.verdict import ALLOWED, Verdict, refused

ANSWERERS = _("Only those who keep the owner’s staff data in order answer this.")


def may_change_profile(user: User, employee: Employee) -> Verdict:
    """Teaching subjects and qualifications are the person's own to write."""
    if employee.user_id != user.pk:
        return refused(_("Only the person it is about can change this."))
    if employee.forgotten_at is not None:
        return refused(_("This profile has been deleted, some time after you left."))
    return ALLOWED


def may_verify(user: User, qualification: Qualification) -> Verdict:
    """The leader of a workplace where the person works today, or the owner's case officers."""
    employee = qualification.employee
    if employee.user_id == user.pk:
        return refused(_("Nobody confirms their own qualification; somebody else must."))
    if not (verdict := is_impartial(user, employee.user_id, qualification.owner_id)):
        return verdict
    reached = employees_within(user, Permission.QUALIFICATION_VERIFY)
    if not reached.filter(pk=employee.pk).exists():
        return refused(_("Only the leader of the workplace and the owner’s case officers confirm."))
    return ALLOWED


def may_answer(user: User, correction: Correction) -> Verdict:
    """The owner's officers, about anybody but themselves."""
    if correction.employee.user_id == user.pk:
        return refused(_("You asked for this yourself; a colleague must answer it."))
    if correction.owner_id not in owner_ids(user, Permission.CORRECTION_ANSWER):
        return refused(ANSWERERS)
    return is_impartial(user, correction.employee.user_id, correction.owner_id)


def may_list_corrections(user: User) -> Verdict:
    if not owner_ids(user, Permission.CORRECTION_ANSWER):
        return refused(ANSWERERS)
    return ALLOWED
