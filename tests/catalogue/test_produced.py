"""What the places an owner paid for have produced: its own employees alone."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from catalogue.returns import Counts
from staff.roles import Role
from tests.catalogue import returns_world as world
from tests.factories import (
    OwnerFactory,
    ProviderFactory,
    UserFactory,
    WorkplaceFactory,
    leader_of,
    officer_of,
)
from tests.factories.catalogue_results import report, seated

pytestmark = pytest.mark.django_db
LAST = timezone.localdate().year - 1
ADDRESS = "returns:produced"


@pytest.fixture
def owner():
    return OwnerFactory(name="Nordvik kommune")


@pytest.fixture
def provider():
    return ProviderFactory()


def officer(owner, role=Role.OWNER_OFFICER):
    return world.holder(role, owner)


def union_rep(owner):
    return officer(owner, Role.UNION_REP)


def page(client, user, **query):
    client.force_login(user)
    answer = client.get(reverse(ADDRESS), query)
    assert answer.status_code == 200, answer.status_code
    return answer


def told(answer):
    return [(result.run.course.title, result.counts) for result in answer.context["page"]]


@pytest.mark.parametrize("role", [Role.OWNER_OFFICER, Role.FINANCE, Role.AUDITOR])
def test_run_by_run_what_the_owners_own_have_done(client, owner, provider, role):
    run = world.delivered(provider, LAST, completed=2, failed=1, owner=owner, title="Veiledning")
    for _other in range(3):
        report(seated(run))  # another owner's
    answer = page(client, officer(owner, role))
    assert told(answer) == [("Veiledning", Counts(3, 3, 2, 60))]
    assert answer.context["total"] == Counts(3, 3, 2, 60)


def test_any_provider_counts_and_nothing_that_is_not_over(client, owner, provider):
    world.delivered(world.college(None), LAST, completed=1, owner=owner, title="Fagskolekurs")
    world.delivered(provider, LAST + 2, owner=owner, title="Kommer")
    world.delivered(provider, LAST, completed=1, title="Andres")
    assert [title for title, _counts in told(page(client, officer(owner)))] == ["Fagskolekurs"]


def test_year_by_year(client, owner, provider):
    for year in (LAST, LAST - 2):
        world.delivered(provider, year, completed=1, owner=owner, title=f"Kurs {year}")
    answer = page(client, officer(owner), year=LAST - 2)
    assert [title for title, _counts in told(answer)] == [f"Kurs {LAST - 2}"]
    years = [tab.label for tab in answer.context["tabs"]]
    assert years == [str(LAST + 1), str(LAST), str(LAST - 2)]


def test_nothing_yet_is_said(client, owner):
    assert 'class="empty"' in page(client, officer(owner)).text


# ── Unions ───────────────────────────────────────────────────────────────────────────────────────


def test_unions_are_told_of_small_runs_as_one_sum(client, owner, provider):
    world.delivered(provider, LAST, completed=6, owner=owner, title="Stor")
    world.delivered(provider, LAST, completed=2, failed=1, owner=owner, title="Liten")
    world.delivered(provider, LAST, failed=2, owner=owner, title="Minst")
    answer = page(client, union_rep(owner))
    assert told(answer) == [("Stor", Counts(6, 6, 6, 180))]
    assert answer.context["small"] == Counts(5, 5, 2, 60)
    for hidden in ("Liten", "Minst"):
        assert hidden not in answer.text
    client.force_login(officer(owner))
    assert "Liten" in client.get(reverse(ADDRESS)).text


def test_unions_are_told_nothing_of_a_year_with_few_people(client, owner, provider):
    world.delivered(provider, LAST, completed=3, owner=owner, title="Bare tre")
    answer = page(client, union_rep(owner))
    assert (told(answer), answer.context["is_few"]) == ([], True)
    assert ">90<" not in answer.text
    text = client.get(reverse("returns:produced_csv")).content.decode()
    assert "90" not in text
    assert "Bare tre" not in text


# ── Doors ────────────────────────────────────────────────────────────────────────────────────────


def test_others_are_told_why_not(client, owner):
    for user in (
        officer(owner, Role.LEADER),
        officer(owner, Role.EMPLOYEE),
        officer(owner, Role.ADMINISTRATOR),
        world.holder(Role.CENTRAL, None),
        UserFactory(),
    ):
        client.force_login(user)
        for name in (ADDRESS, "returns:produced_csv"):
            answer = client.get(reverse(name))
            assert answer.status_code == 403
            assert "data-reason" in answer.text


def test_another_owner_sees_nothing_of_it(client, owner, provider):
    world.delivered(provider, LAST, completed=6, owner=owner, title="Vårt")
    answer = page(client, officer(OwnerFactory()))
    assert told(answer) == []
    assert "Vårt" not in answer.text


# ── File and cost ────────────────────────────────────────────────────────────────────────────────


def test_the_file(client, owner, provider):
    world.delivered(provider, LAST, completed=1, failed=1, owner=owner, title="@SUM(1)")
    client.force_login(officer(owner))
    text = client.get(reverse("returns:produced_csv"), {"year": LAST}).content.decode("utf-8-sig")
    _headings, row = csv.reader(io.StringIO(text), delimiter=";")
    assert row[0] == "'@SUM(1)"
    assert row[3:] == [f"{LAST}-06-12", "2", "2", "1", "30"]


def test_it_asks_as_often_for_one_as_for_three_and_has_pages(client, owner, provider, query_count):
    user = officer(owner)
    world.delivered(provider, LAST, completed=1, owner=owner)
    page(client, user)
    once = query_count(lambda: client.get(reverse(ADDRESS)))
    for _number in range(26):
        world.delivered(provider, LAST, completed=1, owner=owner)
    assert query_count(lambda: client.get(reverse(ADDRESS))) == once <= 12
    assert len(told(page(client, user))) == 25
    assert len(told(page(client, user, page=2))) == 2


def test_the_reports_lead_there_those_who_may_go(client):
    owner = OwnerFactory()
    for who, leads in (
        (officer_of(owner), True),
        (leader_of(WorkplaceFactory(owner=owner)), False),
    ):
        client.force_login(who)
        page = client.get(reverse("reports:index")).content.decode()
        assert (reverse(ADDRESS) in page) is leads


def test_the_courses_lead_those_who_register_providers_to_them(client):
    owner = OwnerFactory()
    for who, leads in (
        (officer_of(owner), True),
        (leader_of(WorkplaceFactory(owner=owner)), False),
    ):
        client.force_login(who)
        page = client.get(reverse("catalogue:index")).content.decode()
        assert (reverse("providing:providers") in page) is leads
