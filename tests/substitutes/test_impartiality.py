"""Nobody books themselves or a relative, nor confirms their hours, nor handles their cases."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import translation

from staff.roles import Role
from substitutes import policy, services
from tests.factories import (
    ConflictOfInterestFactory,
    MembershipFactory,
    OrderFactory,
    SubstituteFactory,
    leader_of,
)
from tests.factories.cases import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def order():
    return OrderFactory()


@pytest.fixture
def leader(order):
    return leader_of(order.workplace)


@pytest.fixture
def substitute(order):
    return SubstituteFactory(owner=order.owner)


def declare(order, one, other):
    ConflictOfInterestFactory(owner=order.owner, user=one, about=other)


def leads(order, user):
    MembershipFactory(user=user, role=Role.LEADER, owner=order.owner, workplace=order.workplace)


def test_nobody_books_themselves(order, substitute):
    leads(order, substitute.user)
    with pytest.raises(PermissionDenied, match="cannot book yourself"):
        services.book(order=order, substitute=substitute, by=fresh(substitute.user))


@pytest.mark.parametrize("by_the_leader", [True, False])
def test_nor_a_relative(order, leader, substitute, by_the_leader):
    pair = (leader, substitute.user) if by_the_leader else (substitute.user, leader)
    declare(order, *pair)
    with pytest.raises(PermissionDenied, match="somebody else books"):
        services.book(order=order, substitute=substitute, by=leader)
    other = SubstituteFactory(owner=order.owner)
    assert services.book(order=order, substitute=other, by=fresh(leader)).substitute == other


def test_cover_for_a_relative_is_booked_by_somebody_else(order, leader, substitute):
    declare(order, leader, order.application.applicant)
    with pytest.raises(PermissionDenied, match="conflict of interest"):
        services.book(order=order, substitute=substitute, by=leader)
    assert not policy.may_confirm_hours(fresh(leader), fresh(order))
    assert services.book(order=order, substitute=substitute, by=leader_of(order.workplace))


def test_nobody_confirms_their_own_hours_or_a_relatives(order, leader, substitute):
    booking = services.book(order=order, substitute=substitute, by=leader)
    services.answer_offer(booking=booking, accepted=True, by=substitute.user)
    relative = leader_of(order.workplace)
    declare(order, relative, substitute.user)
    leads(order, substitute.user)
    day = order.ends_on + datetime.timedelta(days=1)
    with time_machine.travel(day, tick=False):
        for person in (fresh(substitute.user), fresh(relative)):
            with pytest.raises(PermissionDenied, match="your own hours"):
                services.confirm_hours(order=order, up_to=order.ends_on, by=person)
        assert services.confirm_hours(order=order, up_to=order.ends_on, by=fresh(leader))


def test_the_page_offers_the_others(client, order, leader, substitute):
    other = SubstituteFactory(owner=order.owner)
    declare(order, leader, substitute.user)
    client.force_login(leader)
    choices = client.get(order.get_absolute_url()).context["choices"]
    assert {choice.candidate.substitute: choice.verdict.allowed for choice in choices} == {
        substitute: False,
        other: True,
    }
