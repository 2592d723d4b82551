"""What people are told about seats, orders and placements, each in their own written language."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import (
    CatalogueFeed,
    CatalogueFile,
    Contact,
    CourseRun,
    OutsideStudy,
    Seat,
)
from catalogue.queries.contacts import contacts_of
from catalogue.states import SeatState, StudyState
from notifications.services import Words, tell_each
from staff import formats
from staff.access import people_with
from staff.impartiality import impartial_among
from staff.models import User
from staff.money import kroner
from staff.roles import Permission


def seat_answered(seat: Seat, *, reason: str = "") -> None:
    """The participant hears whether the seat is theirs."""
    _tell(
        [seat.participant],
        f"seat:{seat.pk}:{seat.state}",
        seat.run.get_absolute_url(),
        seat.owner_id,
        lambda: _seat_answer(seat, reason),
    )


def result_reported(seat: Seat) -> None:
    """The participant hears what the provider has reported."""
    _tell(
        [seat.participant],
        f"seat:{seat.pk}:result:{seat.reported_at:%Y%m%d%H%M%S%f}",
        seat.run.get_absolute_url(),
        seat.owner_id,
        lambda: (
            _("Your result in “%(course)s”") % {"course": seat.run.course},
            _("The provider has reported that you completed the course.")
            if seat.is_completed
            else _("The provider has reported that you did not complete the course."),
        ),
    )


def seat_taken_back(seat: Seat) -> None:
    """The participant hears that the provider has noted the seat as given up."""
    _tell(
        [seat.participant],
        f"seat:{seat.pk}:taken-back",
        seat.run.get_absolute_url(),
        seat.owner_id,
        lambda: (
            _("You no longer have a seat in “%(course)s”") % {"course": seat.run.course},
            _("The provider has noted that the seat is given up. Is that wrong, ask them."),
        ),
    )


def run_cancelled(seats: Iterable[Seat], reason: str) -> None:
    """Everybody with a seat, or waiting for one, hears that the run does not take place."""
    for seat in seats:
        _tell(
            [seat.participant],
            f"seat:{seat.pk}:run-cancelled",
            seat.run.get_absolute_url(),
            seat.owner_id,
            lambda seat=seat: (  # type: ignore[misc]
                _("Cancelled: “%(course)s”") % {"course": seat.run.course},
                _("The provider writes: %(reason)s") % {"reason": reason},
            ),
        )


def run_changed(seats: Iterable[Seat], news: Mapping[str, Any]) -> None:
    """Everybody with a seat, or waiting for one, hears what is otherwise than it was.

    `news` are the new values: starts_on, ends_on, place, is_online, price_ore, credits, sessions.
    """
    now = timezone.now()
    for seat in seats:
        _tell(
            [seat.participant],
            f"seat:{seat.pk}:run-changed:{now:%Y%m%d%H%M%S%f}",
            seat.run.get_absolute_url(),
            seat.owner_id,
            lambda seat=seat: (  # type: ignore[misc]
                _("Changed: “%(course)s”") % {"course": seat.run.course},
                " ".join(_said_of(seat.run, news)),
            ),
        )


def _said_of(run: CourseRun, news: Mapping[str, Any]) -> list[str]:
    """One sentence for each thing that is new."""
    said = []
    if {"starts_on", "ends_on"} & news.keys():
        days = {"first": formats.day(run.starts_on), "last": formats.day(run.ends_on)}
        said.append(_("The course now runs from %(first)s to %(last)s.") % days)
    if {"place", "is_online"} & news.keys():
        said.append(_("It is now in this place: %(place)s.") % {"place": run.place})
    if "price_ore" in news:
        said.append(_("The price is now %(price)s.") % {"price": kroner(run.price_ore)})
    if "credits" in news:
        said.append(_("It now gives %(credits)s credits.") % {"credits": news["credits"]})
    if "sessions" in news:
        said.append(_("The days and times of the sessions are changed."))
    return said


def study_proposed(study: OutsideStudy) -> None:
    """The owner's officers are asked to check it."""
    _tell(
        impartial_among(
            people_with(Permission.STUDY_CHECK, owner=study.owner),
            study.written_by_id,
            study.owner_id,
        ),
        f"study:{study.pk}:proposed",
        study.get_absolute_url(),
        study.owner_id,
        lambda: (
            _("A study outside the catalogue to check: %(study)s") % {"study": study},
            _("%(name)s has described it. See that it is as described, and answer.")
            % {"name": study.written_by},
        ),
    )


