"""What people are told about cases, each in their own written language."""

from collections.abc import Callable, Iterable, Sequence

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from applications.models import Application, Decision
from applications.queries.advising import Advisers, advisers_of
from applications.queries.institutions import occasion_of
from notifications.services import Telling, tell
from staff import formats
from staff.access import people_with
from staff.models import User
from staff.roles import Permission

Words = Callable[[], tuple[str, str]]


def submitted(application: Application) -> None:
    """A receipt to the applicant, and word to those who advise."""
    advisers = advisers_of(application)
    _about(
        application,
        [application.applicant],
        "submitted",
        lambda: (
            _("Your application %(number)s has been sent") % {"number": application.number},
            _(
                "We have received your application. The case officers of %(owner)s now give advice "
                "on it, since no leader at your workplace may handle it."
            )
            % {"owner": application.owner}
            if advisers.has_moved_up
            else _("We have received your application. Your leader now gives advice on it."),
        ),
    )
    to_advise(application, advisers)


def to_advise(application: Application, advisers: Advisers) -> None:
    """Word to those who advise, and to those it has moved from; each is told once."""
    names = {"name": application.applicant, "course": application.course_run}
    _about(
        application,
        advisers.people,
        "to-advise",
        lambda: (
            _("Application %(number)s waits for your advice") % {"number": application.number},
            _(
                "%(name)s has applied for “%(course)s”. It has come to you since no leader of "
                "%(workplace)s may handle it."
            )
            % {**names, "workplace": application.workplace}
            if advisers.has_moved_up
            else _("%(name)s has applied for “%(course)s”.") % names,
        ),
    )
    _about(
        application,
        advisers.barred,
        "moved",
        lambda: (
            _("Application %(number)s is handled by somebody else")
            % {"number": application.number},
            _(
                "A conflict of interest is declared between you and the applicant, so you are not "
                "to give advice on it."
            ),
        ),
    )
    if not advisers.people and advisers.has_moved_up:
        _nobody_may(application)


def _nobody_may(application: Application) -> None:
    """To those who can appoint somebody who may."""
    _about(
        application,
        people_with(Permission.ROLE_APPOINT, owner=application.owner),
        "nobody-may",
        lambda: (
            _("Nobody may handle application %(number)s") % {"number": application.number},
            _(
                "Every leader of %(workplace)s and every case officer is barred from it. Appoint "
                "another case officer, or name a stand-in."
            )
            % {"workplace": application.workplace},
        ),
        url=reverse("roles:index"),
    )


def withdrawn(application: Application) -> None:
    _about(
        application,
        advisers_of(application).people,
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
            important=True,
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


def apply_there(applications: Iterable[Application]) -> None:
    """To each: the last day to apply to the institution itself is near."""
    for application in applications:
        run = application.course_run
        assert run is not None  # noqa: S101  (only cases with a course are reminded of)
        words = {"provider": run.course.provider, "course": run.course}
        told = _telling(
            application,
            application.applicant,
            occasion_of(application),
            lambda run=run, words=words: (  # type: ignore[misc]
                _("Apply to %(provider)s too, by %(day)s")
                % {**words, "day": formats.day(run.apply_by)},
                _(
                    "You have applied to your employer for “%(course)s”. You must also apply to "
                    "%(provider)s. Have you done it, say so in your case."
                )
                % words,
            ),
            important=True,
        )
        tell([told], owner_id=application.owner_id)


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
    application: Application,
    recipients: Iterable[User],
    occasion: str,
    words: Words,
    *,
    url: str = "",
) -> None:
    tell(
        [_telling(application, recipient, occasion, words, url=url) for recipient in recipients],
        owner_id=application.owner_id,
    )


def _telling(
    application: Application,
    recipient: User,
    occasion: str,
    words: Words,
    *,
    important: bool = False,
    url: str = "",
) -> Telling:
    with translation.override(recipient.written_language):
        subject, body = words()
    return Telling(
        recipient_id=recipient.pk,
        key=f"application:{application.pk}:{occasion}",
        subject=subject[:200],
        body=body,
        url=url or application.get_absolute_url(),
        important=important,
        about_recipient=recipient.pk == application.applicant_id,
    )
