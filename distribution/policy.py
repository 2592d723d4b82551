from django.utils.translation import gettext_lazy as _

from applications.models import Round
from applications.policy import may_decide, may_handle_all
from applications.states import RoundState
from distribution.models import Proposal
from distribution.states import State
from staff.access import has_permission
from staff.models import User
from staff.roles import Permission
from staff.verdict import ALLOWED, Verdict, refused


def may_see_persons(user: User, proposal: Proposal) -> Verdict:
    """Case by case: whoever reads every application of the owner. The parties see groups."""
    if not has_permission(user, Permission.APPLICATION_READ, owner_id=proposal.owner_id):
        return refused(_("Persons are shown only to the owner’s case officers and auditors."))
    return ALLOWED


def may_propose(user: User, round: Round) -> Verdict:
    if not has_permission(user, Permission.PROPOSAL_MAKE, owner_id=round.owner_id):
        return refused(_("Only the owner’s case officers make proposals."))
    if round.state not in (RoundState.DISTRIBUTING, RoundState.IN_CONSULTATION):
        return refused(_("The round is not being distributed."))
    return may_handle_all(user, round)


def may_send(user: User, proposal: Proposal) -> Verdict:
    if not has_permission(user, Permission.PROPOSAL_MAKE, owner_id=proposal.owner_id):
        return refused(_("Only the owner’s case officers send a proposal to consultation."))
    if proposal.state != State.DRAFT:
        return refused(_("Only a draft can be sent to consultation."))
    return ALLOWED


def may_finalise(user: User, proposal: Proposal) -> Verdict:
    verdict = may_decide(user, proposal.round)
    if not verdict:
        return verdict
    if proposal.state == State.FINAL:
        return refused(_("The distribution is already final."))
    if proposal.state != State.CONSULTED:
        return refused(
            _("The parties have not been consulted yet, so the distribution cannot be final.")
        )
    return ALLOWED
