"""After the decision: answers, cover, each term confirmed and paid, and completion."""

import datetime

from django.db.models import QuerySet

from applications import services as applications
from applications.models import Application
from applications.services.following import term_amounts
from applications.states import State
from evu.demo.clock import at, office_hours
from evu.demo.play import DAY, Play
from notifications import outbox
from notifications.models import UNDONE, Owed
from substitutes import services as substitutes
from substitutes.models import Order, Substitute
from substitutes.queries import candidates
from substitutes.states import State as OrderState

ORDER_COVER = "substitutes.reactions.open_order"


def granted(play: Play) -> list[Application]:
    """In the order they were ranked."""
    found = Application.objects.filter(round=play.round, state=State.GRANTED)
    return list(found.select_related("applicant").order_by("rank"))


def accept(play: Play, accepting: list[Application], first: datetime.date) -> None:
    """They say yes, and what the relay would do about it is done at once."""
    for number, application in enumerate(accepting):
        with at(office_hours(first + DAY * (number * 3 // len(accepting)), number * 13)):
            applications.accept(application=application, by=application.applicant)
            for owed_id in Owed.objects.filter(UNDONE, task=ORDER_COVER).values_list("pk"):
                outbox.perform(*owed_id)


def decline(declining: Application, on: datetime.date) -> None:
    with at(office_hours(on)):
        applications.decline(application=declining, by=declining.applicant)


def orders_of(play: Play) -> QuerySet[Order]:
    found = Order.objects.filter(application__round=play.round).order_by("application__rank")
    return found.select_related("application__position", "application__applicant", "workplace")


def offer(play: Play, order: Order, on: datetime.date, *, to: str = "") -> Substitute | None:
    """The leader asks the first in the list who is free and costs no more than is set aside."""
    leader = play.stage.leaders[order.workplace_id]
    assert order.application is not None  # noqa: S101  (it is an order of a round)
    for candidate in candidates(order):
        asked = candidate.substitute
        affordable = asked.annual_pay_ore <= order.application.position.annual_pay_ore
        wanted = asked.user.username == to if to else affordable and candidate.can_all_weekdays
        if candidate.is_free and wanted:
            with at(office_hours(on, 30)):
                substitutes.book(order=order, substitute=asked, by=leader)
            return asked
    return None


def answer(order: Order, on: datetime.date, *, accepted: bool = True) -> None:
    booking = order.bookings.select_related("order", "substitute__user").get(cancelled_at=None)
    with at(office_hours(on, 45)):
        substitutes.answer_offer(booking=booking, accepted=accepted, by=booking.substitute.user)


def confirm_hours(play: Play, orders: QuerySet[Order], up_to: datetime.date) -> None:
    """The leaders confirm what was worked up to that day, the day after."""
    for order in orders.filter(state__in=(OrderState.FILLED, OrderState.RUNNING)):
        with at(office_hours(up_to + DAY, 75)):
            substitutes.confirm_hours(
                order=order, up_to=up_to, by=play.stage.leaders[order.workplace_id]
            )


def confirm_term(play: Play, on: datetime.date) -> None:
    """The owner confirms the next term of everybody whose course has one more."""
    for application in _taking_part(play):
        run = application.course_run
        if run and application.participations.count() < run.terms:
            with at(office_hours(on, 15)):
                applications.confirm_participation(application=application, by=play.officer)


def pay_terms(play: Play, on: datetime.date) -> None:
    """Every confirmed term that has something to pay is paid."""
    for application in _taking_part(play):
        for participation in application.participations.filter(paid_at=None):
            if term_amounts(application, participation.term):
                with at(office_hours(on, 25)):
                    applications.pay_term(participation=participation, by=play.officer)


def complete(play: Play, on: datetime.date) -> None:
    """Those whose course is over have passed; what was not used is available again."""
    for application in _taking_part(play):
        if application.course_run and application.course_run.ends_on < on:
            with at(office_hours(on, 35)):
                applications.complete(application=application, by=play.officer)


def _taking_part(play: Play) -> list[Application]:
    found = Application.objects.filter(
        round=play.round, state__in=(State.ACCEPTED, State.PARTICIPATING)
    )
    return list(found.select_related("course_run").order_by("rank"))
