"""Tailored orders: who pays what, and ending one before anything comes of it."""

import pytest
from django.core.exceptions import PermissionDenied

from catalogue import services
from catalogue.states import OrderState
from notifications.models import Message
from staff.verdict import Refusal
from tests.factories import UserFactory, WorkplaceFactory, leader_of
from tests.factories.catalogue_orders import (
    accepted_order,
    asked,
    days_ahead,
    joined,
    sent_order,
    written_order,
)

pytestmark = pytest.mark.django_db


def told(key):
    return set(Message.objects.filter(key__contains=key).values_list("recipient", flat=True))


# ── Sharing the cost ─────────────────────────────────────────────────────────────────────────────


def test_the_cost_is_shared_as_they_wish_and_the_others_told():
    order = written_order()
    other = asked(order)
    leader = leader_of(other.workplace)
    first = order.partners.first()
    services.share_cost(order=order, shares={first.pk: 3_750, other.pk: 6_250}, by=order.made_by)
    assert list(order.partners.values_list("share", flat=True)) == [3_750, 6_250]
    assert leader.pk in told(":shared:")


def test_shared_by_participants_it_sums_to_the_whole():
    order = written_order()
    for partner in (order.partners.get(), asked(order), asked(order)):
        joined(partner, 1)
    services.share_cost_by_participants(order=order, by=order.made_by)
    assert list(order.partners.values_list("share", flat=True)) == [3_334, 3_333, 3_333]


def test_by_participants_only_when_all_have_said_how_many():
    order = written_order()
    asked(order)
    joined(order.partners.first())
    with pytest.raises(Refusal):
        services.share_cost_by_participants(order=order, by=order.made_by)


@pytest.mark.parametrize("shares", [(5_000, 4_999), (5_000, 5_001), (11_000, -1_000), (10_000,)])
def test_shares_that_are_not_the_whole_are_refused(shares):
    order = written_order()
    asked(order)
    keys = order.partners.values_list("pk", flat=True)
    with pytest.raises(Refusal, match="100"):
        services.share_cost(
            order=order, shares=dict(zip(keys, shares, strict=False)), by=order.made_by
        )
    assert order.partners.first().share == 10_000


def test_who_said_no_has_no_share():
    order = written_order()
    partner = asked(order)
    services.decline_to_join(partner=partner, by=leader_of(partner.workplace))
    first = order.partners.first()
    services.share_cost(order=order, shares={first.pk: 10_000}, by=order.made_by)
    shares = {first.pk: 5_000, partner.pk: 5_000}
    with pytest.raises(Refusal):
        services.share_cost(order=order, shares=shares, by=order.made_by)


def test_only_who_leads_shares_the_cost_and_only_before_it_is_sent():
    order = written_order()
    other = asked(order)
    shares = {order.partners.first().pk: 0, other.pk: 10_000}
    with pytest.raises(PermissionDenied):
        services.share_cost(order=order, shares=shares, by=leader_of(other.workplace))
    sent = sent_order()
    with pytest.raises(PermissionDenied):
        services.share_cost_by_participants(order=sent, by=sent.made_by)


# ── Ending it ────────────────────────────────────────────────────────────────────────────────────


def test_cancelled_everybody_asked_is_told_but_not_who_cancels():
    order = sent_order(WorkplaceFactory(), WorkplaceFactory())
    contact = order.invitations.get().provider.contacts.get().membership.user
    partner = order.partners.last()
    services.cancel_order(order=order, by=order.made_by)
    order.refresh_from_db()
    assert order.state == OrderState.CANCELLED
    assert {contact.pk, partner.joined_by_id} <= told(":cancelled")
    assert order.made_by_id not in told(":cancelled")


def test_a_workplace_only_asked_is_told_too():
    order = written_order()
    leader = leader_of(asked(order).workplace)
    services.cancel_order(order=order, by=order.made_by)
    assert leader.pk in told(":cancelled")


def test_only_who_leads_cancels_and_not_a_course():
    order = written_order()
    partner = joined(asked(order))
    with pytest.raises(PermissionDenied):
        services.cancel_order(order=order, by=partner.joined_by)
    with pytest.raises(PermissionDenied):
        services.cancel_order(order=order, by=UserFactory())
    run = accepted_order()
    with pytest.raises(PermissionDenied):
        services.cancel_order(order=run, by=run.made_by)


def test_an_order_of_a_workplace_that_closed_can_still_be_cancelled():
    order = written_order()
    place = order.partners.get().workplace
    place.ended_on = days_ahead(-1)
    place.save()
    services.cancel_order(order=order, by=leader_of(place))
    order.refresh_from_db()
    assert order.state == OrderState.CANCELLED
