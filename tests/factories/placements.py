"""Placements, taken by their services as far as a test wants them."""

import datetime
from typing import Any

from django.utils import timezone

from catalogue import services
from catalogue.models import Course, CourseRun, Placement, Provider
from staff.models import Position, Subject, User
from tests.factories.catalogue import CourseFactory, CourseRunFactory, ProviderFactory, contact_of
from tests.factories.staff import WorkplaceFactory, employee_at, leader_of
from tests.factories.staff_profile import SubjectFactory

TEXTS = {
    "goals": "Sveise i aluminium.",
    "safety": "Bedriften gir opplæring i HMS.",
    "insurance": "Kommunen forsikrer deltakeren.",
    "confidentiality": "Taushetsplikt om kundene.",
}


def days_ahead(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def a_business(**fields: Any) -> Provider:
    return ProviderFactory(kind=Provider.Kind.BUSINESS, **fields)


def a_trade(**fields: Any) -> Subject:
    return SubjectFactory(kind=Subject.Kind.TRADE, **fields)


def an_offer(business: Provider | None = None, *trades: Subject, **fields: Any) -> CourseRun:
    """Of a placement, from in five days to in half a year."""
    course = CourseFactory(provider=business or a_business(), kind=Course.Kind.PLACEMENT, credits=0)
    course.subjects.set(trades)
    period = {"starts_on": days_ahead(5), "ends_on": days_ahead(180)}
    return CourseRunFactory(course=course, **{**period, **fields})


def wished(
    position: Position | None = None, *, business: Provider | None = None, **changes: Any
) -> Placement:
    """Tuesdays and Thursdays, from in 20 days to in 90."""
    position = position or employee_at(WorkplaceFactory())
    wish = {
        "trade": a_trade(),
        "wish": "Lære hvordan faget utøves i dag.",
        "starts_on": days_ahead(20),
        "ends_on": days_ahead(90),
        "weekdays": [2, 4],
        **changes,
    }
    return services.wish_for_placement(
        position=position, business=business or a_business(), by=position.employee.user, **wish
    )


def agreed(placement: Placement | None = None, **changes: Any) -> Placement:
    """The business has written the agreement; nobody has signed."""
    placement = placement or wished(**changes)
    return services.write_agreement(
        placement=placement, changes=TEXTS, by=contact_of(placement.business)
    )


def parties_of(placement: Placement) -> list[User]:
    """The participant, a leader of the workplace, a contact of the business."""
    return [
        placement.participant,
        leader_of(placement.workplace),
        contact_of(placement.business),
    ]


def signed(placement: Placement | None = None, **changes: Any) -> Placement:
    """By all three; what follows from it is owed."""
    placement = placement or agreed(**changes)
    for person in parties_of(placement):
        services.sign(placement=placement, version=placement.version, by=person)
    placement.refresh_from_db()
    return placement
