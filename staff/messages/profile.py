"""What people are told about their profile and their log-in address."""

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from notifications.services import Telling, tell
from staff.access import people_with
from staff.impartiality import impartial_among
from staff.models import Correction, Employee, Qualification, User
from staff.roles import Permission

Words = Callable[[], tuple[str, str]]


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
    _tell(
        [qualification.employee.user],
        occasion,
        words,
        url=reverse("me:profile"),
        employee=qualification.employee,
    )


def asked(correction: Correction) -> None:
    """Whoever keeps the staff data in order is asked to look at it."""
    officers = people_with(Permission.CORRECTION_ANSWER, owner=correction.owner)
    _tell(
        impartial_among(officers, correction.employee.user_id, correction.owner_id),
        f"correction:{correction.pk}:asked",
        lambda: (
            _("%(name)s says that something is wrong") % {"name": correction.employee},
            f"{correction.get_about_display()}: {correction.text}",
        ),
        url=reverse("staff:answer_correction", args=[correction.pk]),
        employee=correction.employee,
    )


def answered(correction: Correction) -> None:
    _tell(
        [correction.employee.user],
        f"correction:{correction.pk}:answered",
        lambda: (
            _("Your employer has answered: %(about)s") % {"about": correction.get_about_display()},
            f"{correction.get_state_display()}. {correction.answer}",
        ),
        url=reverse("me:profile"),
        employee=correction.employee,
    )


def _tell(
    people: Iterable[User], occasion: str, words: Words, *, url: str, employee: Employee
) -> None:
    tellings = []
    for person in people:
        with translation.override(person.written_language):
            subject, body = words()
        tellings.append(
            Telling(
                recipient_id=person.pk,
                key=occasion,
                subject=subject[:200],
                body=body,
                url=url,
                about_recipient=person.pk == employee.user_id,
            )
        )
    tell(tellings, owner_id=employee.owner_id)
