from django.utils.translation import gettext_lazy as _

from staff.access import has_permission
from staff.models import User
from staff.roles import Permission
from staff.verdict import ALLOWED, Verdict, refused


def may_register_grant(user: User, owner_id: int) -> Verdict:
    if not has_permission(user, Permission.GRANT_REGISTER, owner_id=owner_id):
        return refused(_("Only the owner’s finance officers register grants."))
    return ALLOWED


def may_make_earmark(user: User, owner_id: int) -> Verdict:
    if not has_permission(user, Permission.EARMARK_MAKE, owner_id=owner_id):
        return refused(_("Only the owner’s officers give money a purpose."))
    return ALLOWED


def may_reserve(user: User, owner_id: int) -> Verdict:
    if not has_permission(user, Permission.APPLICATION_DECIDE, owner_id=owner_id):
        return refused(_("Only the owner’s case officers set money aside."))
    return ALLOWED


def may_pay(user: User, owner_id: int) -> Verdict:
    if not has_permission(user, Permission.PAYMENT_MAKE, owner_id=owner_id):
        return refused(_("Only the owner’s officers make payments."))
    return ALLOWED
