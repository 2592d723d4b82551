"""What people are told about their profile and their log-in address."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.services import tell_each
from staff.access import people_with
from staff.impartiality import impartial_among
from staff.models import Correction, Qualification
from staff.roles import Permission


def verified(qualification: Qualification, *, is_verified: bool) -> None:
    """The person hears that somebody has confirmed it, or that it no longer is confirmed."""

    def words() -> tuple[str, str]:
        title = {"title": qualification.title}
        if is_verified:
            return (
                _("“%(title)s” has been confirmed") % title,
                _("Your employer has seen the proof of your qualification."),
            )
        return (
            _("“%(title)s” is no longer confirmed") % title,
            _("Ask your leader what is missing. You can add a document on your page."),
        )

    # Confirmed, withdrawn and confirmed again are three occasions.
    occasion = f"qualification:{qualification.pk}:{timezone.now().isoformat()}"
    tell_each(
        [qualification.employee.user],
        occasion,
        words,
        reverse("me:profile"),
        owner_id=qualification.owner_id,
        about_recipient=True,
    )


def asked(correction: Correction) -> None:
    """Whoever keeps the staff data in order is asked to look at it."""
    officers = people_with(Permission.CORRECTION_ANSWER, owner=correction.owner)
    tell_each(
        impartial_among(officers, correction.employee.user_id, correction.owner_id),
        f"correction:{correction.pk}:asked",
        lambda: (
            _("%(name)s says that something is wrong") % {"name": correction.employee},
            f"{correction.get_about_display()}: {correction.text}",
        ),
        reverse("staff:answer_correction", args=[correction.pk]),
        owner_id=correction.owner_id,
    )


def answered(correction: Correction) -> None:
    tell_each(
        [correction.employee.user],
        f"correction:{correction.pk}:answered",
        lambda: (
            _("Your employer has answered: %(about)s") % {"about": correction.get_about_display()},
            f"{correction.get_state_display()}. {correction.answer}",
        ),
        reverse("me:profile"),
        owner_id=correction.owner_id,
        about_recipient=True,
    )
