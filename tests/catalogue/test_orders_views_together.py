"""The pages where workplaces order together: asking, joining or saying no, sharing the cost."""

import pytest
from django.urls import reverse

from tests.catalogue.test_orders_views import deputy_at, page, post
from tests.factories import UserFactory, WorkplaceFactory, leader_of
from tests.factories.catalogue_orders import (
    asked,
    days_ahead,
    joined,
    sent_order,
    written_order,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    return written_order()


def part(**changes):
    return {
        "participants": "4",
        "agreement": "Lokal avtale, punkt 4",
        "heard_on": days_ahead(0).isoformat(),
        "heard": "De støtter det.",
        **changes,
    }


def test_workplaces_of_other_owners_are_found_by_name_and_municipality_only(client, order):
    other = WorkplaceFactory(owner__name="Sørdal kommune", name="Lia barnehage")
    secret = WorkplaceFactory(
        owner__name="Hemmelig drift AS", owner__kind="private", name="Lia private barnehage"
    )
    found = page(client, order.made_by, "find_partner", order.pk, q="lia barnehage").text
    assert other.name in found
    assert "Sørdal kommune" in found
    assert secret.name in found
    assert "Hemmelig drift" not in found
    assert other.get_sector_display() not in found
    assert other.name in page(client, order.made_by, "find_partner", order.pk, q="sørdal").text
    hidden = page(client, order.made_by, "find_partner", order.pk, q="hemmelig")
    assert secret.name not in hidden.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_search_costs_the_same_however_many(client, order, query_count, count):
    for number in range(count):
        WorkplaceFactory(name=f"Lia {number}")
    page(client, order.made_by, "find_partner", order.pk)
    url = reverse("orders:find_partner", args=[order.pk])
    assert query_count(lambda: client.get(url, {"q": "lia"})) <= 12


def test_a_workplace_is_asked_and_let_go(client, order):
    other = WorkplaceFactory()
    post(client, order.made_by, "ask", order.pk, other.pk)
    partner = order.partners.get(workplace=other)
    again = post(client, order.made_by, "ask", order.pk, other.pk)
    assert again.status_code == 302
    assert order.partners.count() == 2
    assert post(client, leader_of(other), "remove_partner", partner.pk).status_code == 403
    assert post(client, order.made_by, "remove_partner", partner.pk).status_code == 302
    assert order.partners.count() == 1
    assert post(client, UserFactory(), "ask", order.pk, other.pk).status_code == 404


def test_the_asked_workplace_joins_in_its_own_words(client, order):
    partner = asked(order)
    leader = leader_of(partner.workplace)
    assert order.need in page(client, leader, "join", partner.pk).text
    assert post(client, leader, "join", partner.pk, **part()).status_code == 302
    partner.refresh_from_db()
    assert (partner.participants, partner.joined_by) == (4, leader)
    assert "Lokal avtale, punkt 4" in page(client, leader, "join", partner.pk).text
    for somebody, status in (
        (order.made_by, 403),
        (deputy_at(partner.workplace), 403),
        (UserFactory(), 404),
    ):
        assert page(client, somebody, "join", partner.pk).status_code == status


@pytest.mark.parametrize(
    ("changes", "beside"),
    [
        ({"participants": "0"}, "participants"),
        ({"participants": "-2"}, "participants"),
        ({"participants": "mange"}, "participants"),
        ({"participants": "1000"}, "participants"),
        ({"agreement": " "}, "agreement"),
        ({"heard": ""}, "heard"),
        ({"heard_on": ""}, "heard_on"),
        ({"heard_on": "2099-01-01"}, "heard_on"),
    ],
)
def test_what_a_workplace_writes_wrong_is_said_beside_it(client, order, changes, beside):
    partner = asked(order)
    answer = post(client, leader_of(partner.workplace), "join", partner.pk, **part(**changes))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {beside}
    partner.refresh_from_db()
    assert partner.joined_at is None


def test_joining_is_closed_once_it_is_sent(client):
    order = sent_order()
    partner = order.partners.get()
    for name in ("join", "decline_to_join"):
        assert page(client, order.made_by, name, partner.pk).status_code == 403
        assert post(client, order.made_by, name, partner.pk).status_code == 403


def test_leaving_says_what_is_lost(client, order):
    partner = joined(asked(order))
    leader = partner.joined_by
    text = page(client, leader, "decline_to_join", partner.pk).text
    assert len(text.split("<li>")) > 3
    post(client, leader, "decline_to_join", partner.pk)
    partner.refresh_from_db()
    assert partner.declined_by == leader


def test_shares_are_written_as_people_write_them(client, order):
    first, other = order.partners.get(), asked(order)
    given = {f"share_{first.pk}": "37,5", f"share_{other.pk}": "62,5 %"}
    assert post(client, order.made_by, "shares", order.pk, **given).status_code == 302
    other.refresh_from_db()
    assert other.share == 6_250


@pytest.mark.parametrize(
    ("shares", "said"), [(("50", "40"), "90"), (("halvparten", "50"), ""), (("", "100"), "")]
)
def test_shares_that_are_not_the_whole_are_said_beside_them(client, order, shares, said):
    first, other = order.partners.get(), asked(order)
    given = {f"share_{first.pk}": shares[0], f"share_{other.pk}": shares[1]}
    answer = post(client, order.made_by, "shares", order.pk, **given)
    assert answer.status_code == 422
    (errors,) = answer.context["form"].errors.values()
    assert said in errors[0]
    assert f'value="{shares[1]}"' in answer.text


def test_shared_by_participants_at_the_press_of_a_button(client, order):
    joined(order.partners.get(), 1)
    other = asked(order)
    refused = post(client, order.made_by, "share_by_participants", order.pk)
    assert refused.status_code == 302
    joined(other, 3)
    post(client, order.made_by, "share_by_participants", order.pk)
    assert list(order.partners.values_list("share", flat=True)) == [2_500, 7_500]
    forbidden = post(client, leader_of(other.workplace), "share_by_participants", order.pk)
    assert forbidden.status_code == 403
