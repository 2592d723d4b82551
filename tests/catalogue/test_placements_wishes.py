"""A wish for a placement: whom it is told, what is refused, and who sees it."""

import datetime
from datetime import UTC

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone, translation

from audit.models import Event
from catalogue import services
from catalogue.models import Placement
from catalogue.states import PlacementState as S
from notifications.models import Message
from staff.roles import Role
from staff.verdict import Refusal
from tests.factories import (
    MembershipFactory,
    PositionFactory,
    ProviderFactory,
    UserFactory,
    WorkplaceFactory,
    contact_of,
    employee_at,
    leader_of,
    officer_of,
)
from tests.factories.placements import (
    a_business,
    a_trade,
    an_offer,
    days_ahead,
    parties_of,
    wished,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def on(day):
    """Noon that day."""
    return time_machine.travel(datetime.datetime(*day.timetuple()[:3], 12, tzinfo=UTC), tick=False)


def told(person):
    return Message.objects.filter(recipient=person).count()


# ── The wish ─────────────────────────────────────────────────────────────────────────────────────


def test_a_wish_is_told_to_the_business_and_the_leader():
    position = employee_at(WorkplaceFactory())
    business = a_business()
    contact, leader = contact_of(business), leader_of(position.workplace)
    placement = wished(position, business=business, weekdays=[4, 2, 4], wish="  Lære.  ")
    assert (placement.state, placement.version) == (S.WISHED, 0)
    assert (placement.weekdays, placement.wish) == ([2, 4], "Lære.")
    assert (placement.owner, placement.workplace) == (position.owner, position.workplace)
    assert [told(person) for person in (contact, leader, placement.participant)] == [1, 1, 0]
    assert Event.objects.filter(kind="placement.wished_for").count() == 1


def test_a_leader_who_wishes_is_not_told_of_it():
    position = employee_at(WorkplaceFactory())
    MembershipFactory(
        user=position.employee.user,
        role=Role.LEADER,
        owner=position.owner,
        workplace=position.workplace,
    )
    assert told(wished(position).participant) == 0


def test_one_wishes_for_oneself_from_a_post_one_has_in_a_business():
    position, business = employee_at(WorkplaceFactory()), a_business()
    with pytest.raises(PermissionDenied, match="a post of one’s own"):
        wish_by(UserFactory(), position, business)
    ended = PositionFactory(ends_on=days_ahead(-1))
    with pytest.raises(PermissionDenied, match="has ended"):
        wish_by(ended.employee.user, ended, business)
    with pytest.raises(PermissionDenied, match="in a business"):
        wish_by(position.employee.user, position, ProviderFactory())
    assert not Placement.objects.exists()


def wish_by(user, position, business):
    services.wish_for_placement(
        position=position,
        business=business,
        trade=a_trade(),
        wish="Lære.",
        starts_on=days_ahead(10),
        ends_on=days_ahead(40),
        weekdays=[1],
        by=user,
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"starts_on": days_ahead(-1)}, "already been"),
        ({"starts_on": days_ahead(20), "ends_on": days_ahead(20), "weekdays": [0]}, "working"),
    ],
    ids=["gone by", "no such weekday"],
)
def test_days_that_cannot_be_are_refused(changes, reason):
    with pytest.raises((Refusal, ValidationError)):
        wished(**changes)
    assert not Placement.objects.exists()


def test_days_in_the_wrong_order_are_said_so():
    with pytest.raises(ValidationError, match="must start before it ends"):
        wished(starts_on=days_ahead(30), ends_on=days_ahead(20))


def test_at_least_one_of_the_weekdays_is_in_the_period():
    monday = days_ahead(20 + (7 - days_ahead(20).weekday()) % 7)
    with pytest.raises(Refusal, match="None of the weekdays"):
        wished(starts_on=monday, ends_on=monday, weekdays=[3])


def test_the_post_lasts_through_the_placement():
    position = employee_at(WorkplaceFactory(), ends_on=days_ahead(60))
    with pytest.raises(Refusal, match="The post ends before"):
        wished(position)


def test_the_same_business_is_not_asked_twice_for_the_same_days():
    placement = wished()
    with pytest.raises(Refusal, match="already asked"):
        wished(placement.position, business=placement.business)
    later = wished(
        placement.position,
        business=placement.business,
        starts_on=days_ahead(100),
        ends_on=days_ahead(160),
    )
    assert later.pk != placement.pk


def test_a_wish_that_was_declined_can_be_sent_again():
    placement = wished()
    services.decline_placement(
        placement=placement, reason="Fullt.", by=contact_of(placement.business)
    )
    assert wished(placement.position, business=placement.business).state == S.WISHED


def test_an_offer_is_the_business_own_and_open():
    business = a_business()
    offer = an_offer(business)
    assert wished(business=business, run=offer).run == offer
    with pytest.raises(Refusal, match="no such offer"):
        wished(run=offer)
    cancelled = an_offer(business, cancelled_on=timezone.localdate())
    hidden = an_offer(business, is_published=False)
    ended = an_offer(business, starts_on=days_ahead(-90), ends_on=days_ahead(-1))
    for run in (cancelled, hidden, ended):
        with pytest.raises(Refusal, match="not open any more"):
            wished(business=business, run=run)


# ── Who sees it ──────────────────────────────────────────────────────────────────────────────────


def test_the_three_parties_and_the_owners_readers_see_it():
    placement = wished()
    readers = [
        *parties_of(placement),
        officer_of(placement.owner),
        MembershipFactory(role=Role.AUDITOR, owner=placement.owner).user,
        MembershipFactory(
            role=Role.DEPUTY, owner=placement.owner, workplace=placement.workplace
        ).user,
    ]
    strangers = [
        UserFactory(),
        employee_at(placement.workplace).employee.user,
        leader_of(WorkplaceFactory(owner=placement.owner)),
        contact_of(a_business()),
        officer_of(WorkplaceFactory().owner),
    ]
    assert all(Placement.objects.visible_to(person).count() == 1 for person in readers)
    assert not any(Placement.objects.visible_to(person).exists() for person in strangers)
