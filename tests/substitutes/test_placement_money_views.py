"""The pages on which the owner sets money aside for cover of a placement, and takes it back."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from funding.states import State as Money
from tests.accounts.people import an_hour_passes
from tests.factories import (
    MembershipFactory,
    OrderFactory,
    SubstituteFactory,
    UserFactory,
    WorkplaceFactory,
    leader_of,
    officer_of,
)
from tests.factories.cases import fresh
from tests.factories.placement_cover import booked, earmark_for, order_of, with_money

pytestmark = pytest.mark.django_db
LIST = reverse("substitutes:orders")


@pytest.fixture
def order():
    return order_of()


@pytest.fixture
def officer(client, order):
    user = officer_of(order.owner)
    client.force_login(user)
    return user


def url(name, order):
    return reverse(f"substitutes:{name}", args=[order.pk])


def test_the_order_says_that_it_waits_for_money(client, order):
    SubstituteFactory(owner=order.owner)
    for person, may in ((leader_of(order.workplace), False), (officer_of(order.owner), True)):
        client.force_login(person)
        shown = client.get(order.get_absolute_url()).text
        assert _("No money is set aside yet") in shown
        assert (url("set_money_aside", order) in shown) == may
        assert url("book", order) not in shown
        assert order.placement.get_absolute_url() in shown


def test_money_is_set_aside(client, order, officer):
    earmark = earmark_for(order)
    page = client.get(url("set_money_aside", order))
    assert earmark.name in page.text
    given = {"earmark": earmark.pk, "amount": "120 000"}
    assert client.post(url("set_money_aside", order), given).status_code == 302
    assert fresh(order).commitment.committed_ore == 12_000_000
    assert client.get(url("set_money_aside", order)).status_code == 403
    assert url("give_money_back", order) in client.get(order.get_absolute_url()).text


def test_the_estimate_is_filled_in(client, order, officer):
    earmark_for(order)
    form = client.get(url("set_money_aside", order)).context["form"]
    [source] = form.sources.values()
    assert source.cost_ore <= form.initial["amount"] < source.cost_ore + 100


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": ""}, "amount"),
        ({"amount": "mye"}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"amount": "9 000 000"}, "amount"),
        ({"earmark": ""}, "earmark"),
        ({"earmark": "0"}, "earmark"),
        ({"earmark": "x"}, "earmark"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client, order, officer, changes, field):
    given = {"earmark": earmark_for(order).pk, "amount": "1000", **changes}
    answer = client.post(url("set_money_aside", order), given)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert fresh(order).waits_for_money


def test_where_no_money_fits_it_is_said(client, order, officer):
    assert _("No money fits") in client.get(url("set_money_aside", order)).text


@pytest.mark.parametrize("name", ["set_money_aside", "give_money_back"])
def test_whoever_has_not_confirmed_lately_confirms_first(client, order, officer, name):
    an_hour_passes(client)
    answer = client.get(url(name, order))
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]


def test_money_is_given_back(client, order, officer):
    with_money(order)
    commitment = order.commitment or fresh(order).commitment
    assert client.get(url("give_money_back", order)).status_code == 200
    assert client.post(url("give_money_back", order)).status_code == 302
    assert fresh(order).waits_for_money
    assert fresh(commitment).state == Money.RELEASED
    assert client.post(url("give_money_back", order)).status_code == 403


@pytest.mark.parametrize("name", ["set_money_aside", "give_money_back"])
def test_others_are_refused_or_do_not_find_it(client, order, name):
    client.force_login(leader_of(order.workplace))
    assert client.get(url(name, order)).status_code == 403
    assert client.post(url(name, order)).status_code == 403
    strangers = (
        UserFactory(),
        MembershipFactory(owner=order.owner).user,
        officer_of(WorkplaceFactory().owner),
    )
    for stranger in strangers:
        client.force_login(stranger)
        assert client.get(url(name, order)).status_code == 404


def test_the_list_has_a_view_of_what_waits_for_money(client, order, officer):
    other = OrderFactory()
    shown = client.get(LIST, {"state": "money"}).text
    assert order.get_absolute_url() in shown
    assert other.get_absolute_url() not in shown
    with_money(order)
    assert order.get_absolute_url() not in client.get(LIST, {"state": "money"}).text
    assert order.get_absolute_url() in client.get(LIST).text


def test_the_owners_first_page_says_that_cover_waits_for_money(client, order, officer):
    assert f"{LIST}?state=money" in client.get(reverse("home")).text
    with_money(order)
    assert f"{LIST}?state=money" not in client.get(reverse("home")).text


def test_the_order_with_a_booking_shows_its_money_and_the_substitute_sees_the_days(client):
    booking = booked()
    client.force_login(leader_of(booking.order.workplace))
    shown = client.get(booking.order.get_absolute_url()).text
    assert booking.order.commitment.earmark.name in shown
    client.force_login(booking.substitute.user)
    own = client.get(reverse("substitutes:booking", args=[booking.pk])).text
    assert str(booking.order.covers_for) not in own


def test_the_placement_says_how_its_cover_stands(client, order):
    placement = order.placement
    client.force_login(leader_of(placement.workplace))
    assert order.get_absolute_url() in client.get(placement.get_absolute_url()).text
    client.force_login(placement.participant)
    shown = client.get(placement.get_absolute_url()).text
    assert _("Cover is ordered. The owner has not set money aside for it yet.") in shown
    assert order.get_absolute_url() not in shown
    cancel = client.get(reverse("placements:cancel", args=[placement.pk])).text
    assert (
        _("The order of cover is cancelled. Money set aside for it becomes available again.")
        in cancel
    )
