"""Who takes part in a course that was ordered: each workplace names its own."""

import pytest
from django.core.exceptions import PermissionDenied

from catalogue import services
from catalogue.models import Seat
from catalogue.states import SeatState
from notifications.models import Message
from staff.verdict import Refusal
from tests.factories import (
    PositionFactory,
    UserFactory,
    WorkplaceFactory,
    employee_at,
    leader_of,
)
from tests.factories.catalogue_orders import accepted_order, days_ahead, sent_order

pytestmark = pytest.mark.django_db


def named(partner, person=None):
    person = person or employee_at(partner.workplace).employee.user
    return services.name_participant(
        partner=partner, participant=person, by=leader_of(partner.workplace)
    )


def test_a_seat_is_asked_for_and_the_participant_told():
    order = accepted_order()
    partner = order.partners.get()
    seat = named(partner)
    assert (seat.run, seat.state, seat.owner) == (order.run, SeatState.ASKED, partner.owner)
    assert Message.objects.filter(recipient=seat.participant, key__contains=":named:").exists()
    assert named(partner, seat.participant) == seat


def test_no_more_than_the_workplace_joined_with():
    partner = accepted_order(participants=2).partners.get()
    first = named(partner)
    named(partner)
    with pytest.raises(Refusal, match="2"):
        named(partner)
    services.release_seat(seat=first, by=first.participant)
    assert named(partner)


def test_only_those_who_work_there_today():
    partner = accepted_order().partners.get()
    for somebody in (
        UserFactory(),
        employee_at(WorkplaceFactory(owner=partner.owner)).employee.user,
        employee_at(partner.workplace, ends_on=days_ahead(-1)).employee.user,
    ):
        with pytest.raises(Refusal):
            named(partner, somebody)
    assert not Seat.objects.exists()


def test_somebody_who_works_at_both_is_named_by_one():
    order = accepted_order(WorkplaceFactory(), WorkplaceFactory())
    first, second = order.partners.all()
    person = employee_at(first.workplace).employee.user
    PositionFactory(owner=second.owner, workplace=second.workplace, employee__user=person)
    named(first, person)
    with pytest.raises(Refusal):
        named(second, person)


def test_each_workplace_names_its_own_and_not_before_an_offer_is_accepted():
    order = accepted_order(WorkplaceFactory(), WorkplaceFactory())
    first, second = order.partners.all()
    person = employee_at(second.workplace).employee.user
    with pytest.raises(PermissionDenied):
        services.name_participant(partner=second, participant=person, by=leader_of(first.workplace))
    early = sent_order().partners.get()
    with pytest.raises(PermissionDenied):
        named(early)


def test_a_seat_is_given_up_and_another_named():
    partner = accepted_order(participants=1).partners.get()
    seat, leader = named(partner), leader_of(partner.workplace)
    services.withdraw_participant(partner=partner, seat=seat, by=leader)
    seat.refresh_from_db()
    assert seat.state == SeatState.RELEASED
    assert Message.objects.filter(recipient=seat.participant, key__contains=":not-named:").exists()
    with pytest.raises(Refusal):
        services.withdraw_participant(partner=partner, seat=seat, by=leader)
    assert named(partner)


def test_a_seat_of_another_workplace_is_not_given_up():
    order = accepted_order(WorkplaceFactory(), WorkplaceFactory())
    first, second = order.partners.all()
    seat = named(second)
    leader = leader_of(first.workplace)
    with pytest.raises(Seat.DoesNotExist):
        services.withdraw_participant(partner=first, seat=seat, by=leader)
    with pytest.raises(PermissionDenied):
        services.withdraw_participant(partner=second, seat=seat, by=leader)
