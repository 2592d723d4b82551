"""Who may write that somebody is on a road, how far, and confirm it."""

from django.utils.translation import gettext_lazy as _

from staff.access import holding
from staff.impartiality import is_impartial
from staff.models import Employee, PathTaken, User
from staff.policy.profile import may_change_profile
from staff.queries.profile import employees_within
from staff.roles import Permission
from staff.verdict import ALLOWED, Verdict, refused


def may_walk(user: User, employee: Employee) -> Verdict:
    """One's own roads, as long as one is employed."""
    if employee.left_on is not None:
        return refused(_("You are no longer employed here, so nothing new is written down."))
    return may_change_profile(user, employee)


def may_report(user: User, taken: PathTaken) -> Verdict:
    """Progress and the end are the person's own to write, once it has not ended."""
    if taken.ended_on is not None:
        return refused(_("This road has ended; start it again if you are back on it."))
    return may_change_profile(user, taken.employee)


def may_confirm(user: User, taken: PathTaken) -> Verdict:
    """The leader of a workplace where the person works today, or the owner's case officers."""
    if taken.employee.user_id == user.pk:
        return refused(_("Nobody confirms their own studies; somebody else must."))
    reached = employees_within(user, Permission.QUALIFICATION_VERIFY)
    if not reached.filter(pk=taken.employee_id).exists():
        return refused(_("Only the leader of the workplace and the owner’s case officers confirm."))
    return is_impartial(user, taken.employee.user_id, taken.owner_id)


def may_list_conditions(user: User) -> Verdict:
    if not holding(user, Permission.STAFF_READ):
        return refused(_("Only leaders and the owner’s officers see who is employed on condition."))
    return ALLOWED
