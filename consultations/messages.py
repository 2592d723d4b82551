"""What representatives and officers are told about consultations, in their own language."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.models import Consultation, Statement
from notifications.services import Words, tell_each
from staff.access import people_with
from staff.models import Membership, User
from staff.roles import Permission, Role


def opened(consultation: Consultation) -> None:
    """Every representative of an invited union is asked."""
    people = _representatives(consultation)
    _tell(
        consultation,
        people,
        "opened",
        lambda: (
            _("A distribution waits for your union’s statement"),
            _("The proposal for “%(round)s” is open for consultation until %(deadline)s.")
            % {
                "round": consultation.proposal.round,
                "deadline": consultation.deadline.strftime("%d.%m.%Y"),
            },
        ),
        important=True,
    )


def stated(statement: Statement) -> None:
    consultation = statement.invitation.consultation
    people = people_with(Permission.STATEMENT_ANSWER, owner=consultation.owner)
    _tell(
        consultation,
        people,
        f"stated-{statement.pk}",
        lambda: (
            _("%(union)s has given its statement") % {"union": statement.invitation.union},
            _("Read it and answer it before the consultation is closed."),
        ),
    )


def closed(consultation: Consultation) -> None:
    _tell(
        consultation,
        _representatives(consultation),
        "closed",
        lambda: (
            _("The consultation is closed"),
            _("The minutes and the owner’s answers can be read in the consultation."),
        ),
    )


def _representatives(consultation: Consultation) -> list[User]:
    held = Membership.objects.on(timezone.localdate()).filter(
        owner=consultation.owner,
        role=Role.UNION_REP,
        union__in=consultation.invitations.values("union"),
    )
    return [membership.user for membership in held.select_related("user")]


def _tell(
    consultation: Consultation,
    people: Iterable[User],
    occasion: str,
    words: Words,
    *,
    important: bool = False,
) -> None:
    tell_each(
        people,
        f"consultation:{consultation.pk}:{occasion}",
        words,
        reverse("consultations:detail", args=[consultation.pk]),
        owner_id=consultation.owner_id,
        important=important,
        about_recipient=True,
    )
