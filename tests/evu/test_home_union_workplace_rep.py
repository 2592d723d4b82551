"""The workplace representative's first page: what was given, in groups, when it is final."""

import pytest
from django.urls import reverse

from staff.roles import Role
from tests.evu.decided import decided_round
from tests.factories import (
    MembershipFactory,
    RoundFactory,
    UnionFactory,
    UserFactory,
    WorkplaceFactory,
)
from tests.factories.cases import earmark_for, in_consultation, proposed, recommended

pytestmark = pytest.mark.django_db
HOME = reverse("home")
MOST_QUERIES = 14  # two of them are savepoints


@pytest.fixture
def workplace():
    return WorkplaceFactory()


@pytest.fixture
def union():
    return UnionFactory(name="Fagforbundet")


@pytest.fixture
def representative(client, workplace, union):
    user = MembershipFactory(
        role=Role.UNION_WORKPLACE_REP, owner=workplace.owner, workplace=workplace, union=union
    ).user
    client.force_login(user)
    client.get(HOME)  # the day's first use of the role is noted
    return user


def test_a_final_distribution_is_shown_by_staff_group(client, workplace, representative):
    round = decided_round(WorkplaceFactory(owner=workplace.owner), 6)
    response = client.get(HOME)
    figures = response.context["figures"]
    assert figures.round == round
    assert [(row.label, row.applicants, row.granted) for row in figures.rows] == [
        ("Yrkesfaglærere", 6, 6)
    ]
    assert figures.total.applicants == 6
    assert response.context["reports"] == [round]
    shown = response.content.decode()
    for case in round.applications.all():
        assert str(case.applicant) not in shown
        assert case.number not in shown


def test_few_people_are_not_counted(client, workplace, representative):
    decided_round(workplace, 2)
    [row] = client.get(HOME).context["figures"].rows
    assert (row.applicants, row.granted, row.amount_ore) == (None, None, None)


def test_what_is_not_final_is_not_shown(client, workplace, representative):
    case = recommended(round=RoundFactory(owner=workplace.owner))
    earmark_for(case)
    consultation = in_consultation(proposed([case]))
    assert client.get(HOME).context["figures"] is None
    proposal = consultation.proposal.get_absolute_url()
    detail = reverse("consultations:detail", args=[consultation.pk])
    assert client.get(proposal).status_code == 404
    assert client.get(detail).status_code == 404
    assert client.get(case.get_absolute_url()).status_code == 404
    assert client.get(reverse("consultations:index")).status_code == 403


def test_another_owners_distribution_is_not_shown(client, representative):
    decided_round(WorkplaceFactory(), 6)
    assert client.get(HOME).context["figures"] is None


def test_it_says_who_speaks_for_the_same_union(client, workplace, union, representative):
    main = MembershipFactory(
        role=Role.UNION_REP,
        owner=workplace.owner,
        union=union,
        user=UserFactory(first_name="Hilde", email="hilde@example.org"),
    )
    MembershipFactory(role=Role.UNION_REP, owner=workplace.owner, union=UnionFactory())
    MembershipFactory(role=Role.UNION_REP, union=union)
    response = client.get(HOME)
    assert response.context["main"] == [main]
    assert "mailto:hilde@example.org" in response.content.decode()


def test_it_says_that_nobody_does(client, union, representative):
    response = client.get(HOME)
    assert response.context["main"] == []
    assert response.content.decode().count("Fagforbundet") >= 2


def test_it_asks_the_same_however_much_there_is(client, workplace, representative, query_count):
    decided_round(workplace, 1)
    once = query_count(lambda: client.get(HOME))
    decided_round(workplace, 2)
    decided_round(workplace, 1)
    assert query_count(lambda: client.get(HOME)) == once <= MOST_QUERIES
