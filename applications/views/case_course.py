"""What a case page shows of its course: the study outside the catalogue, the institution's own
application, and the seat.
"""

import datetime
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from applications import policy
from applications.models import Application
from applications.queries.institutions import LIVE
from applications.queries.outside import study_of
from applications.states import State
from audit.models import Event
from audit.services import subject_of
from catalogue.models import OutsideStudy, Seat
from catalogue.queries.providing import waiting_list
from catalogue.states import SeatState, StudyState
from staff.access import owner_ids
from staff.models import User
from staff.roles import Permission
from staff.verdict import Verdict

WITH_A_SEAT: Final = (State.ACCEPTED, State.PARTICIPATING, State.COMPLETED)
SEAT_COLORS: Final = {
    SeatState.ASKED: "info",
    SeatState.CONFIRMED: "success",
    SeatState.WAITING: "warning",
    SeatState.REFUSED: "danger",
    SeatState.RELEASED: "neutral",
}


@dataclass(frozen=True, slots=True)
class ApplyThere:
    """What the applicant must do at the institution. `url` may be empty, `by` unknown."""

    provider: str
    by: datetime.date | None
    url: str
    done_at: datetime.datetime | None
    is_late: bool
    may_note: Verdict


@dataclass(frozen=True, slots=True)
class SeatLine:
    """The seat in a word, with a sentence more; `result` is what the provider has reported."""

    word: str
    color: str
    text: str
    result: str


@dataclass(frozen=True, slots=True)
class StudyLine:
    """How the owner stands to a study outside the catalogue.

    `url` leads to its page for whoever sees it; `may_reject` is there for whoever decides.
    """

    study: OutsideStudy
    word: str
    color: str
    url: str
    may_reject: Verdict | None


def course_context(user: User, application: Application) -> dict[str, Any]:
    """For the page of a case that is sent."""
    return {
        "there": _apply_there(user, application),
        "seat": _seat(application),
        "study": study_line(user, application),
    }


def study_line(user: User, application: Application) -> StudyLine | None:
    """None where the course is in the catalogue."""
    study = study_of(application)
    if study is None:
        return None
    words = {"who": study.checked_by or ""}
    word, color = {
        StudyState.PROPOSED: (_("Outside the catalogue: not checked yet"), "warning"),
        StudyState.ACCEPTED: (_("Outside the catalogue: accepted by %(who)s"), "success"),
        StudyState.REFUSED: (_("Outside the catalogue: not accepted"), "danger"),
    }[StudyState(study.state)]
    checks = study.owner_id in owner_ids(user, Permission.STUDY_CHECK)
    may_reject = policy.may_reject_study(user, application, study)
    return StudyLine(
        study=study,
        word=word % words,
        color=color,
        url=study.get_absolute_url() if checks or study.written_by_id == user.pk else "",
        may_reject=may_reject if checks and may_reject else None,
    )


def _apply_there(user: User, application: Application) -> ApplyThere | None:
    run = application.course_run
    if run is None or application.state not in LIVE or not (run.apply_by or run.apply_at):
        return None
    return ApplyThere(
        provider=str(run.course.provider),
        by=run.apply_by,
        url=run.apply_at,
        done_at=application.applied_there_at,
        is_late=run.apply_by is not None and run.apply_by < timezone.localdate(),
        may_note=policy.may_note_applied_there(user, application),
    )


def _seat(application: Application) -> SeatLine | None:
    """The latest one asked for; none where none was."""
    if application.state not in WITH_A_SEAT or application.course_run_id is None:
        return None
    seats = Seat.objects.filter(
        run=application.course_run_id, participant=application.applicant_id
    ).select_related("run__course")
    seat = seats.order_by("-pk").first()
    if seat is None:
        return None
    state = SeatState(seat.state)
    return SeatLine(str(state.label), SEAT_COLORS[state], _said_of(seat), _result_of(seat))


def _said_of(seat: Seat) -> str:
    if seat.run.cancelled_on:
        return _("The course is cancelled.")
    match seat.state:
        case SeatState.ASKED:
            return _("The provider has not answered yet.")
        case SeatState.WAITING:
            before = waiting_list(seat.run).filter(place__lte=seat.place).count()
            return _("Number %(number)d in line.") % {"number": before}
        case SeatState.REFUSED:
            reason = _reason_of(seat)
            return _("The provider writes: %(reason)s") % {"reason": reason} if reason else ""
    return ""


def _reason_of(seat: Seat) -> str:
    """Only history knows it."""
    refused = Event.objects.filter(subject=subject_of(seat), kind="seat.refused").order_by("-id")
    details = refused.values_list("details", flat=True).first() or {}
    return str(details.get("reason", ""))


def _result_of(seat: Seat) -> str:
    if seat.reported_at is None:
        return ""
    if not seat.is_completed:
        if not seat.met:
            return _("The provider has reported that the participant did not come.")
        return _("The provider has reported that the course was not completed.")
    if seat.credits_earned:
        return _("The provider has reported: completed, with %(credits)d credits.") % {
            "credits": seat.credits_earned
        }
    return _("The provider has reported: completed.")
