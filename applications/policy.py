"""What one may do with a round and with a case, and the reason when one may not."""

from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Round
from applications.states import (
    ROUND_TRANSITIONS,
    TRANSITIONS,
    Action,
    RoundAction,
    RoundState,
    State,
)
from staff.access import has_permission
from staff.models import Employee, User
from staff.roles import Permission
from staff.verdict import ALLOWED, Verdict, refused

OWN_CASE: Final = _("You cannot handle your own application; it moves to someone else.")


def may_steer(user: User, round: Round) -> Verdict:
    if not has_permission(user, Permission.ROUND_STEER, owner_id=round.owner_id):
        return refused(_("Only the owner’s case officers steer the round."))
    return ALLOWED


def offer_step(user: User, round: Round, action: RoundAction) -> Verdict:
    """Whether the round may take that step now, by this person."""
    if action not in ROUND_TRANSITIONS[RoundState(round.state)]:
        return refused(_("The round is not at that step."))
    return may_steer(user, round)


def is_open(round: Round) -> Verdict:
    """Whether applications are taken now: from the first day to 23:59 on the last."""
    today = timezone.localdate()
    if round.state != RoundState.OPEN or today < round.opens_on:
        return refused(_("The round is not open for applications."))
    if today > round.applicant_deadline:
        return refused(_("The deadline for applying has passed."))
    return ALLOWED


def may_apply(user: User, round: Round) -> Verdict:
    if not Employee.objects.filter(user=user, owner_id=round.owner_id).exists():
        return refused(_("Only those employed by the owner can apply in this round."))
    return is_open(round)


def may_edit(user: User, application: Application) -> Verdict:
    """A draft belongs to its applicant alone. Saving is allowed also after the deadline."""
    if application.applicant_id != user.pk:
        return refused(_("Only the applicant can change the application."))
    if application.state != State.DRAFT:
        return refused(_("The application has been sent and cannot be changed."))
    return ALLOWED


def may_withdraw(user: User, application: Application) -> Verdict:
    if application.applicant_id != user.pk:
        return refused(_("Only the applicant can withdraw the application."))
    return _has_arrow(application, Action.WITHDRAW)


def may_recommend(user: User, application: Application) -> Verdict:
    if application.applicant_id == user.pk:
        return refused(OWN_CASE)
    if not has_permission(
        user,
        Permission.APPLICATION_RECOMMEND,
        owner_id=application.owner_id,
        workplace_id=application.workplace_id,
    ):
        return refused(_("Only the leader of the workplace recommends."))
    if application.round.state not in (RoundState.OPEN, RoundState.WITH_LEADERS):
        return refused(_("The leaders’ part of the round is over."))
    if application.state not in (State.SUBMITTED, State.RECOMMENDED, State.NOT_RECOMMENDED):
        return refused(_("The application is no longer with the leader."))
    return ALLOWED


def may_rank(user: User, round: Round) -> Verdict:
    if not has_permission(user, Permission.APPLICATION_RANK, owner_id=round.owner_id):
        return refused(_("Only the owner’s case officers rank."))
    if round.state != RoundState.WITH_OWNER:
        return refused(_("Ranking is done while the round is with the owner."))
    return ALLOWED


def may_decide(user: User, round: Round) -> Verdict:
    if not has_permission(user, Permission.APPLICATION_DECIDE, owner_id=round.owner_id):
        return refused(_("Only the owner’s case officers decide."))
    if (
        Application.objects.filter(round=round, applicant=user)
        .exclude(state__in=(State.DRAFT, State.WITHDRAWN))
        .exists()
    ):
        return refused(_("You have an application in this round; a colleague must decide it."))
    return ALLOWED


def may_answer(user: User, application: Application) -> Verdict:
    if application.applicant_id != user.pk:
        return refused(_("Only the applicant can answer."))
    return _has_arrow(application, Action.ACCEPT)


def may_confirm(user: User, application: Application) -> Verdict:
    if application.applicant_id == user.pk:
        return refused(OWN_CASE)
    if not has_permission(user, Permission.PARTICIPATION_CONFIRM, owner_id=application.owner_id):
        return refused(_("Only the owner’s case officers confirm participation."))
    if application.state not in (State.ACCEPTED, State.PARTICIPATING):
        return refused(_("Only somebody who has accepted takes part."))
    return ALLOWED


def may_pay_term(user: User, application: Application) -> Verdict:
    if application.applicant_id == user.pk:
        return refused(OWN_CASE)
    if not has_permission(user, Permission.PAYMENT_MAKE, owner_id=application.owner_id):
        return refused(_("Only the owner’s officers make payments."))
    return ALLOWED


def _has_arrow(application: Application, action: Action) -> Verdict:
    state = State(application.state)
    if action not in TRANSITIONS[state]:
        return refused(_("This is not possible now: the case is already past it."))
    return ALLOWED
