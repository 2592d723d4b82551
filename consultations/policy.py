from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.models import Consultation, Invitation, Statement
from staff.access import has_permission, holding
from staff.models import User
from staff.roles import Permission
from staff.verdict import ALLOWED, Verdict, refused


def may_state(user: User, invitation: Invitation) -> Verdict:
    """A representative of the invited union at that owner, while the consultation is open."""
    represents = any(
        held.owner_id == invitation.owner_id and held.union_id == invitation.union_id
        for held in holding(user, Permission.STATEMENT_GIVE)
    )
    if not represents:
        return refused(_("Only a representative of the union gives its statement."))
    if invitation.consultation.closed_at:
        return refused(_("The consultation is closed."))
    if Statement.objects.filter(invitation=invitation).exists():
        return refused(_("The union has given its statement."))
    return ALLOWED


def may_handle(user: User, consultation: Consultation) -> Verdict:
    """Answering statements and closing: the owner's part."""
    if not has_permission(user, Permission.STATEMENT_ANSWER, owner_id=consultation.owner_id):
        return refused(_("Only the owner’s case officers answer the statements."))
    if consultation.closed_at:
        return refused(_("The consultation is closed."))
    return ALLOWED


def deadline_has_passed(consultation: Consultation) -> bool:
    return timezone.localdate() > consultation.deadline
