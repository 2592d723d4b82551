"""What people are told about cases, each in their own written language."""

from collections.abc import Callable, Iterable, Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from applications.models import Application, Decision
from notifications.services import Telling, tell
from staff.access import people_with
from staff.models import User
from staff.roles import Permission

Words = Callable[[], tuple[str, str]]


def submitted(application: Application) -> None:
    """A receipt to the applicant, and word to the leaders of the workplace."""
    _about(
        application,
        [application.applicant],
        "submitted",
        lambda: (
            _("Your application %(number)s has been sent") % {"number": application.number},
            _("We have received your application. Your leader now gives advice on it."),
        ),
    )
    leaders = people_with(
        Permission.APPLICATION_RECOMMEND,
        owner=application.owner,
        workplace=application.workplace,
    )
    _about(
        application,
        leaders,
        "to-advise",
        lambda: (
            _("Application %(number)s waits for your advice") % {"number": application.number},
            _("%(name)s has applied for “%(course)s”.")
            % {"name": application.applicant, "course": application.course_run},
        ),
    )


def withdrawn(application: Application) -> None:
    leaders = people_with(
        Permission.APPLICATION_RECOMMEND,
        owner=application.owner,
        workplace=application.workplace,
    )
    _about(
        application,
        leaders,
        "withdrawn",
        lambda: (
            _("Application %(number)s is withdrawn") % {"number": application.number},
            _("The applicant has withdrawn it; there is nothing for you to do."),
        ),
    )


def advised(application: Application, *, recommended: bool) -> None:
    _about(
        application,
        [application.applicant],
        f"advised-{recommended}",
        lambda: (
            _("Your leader has given advice on application %(number)s")
            % {"number": application.number},
            _("Your leader recommends your application.")
            if recommended
            else _(
                "Your leader does not recommend your application. You can read why in the case."
            ),
        ),
    )


def decided(decisions: Sequence[Decision]) -> None:
    """Everybody is told at once; the letter follows in the case when it is made."""
    tellings = [
        _telling(
            decision.application,
            decision.application.applicant,
            f"decided-{decision.pk}",
            lambda d=decision: (  # type: ignore[misc]
                _("Your application %(number)s has been decided")
                % {"number": d.application.number},
                d.grounds,
            ),
        )
        for decision in decisions
    ]
    tell(tellings, owner_id=decisions[0].owner_id if decisions else None)


def accepted(application: Application) -> None:
    leaders = people_with(
        Permission.COVER_ORDER, owner=application.owner, workplace=application.workplace
    )
    _about(
        application,
        leaders,
        "accepted",
        lambda: (
            _("%(name)s has accepted the place") % {"name": application.applicant},
            _("If cover is planned, the order is now waiting under Cover."),
        ),
    )


def declined(application: Application) -> None:
    officers = people_with(Permission.APPLICATION_DECIDE, owner=application.owner)
    _about(
        application,
        officers,
        "declined",
        lambda: (
            _("%(name)s has declined the place") % {"name": application.applicant},
            _("The money is available again."),
        ),
    )


def completed(application: Application) -> None:
    _about(
        application,
        [application.applicant],
        "completed",
        lambda: (
            _("You have completed “%(course)s”") % {"course": application.course_run},
            _("Congratulations. The case is now closed."),
        ),
    )


def _about(
    application: Application, recipients: Iterable[User], occasion: str, words: Words
) -> None:
    tell(
        [_telling(application, recipient, occasion, words) for recipient in recipients],
        owner_id=application.owner_id,
    )


def _telling(application: Application, recipient: User, occasion: str, words: Words) -> Telling:
    with translation.override(recipient.written_language):
        subject, body = words()
    return Telling(
        recipient_id=recipient.pk,
        key=f"application:{application.pk}:{occasion}",
        subject=subject[:200],
        body=body,
        url=application.get_absolute_url(),
    )
