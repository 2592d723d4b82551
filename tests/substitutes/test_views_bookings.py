"""The substitute's page: the days, and the answer."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from substitutes import services
from substitutes.states import State
from tests.factories import (
    OrderFactory,
    SubstituteFactory,
    UserFactory,
    WorkplaceFactory,
    leader_of,
)
from tests.factories.cases import fresh

pytestmark = pytest.mark.django_db
MOST_QUERIES = 14  # two of them are savepoints


@pytest.fixture
def order():
    return OrderFactory()


@pytest.fixture
def leader(order):
    user = leader_of(order.workplace)
    user.first_name, user.last_name = "Lise", "Leder"
    user.save()
    return user


@pytest.fixture
def booking(client, order, leader):
    substitute = SubstituteFactory(owner=order.owner)
    client.force_login(substitute.user)
    return services.book(order=order, substitute=substitute, by=leader)


def url(name, booking):
    return reverse(f"substitutes:{name}", args=[booking.pk])


def page(response):
    return response.content.decode()


def test_the_substitute_sees_where_when_and_whom_to_ask(client, order, booking):
    response = client.get(url("booking", booking))
    shown = page(response)
    assert str(order.workplace) in shown
    assert "Lise Leder" in shown
    assert response.context["days"] == booking.shifts.count()
    assert url("answer", booking) in shown
    assert str(order.application.applicant) not in shown  # who studies is not their business


@pytest.mark.parametrize(("answer", "state"), [("yes", State.FILLED), ("no", State.OPEN)])
def test_the_answer_is_taken_and_seen(client, order, booking, answer, state):
    response = client.post(url("answer", booking), {"accepted": answer}, follow=True)
    assert response.redirect_chain == [(url("booking", booking), 302)]
    assert fresh(order).state == state
    assert url("answer", booking) not in page(response)


@pytest.mark.parametrize("sent", [{}, {"accepted": "maybe"}])
def test_no_answer_at_all_is_asked_for_again(client, order, booking, sent):
    response = client.post(url("answer", booking), sent)
    assert response.status_code == 422
    assert _("Answer yes or no.") in page(response)
    assert fresh(order).state == State.OFFERED


def test_an_answer_is_given_once(client, order, booking):
    client.post(url("answer", booking), {"accepted": "yes"})
    response = client.post(url("answer", booking), {"accepted": "no"})
    assert response.status_code == 403
    assert _("The offer has been answered or withdrawn.") in page(response)
    assert fresh(order).state == State.FILLED


def test_a_withdrawn_offer_cannot_be_answered(client, order, leader, booking):
    services.unbook(order=order, by=leader)
    services.book(order=order, substitute=SubstituteFactory(owner=order.owner), by=leader)
    shown = client.get(url("booking", booking))
    assert shown.status_code == 200
    assert url("answer", booking) not in page(shown)
    assert client.post(url("answer", booking), {"accepted": "yes"}).status_code == 403
    assert fresh(order).state == State.OFFERED


def test_the_leader_sees_the_booking_and_cannot_answer_it(client, leader, booking):
    client.force_login(leader)
    shown = client.get(url("booking", booking))
    assert shown.status_code == 200
    assert url("answer", booking) not in page(shown)
    response = client.post(url("answer", booking), {"accepted": "yes"})
    assert response.status_code == 403
    assert _("Only the substitute who was asked can answer.") in page(response)


def test_a_stranger_finds_no_booking(client, order, booking):
    strangers = [
        UserFactory(),
        SubstituteFactory(owner=order.owner).user,
        leader_of(WorkplaceFactory(owner=order.owner)),
    ]
    for stranger in strangers:
        client.force_login(stranger)
        assert client.get(url("booking", booking)).status_code == 404
        assert client.post(url("answer", booking), {"accepted": "yes"}).status_code == 404


def test_an_answer_is_only_posted(client, booking):
    assert client.get(url("answer", booking)).status_code == 405


def test_the_page_asks_little(client, booking, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(url("booking", booking))
