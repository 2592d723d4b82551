"""The deputy leader's first page: the leader's without the advice."""

import pytest
from django.urls import reverse

from evu.home.absence import chosen_semester
from staff.roles import Role
from substitutes import services
from tests.factories import (
    MembershipFactory,
    OrderFactory,
    RoundFactory,
    SubstituteFactory,
    WorkplaceFactory,
    employee_at,
)
from tests.factories.cases import accepted, submitted

pytestmark = pytest.mark.django_db
HOME = reverse("home")
MOST_QUERIES = 14  # two of them are savepoints


@pytest.fixture
def workplace():
    return WorkplaceFactory()


@pytest.fixture
def deputy(client, workplace):
    user = MembershipFactory(role=Role.DEPUTY, owner=workplace.owner, workplace=workplace).user
    client.force_login(user)
    client.get(HOME)  # the day's first use of the role is noted
    return user


def case_at(workplace, make=submitted):
    return make(round=RoundFactory(owner=workplace.owner), position=employee_at(workplace))


def test_cover_that_nobody_fills_comes_first(client, workplace, deputy):
    order = OrderFactory(application=case_at(workplace, accepted))
    OrderFactory(application=case_at(WorkplaceFactory(owner=workplace.owner), accepted))
    response = client.get(HOME)
    assert response.context["unfilled"] == [order]
    assert response.context["cover"]["unfilled"] == 1
    assert order.get_absolute_url() in response.content.decode()


def test_the_deputy_fills_it(client, workplace, deputy):
    order = OrderFactory(application=case_at(workplace, accepted))
    substitute = SubstituteFactory(owner=workplace.owner)
    booking = services.book(order=order, substitute=substitute, by=deputy)
    assert client.get(HOME).context["unfilled"] == []
    assert client.get(HOME).context["cover"]["offered"] == 1
    services.answer_offer(booking=booking, accepted=True, by=substitute.user)
    semester = chosen_semester("", order.starts_on).key
    response = client.get(HOME, {"semester": semester})
    assert str(order.application.applicant) in response.content.decode()


def test_applications_wait_for_the_leader_and_can_be_read(client, workplace, deputy):
    case_at(workplace)
    case_at(WorkplaceFactory(owner=workplace.owner))
    response = client.get(HOME)
    assert response.context["waiting"].count == 1
    shown = response.content.decode()
    assert reverse("applications:waiting") in shown
    assert "/advise/" not in shown
    [row] = client.get(reverse("applications:waiting")).context["rows"]
    assert row.case.workplace == workplace


def test_nothing_waits_at_a_new_workplace(client, deputy):
    context = client.get(HOME).context
    assert (context["unfilled"], context["to_confirm"], context["spans"]) == ([], [], [])


def test_it_asks_the_same_however_much_there_is(client, workplace, deputy, query_count):
    def more():
        case_at(workplace)
        OrderFactory(application=case_at(workplace, accepted))

    more()
    once = query_count(lambda: client.get(HOME))
    more()
    more()
    assert query_count(lambda: client.get(HOME)) == once <= MOST_QUERIES
