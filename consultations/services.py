"""Opening a consultation, stating, answering and closing with minutes."""

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from consultations import messages, policy
from consultations.models import Consultation, Invitation, Statement
from distribution import services as distribution
from distribution.models import Proposal
from staff.models import Membership, User
from staff.roles import Role
from staff.verdict import Refusal, require


@transaction.atomic
def open_consultation(*, proposal: Proposal, by: User) -> Consultation:
    """Send the proposal to every union that has a representative at the owner.

    Raises Refusal where no union is represented: then there is nobody to consult.
    """
    proposal = distribution.send_to_consultation(proposal=proposal, by=by)
    unions = (
        Membership.objects.on(timezone.localdate())
        .filter(owner_id=proposal.owner_id, role=Role.UNION_REP)
        .values_list("union_id", flat=True)
        .distinct()
    )
    if not unions:
        raise Refusal(
            _("No union has a representative registered here. Register them before consulting.")
        )
    consultation = Consultation.objects.create(
        owner_id=proposal.owner_id,
        proposal=proposal,
        opened_by=by,
        opened_at=timezone.now(),
        deadline=max(proposal.round.consultation_deadline, timezone.localdate()),
    )
    Invitation.objects.bulk_create(
        [
            Invitation(owner_id=proposal.owner_id, consultation=consultation, union_id=union_id)
            for union_id in unions
            if union_id is not None
        ]
    )
    record("consultation.opened", subject=consultation, by=by)
    messages.opened(consultation)
    return consultation


@transaction.atomic
def give_statement(
    *, invitation: Invitation, view: Statement.View, text: str, by: User
) -> Statement:
    """What the union says. Given once; it stands as it was given."""
    consultation = _lock(invitation.consultation_id)
    invitation.consultation = consultation
    require(policy.may_state(by, invitation))
    statement = Statement.objects.create(
        owner_id=consultation.owner_id,
        invitation=invitation,
        view=view,
        text=text,
        given_by=by,
        given_at=timezone.now(),
    )
    record("consultation.stated", subject=consultation, by=by, view=str(view))
    messages.stated(statement)
    return statement


@transaction.atomic
def answer(*, statement: Statement, text: str, by: User) -> Statement:
    """The owner's reasoned answer; until the consultation is closed it may be rewritten."""
    consultation = _lock(statement.invitation.consultation_id)
    require(policy.may_handle(by, consultation))
    statement.answer, statement.answered_by, statement.answered_at = text, by, timezone.now()
    statement.save(update_fields=["answer", "answered_by", "answered_at"])
    record("consultation.answered", subject=consultation, by=by, statement=statement.pk)
    return statement


@transaction.atomic
def close(
    *,
    consultation: Consultation,
    minutes: str,
    held_on: datetime.date,
    silence_notes: Mapping[int, str],
    by: User,
) -> Consultation:
    """Close with minutes: now, and only now, may the distribution become final.

    `silence_notes` holds, by invitation id, what the minutes say of unions that gave no statement;
    that is possible only after the deadline. Raises Refusal while somebody has not been heard.
    """
    consultation = _lock(consultation.pk)
    require(policy.may_handle(by, consultation))
    _everybody_is_heard(consultation, silence_notes)
    consultation.minutes, consultation.held_on = minutes, held_on
    consultation.closed_by, consultation.closed_at = by, timezone.now()
    consultation.full_clean(validate_unique=False)
    consultation.save(update_fields=["minutes", "held_on", "closed_by", "closed_at"])
    distribution.mark_consulted(proposal=consultation.proposal, by=by)
    record("consultation.closed", subject=consultation, by=by)
    messages.closed(consultation)
    return consultation


def _everybody_is_heard(consultation: Consultation, silence_notes: Mapping[int, str]) -> None:
    for invitation in consultation.invitations.select_related("union", "statement"):
        statement = getattr(invitation, "statement", None)
        if statement is not None:
            if statement.answered_at is None:
                raise Refusal(
                    _("The statement from %(union)s has not been answered yet.")
                    % {"union": invitation.union}
                )
            continue
        note = silence_notes.get(invitation.pk, "").strip()
        if not policy.deadline_has_passed(consultation):
            raise Refusal(
                _("%(union)s has not given its statement, and the deadline has not passed.")
                % {"union": invitation.union}
            )
        if not note:
            raise Refusal(
                _("Note in the minutes why there is no statement from %(union)s.")
                % {"union": invitation.union}
            )
        invitation.silence_note = note
        invitation.save(update_fields=["silence_note"])


def _lock(pk: int) -> Consultation:
    return (
        Consultation.objects.select_for_update(of=("self",))
        .select_related("proposal__round", "owner")
        .get(pk=pk)
    )