def study_checked(study: OutsideStudy) -> None:
    """Whoever described it hears the answer."""
    _tell(
        [study.written_by],
        f"study:{study.pk}:{study.checked_at:%Y%m%d%H%M%S%f}",
        study.get_absolute_url(),
        study.owner_id,
        lambda: _study_answer(study),
    )


def contact_appointed(contact: Contact) -> None:
    """The new contact hears for whom they speak."""
    tell_each(
        [contact.membership.user],
        f"contact:{contact.pk}:appointed",
        lambda: (
            _("You are now a contact of %(provider)s") % {"provider": contact.provider},
            _(
                "You can keep its courses in order, confirm seats and report results. If you have "
                "no password yet, ask for a new one where you log in."
            ),
        ),
        reverse("home"),
        owner_id=None,
        important=True,
        about_recipient=True,
    )


def courses_fetched(file: CatalogueFile) -> None:
    """The contacts hear that the feed has something new; not of a file that changes nothing."""
    kinds = ("new_course", "changed_course", "new_run", "changed_run", "ended_run", "problems")
    if not file.failure and not any(file.counts.get(kind) for kind in kinds):
        return
    tell_each(
        _contacts(file.provider_id),
        f"cataloguefile:{file.pk}:fetched",
        lambda: (
            _("Your feed of courses has something new"),
            _("Look through what it would change. Nothing is changed before you apply it."),
        ),
        reverse("feeds:detail", args=[file.pk]),
        owner_id=None,
    )


def feed_failed(feed: CatalogueFeed) -> None:
    """The contacts hear that the feed does not answer any more: once, not every night."""
    tell_each(
        _contacts(feed.provider_id),
        f"cataloguefeed:{feed.pk}:failed:{feed.asked_at:%Y%m%d%H%M%S%f}",
        lambda: (_("Your feed of courses could not be fetched"), feed.failure),
        reverse("feeds:feed", args=[feed.provider_id]),
        owner_id=None,
    )


def _seat_answer(seat: Seat, reason: str) -> tuple[str, str]:
    course = {"course": seat.run.course}
    if seat.state == SeatState.CONFIRMED:
        return (
            _("You have a seat in “%(course)s”") % course,
            _("The provider has confirmed your seat."),
        )
    if seat.state == SeatState.WAITING:
        return (
            _("You are on the waiting list for “%(course)s”") % course,
            _("All seats are given. If one becomes free, the first in line has it."),
        )
    return (
        _("You did not get a seat in “%(course)s”") % course,
        _("The provider writes: %(reason)s") % {"reason": reason},
    )


def _study_answer(study: OutsideStudy) -> tuple[str, str]:
    about = {"study": study, "reason": study.reason}
    if study.state == StudyState.ACCEPTED:
        return (
            _("Your employer accepts the study: %(study)s") % about,
            study.reason or _("You can apply for it in the round."),
        )
    return (
        _("Your employer does not accept the study: %(study)s") % about,
        _("The reason they give: %(reason)s") % about,
    )


def _contacts(provider_id: int) -> list[User]:
    return contacts_of([provider_id]).get(provider_id, [])


def _tell(people: Iterable[User], key: str, url: str, owner_id: int, words: Words) -> None:
    """Each once, also who is told for two reasons."""
    each_once = {person.pk: person for person in people}
    tell_each(each_once.values(), key, words, url, owner_id=owner_id)
