"""What the consultations room holds about a person: what they wrote and answered for a party.

Which union somebody spoke for follows from a role, never from membership.
"""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from consultations.models import Consultation, Statement
from staff.holding import TASK, Column, Held
from staff.models import User

SHOW = _("To show that the parties were heard before it was decided")


def personal_data_held(*, user: User) -> list[Held]:
    """The answer to the question of that name (evu/wiring.py)."""
    return [_statements(user), _answers(user), _led(user)]


def keeps_name(*, user_ids: list[int]) -> set[int]:
    """Those who spoke for a party, or led a consultation."""
    named = User.objects.filter(pk__in=user_ids).filter(
        Exists(Statement.objects.filter(Q(given_by=OuterRef("pk")) | Q(answered_by=OuterRef("pk"))))
        | Exists(
            Consultation.objects.filter(Q(opened_by=OuterRef("pk")) | Q(closed_by=OuterRef("pk")))
        )
    )
    return set(named.values_list("pk", flat=True))


def _statements(user: User) -> Held:
    return Held(
        room="consultations",
        key="statements",
        title=_("Statements you have given as a representative"),
        purpose=SHOW,
        basis=TASK,
        kept=_("10 years"),
        found=Statement.objects.filter(given_by=user)
        .select_related("invitation__union", "invitation__consultation__proposal__round")
        .order_by("pk"),
        columns=(
            Column("round", _("Round"), "invitation.consultation.proposal.round"),
            Column("union", _("Union"), "invitation.union"),
            Column("view", _("View"), "get_view_display"),
            Column("text", _("Text"), "text"),
            Column("given_at", _("Given"), "given_at"),
        ),
    )


def _answers(user: User) -> Held:
    return Held(
        room="consultations",
        key="answers",
        title=_("Answers you have given for the owner"),
        purpose=SHOW,
        basis=TASK,
        kept=_("10 years"),
        found=Statement.objects.filter(answered_by=user)
        .select_related("invitation__consultation__proposal__round")
        .order_by("pk"),
        columns=(
            Column("round", _("Round"), "invitation.consultation.proposal.round"),
            Column("answer", _("Answer"), "answer"),
            Column("answered_at", _("Answered"), "answered_at"),
        ),
    )


def _led(user: User) -> Held:
    return Held(
        room="consultations",
        key="consultations",
        title=_("Consultations you have opened or closed"),
        purpose=SHOW,
        basis=TASK,
        kept=_("10 years"),
        found=Consultation.objects.filter(Q(opened_by=user) | Q(closed_by=user))
        .select_related("proposal__round")
        .order_by("pk"),
        columns=(
            Column("round", _("Round"), "proposal.round"),
            Column("opened_by_you", _("Opened by you"), lambda c: c.opened_by_id == user.pk),
            Column("opened_at", _("Opened"), "opened_at"),
            Column("closed_by_you", _("Closed by you"), lambda c: c.closed_by_id == user.pk),
            Column("closed_at", _("Closed"), "closed_at"),
        ),
    )
