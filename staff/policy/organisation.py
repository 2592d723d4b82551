"""Who may read and change an owner's places, codes, numbers and people, and why not."""

from django.utils.translation import gettext_lazy as _

from staff.access import has_permission, holding
from staff.models import Employee, User
from staff.roles import Permission
from staff.verdict import ALLOWED, Verdict, refused


def may_edit(user: User, owner_id: int) -> Verdict:
    """Workplaces, position codes, thresholds and what the owner says about itself."""
    if not has_permission(user, Permission.ORGANISATION_EDIT, owner_id=owner_id):
        return refused(_("Only the owner’s administrators and case officers change this."))
    return ALLOWED


def may_read_owner(user: User, owner_id: int) -> Verdict:
    """What the whole owner has in common: its workplaces, codes and thresholds."""
    if not has_permission(user, Permission.STAFF_READ, owner_id=owner_id):
        return refused(_("Only those who read the owner’s whole staff see this."))
    return ALLOWED


def may_read_staff(user: User) -> Verdict:
    if not holding(user, Permission.STAFF_READ):
        return refused(_("Only leaders and the owner’s officers see who works where."))
    return ALLOWED


def may_employ(user: User, owner_id: int) -> Verdict:
    """Hire, change positions and register leavers by hand."""
    if not has_permission(user, Permission.STAFF_IMPORT, owner_id=owner_id):
        return refused(_("Only the owner’s administrators hire and change positions."))
    return ALLOWED


def may_see_pay(user: User, employee: Employee) -> Verdict:
    """The person, and those who work for the whole owner; a leader sees percentages only."""
    if employee.user_id == user.pk or any(
        held.owner_id == employee.owner_id and held.workplace_id is None
        for held in holding(user, Permission.CORRECTION_ANSWER)
    ):
        return ALLOWED
    return refused(_("Pay is seen by the person and the owner’s officers."))
