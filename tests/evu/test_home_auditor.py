"""The auditor's first page: the owner at a glance."""

import pytest
from django.urls import reverse

from staff.roles import Role
from tests.factories import EarmarkFactory, MembershipFactory, RoundFactory
from tests.factories.cases import accepted

pytestmark = pytest.mark.django_db
HOME = reverse("home")
MOST_QUERIES = 14  # two of them are savepoints
ROOMS = (
    "rounds:index",
    "distribution:index",
    "consultations:index",
    "funding:index",
    "substitutes:orders",
    "staff:index",
    "roles:index",
    "reports:index",
    "history",
)


def test_rounds_money_and_what_happened_last(client):
    case = accepted()
    EarmarkFactory(amount_ore=5)  # somebody else's
    client.force_login(MembershipFactory(role=Role.AUDITOR, owner=case.owner).user)
    response = client.get(HOME)
    assert [line.round for line in response.context["rounds"]] == [case.round]
    assert response.context["money"].total_ore == 100_000_000
    assert response.context["in_consultation"] == 0
    assert response.context["events"][0].event.kind == "application.accepted"
    assert str(case.applicant) in response.content.decode()


def test_no_step_of_a_round_is_offered(client, owner, auditor):
    round = RoundFactory(owner=owner, state="planned")
    for url in (HOME, reverse("rounds:index"), round.get_absolute_url()):
        main = client.get(url).content.decode().partition("<main")[2].partition("</main>")[0]
        assert round.name in main
        assert "<button" not in main


@pytest.mark.parametrize("room", ROOMS)
def test_there_is_a_way_into_every_room(client, auditor, room):
    url = reverse(room)
    assert f'href="{url}' in client.get(HOME).content.decode()
    assert client.get(url).status_code == 200


def test_a_new_owner_has_an_empty_page(client, auditor):
    response = client.get(HOME)
    assert (response.context["rounds"], response.context["events"]) == ([], [])


def test_it_asks_the_same_however_much_there_is(client, owner, auditor, query_count):
    def more():
        accepted(round=RoundFactory(owner=owner))

    more()
    once = query_count(lambda: client.get(HOME))
    more()
    more()
    assert query_count(lambda: client.get(HOME)) == once <= MOST_QUERIES
