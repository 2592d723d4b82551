"""Seats: asked for in order, confirmed by the provider, passed on when given up."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from catalogue import messages, policy
from catalogue.messages import employers
from catalogue.models import CourseRun, Seat
from catalogue.queries.providing import waiting_list
from catalogue.services import proofs
from catalogue.states import SEAT_TRANSITIONS, SeatAction, SeatState
from staff.models import User
from staff.states import after
from staff.verdict import Refusal, require


@transaction.atomic
def ask_for_seat(
    *, run: CourseRun, participant: User, owner_id: int, about: str, by: User | None
) -> Seat:
    """A seat for somebody who has accepted a place; asked again, the seat there is.

    `about` names the case (model and key). Raises Refusal where the run is cancelled.
    """
    run = _lock_run(run)
    if run.cancelled_on:
        raise Refusal(_("The course run is cancelled."))
    live = Seat.objects.filter(run=run, participant=participant).exclude(
        state__in=(SeatState.RELEASED, SeatState.REFUSED)
    )
    if existing := live.first():
        return existing
    last = Seat.objects.filter(run=run).aggregate(last=Max("place"))["last"] or 0
    seat = Seat.objects.create(
        owner_id=owner_id,
        run=run,
        participant=participant,
        about=about,
        place=last + 1,
        asked_at=timezone.now(),
    )
    record("seat.asked_for", subject=seat, by=by)
    return seat


@transaction.atomic
def confirm_seat(*, seat: Seat, by: User) -> Seat:
    """Give the seat; when all are given, a place on the waiting list instead.

    Raises Refusal where the run is full and has no waiting list.
    """
    run = _lock_run(seat.run)
    seat = _lock(seat)
    require(policy.may_answer_seat(by, seat, SeatAction.CONFIRM))
    if run.confirmed < run.seats:
        return _answer(seat, SeatAction.CONFIRM, by)
    if seat.state == SeatState.WAITING:
        raise Refusal(_("All seats are given; this person stays on the waiting list."))
    if not run.has_waiting_list:
        raise Refusal(_("All seats are given, and the run has no waiting list."))
    return _answer(seat, SeatAction.PUT_ON_WAITING_LIST, by)


@transaction.atomic
def confirm_seats(*, run: CourseRun, seats: Collection[Seat], by: User) -> list[Seat]:
    """Several at once, in the order they asked: once all are given, the rest go on the waiting
    list, or stay as they were where the run has none. Returns those answered, in that order.

    Who has been answered or has given up meanwhile is passed over.
    """
    run = _lock_run(run)
    require(policy.may_change_run(by, run))
    chosen = _for_answer().filter(
        run=run, pk__in=[seat.pk for seat in seats], state=SeatState.ASKED
    )
    free, answered = run.seats - run.confirmed, []
    for seat in chosen.order_by("place"):
        if free > 0:
            answered.append(_answer(seat, SeatAction.CONFIRM, by))
            free -= 1
        elif run.has_waiting_list:
            answered.append(_answer(seat, SeatAction.PUT_ON_WAITING_LIST, by))
    return answered


@transaction.atomic
def refuse_seat(*, seat: Seat, reason: str, by: User) -> Seat:
    """The provider says no, and why; the participant and the employer are told."""
    _lock_run(seat.run)
    seat = _lock(seat)
    require(policy.may_answer_seat(by, seat, SeatAction.REFUSE))
    if not reason.strip():
        raise Refusal(_("Write why the seat is refused."))
    refused = _answer(seat, SeatAction.REFUSE, by, reason=reason.strip())
    employers.seat_refused(refused, reason.strip())
    return refused


@transaction.atomic
def release_seat(*, seat: Seat, by: User | None) -> Seat | None:
    """Give the seat up: the first on the waiting list has it at once. Returns whose it is then.

    `by` is None where it follows from something else, such as a case that has ended.
    """
    run = _lock_run(seat.run)
    seat = _lock(seat)
    if by is not None:
        require(policy.may_release(by, seat))
    seat.state = after(SEAT_TRANSITIONS, SeatState(seat.state), SeatAction.RELEASE)
    seat.met = seat.is_completed = seat.credits_earned = None
    seat.reported_by = seat.reported_at = None
    seat.save()
    record("seat.released", subject=seat, by=by)
    proofs.follow_result(seat, why=proofs.GIVEN_UP)
    is_own = by is not None and by.pk == seat.participant_id
    if by is not None and not is_own:
        messages.seat_taken_back(seat)
    heirs = give_free_seats(run, None if is_own else by)
    return heirs[0] if heirs else None


def give_free_seats(run: CourseRun, by: User | None) -> list[Seat]:
    """Those who wait have what is free, in the order they asked. Lock the run first.

    Nobody moves up in a run that is cancelled or over. `by` is None where nobody chose it.
    """
    run.refresh_from_db()
    if run.cancelled_on or run.ends_on < timezone.localdate():
        return []
    free = max(0, run.seats - run.confirmed)
    heirs = _for_answer().filter(pk__in=waiting_list(run)[:free]) if free else Seat.objects.none()
    return [_answer(seat, SeatAction.CONFIRM, by) for seat in heirs.order_by("place")]


@transaction.atomic
def report_result(
    *, seat: Seat, met: bool, is_completed: bool, credits_earned: int | None, by: User
) -> Seat:
    """Whether the participant came, completed, and with how many credits; may be corrected.

    Reported once more without a difference, nobody is told again. Raises Refusal for credits
    without completion, above the course's own, or before it starts.
    """
    seat = _lock(seat)
    require(policy.may_report(by, seat))
    course = seat.run.course
    if timezone.localdate() < seat.run.starts_on:
        raise Refusal(_("The course has not started yet."))
    if is_completed and not met:
        raise Refusal(_("Nobody completes a course without having been there."))
    if credits_earned and (not is_completed or credits_earned > course.credits):
        raise Refusal(
            _("This course gives at most %(credits)s credits, to those who complete it.")
            % {"credits": course.credits}
        )
    result = (met, is_completed, credits_earned if course.credits else None)
    if seat.reported_at and result == (seat.met, seat.is_completed, seat.credits_earned):
        return seat
    seat.met, seat.is_completed, seat.credits_earned = result
    seat.reported_by, seat.reported_at = by, timezone.now()
    # Not the state: writing it would have the database count the run's seats, and lock the run.
    seat.save(update_fields=["met", "is_completed", "credits_earned", "reported_by", "reported_at"])
    record("seat.result_reported", subject=seat, by=by, completed=is_completed)
    proofs.follow_result(seat, why=proofs.CORRECTED)
    messages.result_reported(seat)
    return seat


def _answer(seat: Seat, action: SeatAction, by: User | None, *, reason: str = "") -> Seat:
    seat.state = after(SEAT_TRANSITIONS, SeatState(seat.state), action)
    if by is not None or seat.answered_by_id is not None:
        seat.answered_by_id = by.pk if by else seat.answered_by_id
        seat.answered_at = timezone.now()
    seat.save()
    details: dict[str, Any] = {"reason": reason} if reason else {}
    record(f"seat.{seat.state}", subject=seat, by=by, **details)
    messages.seat_answered(seat, reason=reason)
    return seat


def _lock_run(run: CourseRun) -> CourseRun:
    return CourseRun.objects.select_for_update(of=("self",), no_key=True).get(pk=run.pk)


def _lock(seat: Seat) -> Seat:
    return _for_answer().get(pk=seat.pk)


def _for_answer() -> QuerySet[Seat]:
    """Locked, with whom to tell. The run is locked before its seats, always: else two who do it
    the other way round would wait for each other.
    """
    return Seat.objects.select_for_update(of=("self",)).select_related(
        "run__course__provider", "participant", "owner"
    )
