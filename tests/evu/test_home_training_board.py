"""The vocational training board's first page: the county's figures, by school and by trade."""

import pytest
from django.urls import reverse

from reports.queries import by_place, by_trade
from staff.models import OwnerKind, Sector, Subject, Teaching
from staff.roles import Role
from tests.evu.decided import decided_round
from tests.factories import MembershipFactory, OwnerFactory, WorkplaceFactory

pytestmark = pytest.mark.django_db
HOME = reverse("home")
MOST_QUERIES = 14  # two of them are savepoints


@pytest.fixture
def county():
    return OwnerFactory(kind=OwnerKind.COUNTY)


@pytest.fixture
def school(county):
    return WorkplaceFactory(owner=county, name="Fjell vgs", sector=Sector.UPPER_SECONDARY)


@pytest.fixture
def board(client, county):
    user = MembershipFactory(role=Role.TRAINING_BOARD, owner=county).user
    client.force_login(user)
    client.get(HOME)  # the day's first use of the role is noted
    return user


def teaches(case, trade):
    Teaching.objects.create(owner=case.owner, employee=case.employee, subject=trade)


def rows(split):
    return [(row.label, row.applicants, row.granted) for row in split.parts]


def test_schools_and_trades_are_counted(client, county, school, board):
    WorkplaceFactory(owner=county, name="Ås vgs", sector=Sector.UPPER_SECONDARY)
    WorkplaceFactory(owner=county, sector=Sector.PPT)
    round = decided_round(school, 6)
    trade = Subject.objects.create(
        code="ELE", kind=Subject.Kind.TRADE, name_nb="Elektrikerfaget", name_nn="Elektrikarfaget"
    )
    for case in round.applications.all():
        teaches(case, trade)
    response = client.get(HOME)
    assert response.context["latest"] == round
    assert rows(response.context["places"]) == [("Fjell vgs", 6, 6), ("Ås vgs", 0, 0)]
    assert rows(response.context["trades"]) == [("Elektrikerfaget", 6, 6)]
    assert "Elektrikerfaget" in response.content.decode()


def test_no_person_and_no_case_is_shown(client, school, board):
    round = decided_round(school, 6)
    shown = client.get(HOME).content.decode()
    for case in round.applications.all():
        assert str(case.applicant) not in shown
        assert client.get(case.get_absolute_url()).status_code == 404
    for name in ("rounds:detail", "rounds:queue", "rounds:participants"):
        assert client.get(reverse(name, args=[round.pk])).status_code == 403
    assert client.get(reverse("reports:round", args=[round.pk])).status_code == 200


def test_both_tables_count_the_same_people_so_that_neither_gives_the_other_away(county, school):
    other = WorkplaceFactory(owner=county, sector=Sector.FAGSKOLE)
    round = decided_round(other, 2)
    places, trades = by_place(round, Sector.UPPER_SECONDARY), by_trade(round)
    assert places.total == trades.total
    assert [row.applicants for row in places.parts] == [0, None]
    assert [row.applicants for row in trades.parts] == [None]


def test_who_works_in_two_trades_is_one_person(school):
    round = decided_round(school, 5)
    first, second = (
        Subject.objects.create(code=code, kind=Subject.Kind.TRADE, name_nb=code, name_nn=code)
        for code in ("A", "B")
    )
    for case in round.applications.all():
        teaches(case, second)
        teaches(case, first)
    split = by_trade(round)
    assert rows(split) == [("A", 5, 5)]
    assert split.total.applicants == 5
    assert split.total.amount_ore == sum(round.applications.values_list("cost_ore", flat=True))


def test_nothing_is_decided_yet(client, board):
    context = client.get(HOME).context
    assert (context["latest"], context["places"], context["trades"]) == (None, None, None)


def test_it_asks_the_same_however_much_there_is(client, school, board, query_count):
    decided_round(school, 1)
    once = query_count(lambda: client.get(HOME))
    decided_round(school, 2)
    decided_round(WorkplaceFactory(owner=school.owner, sector=Sector.UPPER_SECONDARY), 1)
    assert query_count(lambda: client.get(HOME)) == once <= MOST_QUERIES
