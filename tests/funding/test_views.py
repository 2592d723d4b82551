"""The pages that show the money."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    EarmarkFactory,
    GrantFactory,
    OwnerFactory,
    StaffGroupFactory,
    UserFactory,
    WorkplaceFactory,
    finance_of,
    leader_of,
    officer_of,
    reserved,
    scheme_with_rules,
)
from tests.factories.cases import accepted
from tests.funding.addresses import INDEX, account

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


@pytest.fixture
def owner():
    return OwnerFactory()


@pytest.fixture
def finance(client, owner):
    user = finance_of(owner)
    client.force_login(user)
    return user


def queries(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return sum(
        not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in captured.captured_queries
    )


def text_of(response):
    return response.content.decode().replace("\xa0", " ")


# ── All the money ────────────────────────────────────────────────────────────────────────────────


def test_index_shows_what_each_earmark_holds(client, owner, finance):
    earmark = EarmarkFactory(owner=owner, amount_ore=100_000_000)
    reserved(earmark, 25_000_000)
    EarmarkFactory(name="De andres pott")

    response = client.get(INDEX)

    [line] = response.context["grants"]
    assert line.received_ore == 100_000_000
    assert line.unallocated_ore == 0
    assert (line.balance.available_ore, line.balance.reserved_ore) == (75_000_000, 25_000_000)
    assert response.context["total"].total_ore == 100_000_000
    assert "750 000 kr" in text_of(response)
    assert "De andres pott" not in text_of(response)
    assert '<rect class="available" x="250" width="750"' in text_of(response)


def test_groups_without_a_source_are_named(client, owner, finance):
    group = StaffGroupFactory(name_nb="Renholdere")
    StaffGroupFactory(name_nb="Vaktmestere")
    EarmarkFactory(owner=owner, scheme=scheme_with_rules(staff_groups=[group]))

    response = client.get(INDEX)

    assert response.context["without"] == "Vaktmestere"
    assert "Vaktmestere" in text_of(response)


def test_years_stand_apart(client, owner, finance):
    this_year = timezone.localdate().year
    old = EarmarkFactory(owner=owner, year=this_year - 2, name="Gammel pott")
    new = EarmarkFactory(owner=owner, name="Ny pott")

    latest, earlier = client.get(INDEX), client.get(INDEX, {"year": str(old.year)})
    nonsense = client.get(INDEX, {"year": "abc"})

    shown = [
        [line.earmark.pk for grant in page.context["grants"] for line in grant.earmarks]
        for page in (latest, earlier, nonsense)
    ]
    assert shown == [[new.pk], [old.pk], [new.pk]]


def test_a_grant_without_earmarks_shows_what_is_left(client, owner, finance):
    grant = GrantFactory(owner=owner)
    response = client.get(INDEX)
    assert response.context["grants"][0].unallocated_ore == 100_000_000
    assert reverse("funding:new_earmark", args=[grant.pk]) in text_of(response)


def test_index_asks_the_same_for_one_and_three(client, owner, finance):
    EarmarkFactory(owner=owner)
    client.get(INDEX)
    once = queries(client, INDEX)
    EarmarkFactory.create_batch(2, owner=owner)
    assert queries(client, INDEX) == once <= MOST_QUERIES


def test_the_accounts_are_for_the_owners_officers(client, owner):
    EarmarkFactory(owner=owner)
    client.force_login(officer_of(owner))
    assert client.get(INDEX).status_code == 200
    for colleague in (leader_of(WorkplaceFactory(owner=owner)), UserFactory()):
        client.force_login(colleague)
        response = client.get(INDEX)
        assert response.status_code == 403
        assert "data-reason" in text_of(response)


# ── One account ──────────────────────────────────────────────────────────────────────────────────


def test_a_krone_is_followed_to_the_case_it_paid(client):
    case = accepted()
    earmark = case.commitment.earmark
    client.force_login(officer_of(case.owner))

    transfers = client.get(account(earmark))
    cases = client.get(account(earmark), {"show": "cases"})

    kinds = [line.transfer.kind for line in transfers.context["lines"]]
    assert kinds == ["committed", "reserved", "earmarked"]
    assert [line.case_url for line in transfers.context["lines"]] == [
        case.get_absolute_url(),
        case.get_absolute_url(),
        "",
    ]
    [line] = cases.context["lines"]
    assert line.case_url == case.get_absolute_url()
    assert line.commitment.committed_ore == case.cost_ore
    assert case.number in text_of(cases)


def test_who_may_not_read_the_case_gets_no_link_to_it(client):
    case = accepted()
    client.force_login(finance_of(case.owner))
    for show in ("transfers", "cases"):
        response = client.get(account(case.commitment.earmark), {"show": show})
        assert case.number in text_of(response)
        assert case.get_absolute_url() not in text_of(response)


def test_the_account_says_what_the_money_is_for(client, owner, finance):
    group = StaffGroupFactory(name_nb="Assistenter")
    earmark = EarmarkFactory(
        owner=owner, scheme=scheme_with_rules(staff_groups=[group]), sectors=["kindergarten"]
    )
    text = text_of(client.get(account(earmark)))
    for words in (earmark.name, "Assistenter", earmark.grant.letter, str(earmark.scheme)):
        assert words in text


def test_an_account_is_found_by_those_who_read_the_owners_money(client, owner):
    earmark = EarmarkFactory(owner=owner)
    for stranger in (finance_of(OwnerFactory()), leader_of(WorkplaceFactory(owner=owner))):
        client.force_login(stranger)
        assert client.get(account(earmark)).status_code == 404


@pytest.mark.parametrize("show", ["transfers", "cases"])
def test_an_account_asks_the_same_for_one_and_three(client, owner, finance, show):
    earmark = EarmarkFactory(owner=owner)
    reserved(earmark, 100)
    url = f"{account(earmark)}?show={show}"
    client.get(url)
    once = queries(client, url)
    for _more in range(2):
        reserved(earmark, 100)
    assert queries(client, url) == once <= MOST_QUERIES


def test_a_long_account_has_pages_that_keep_what_is_shown(client, owner, finance):
    earmark = EarmarkFactory(owner=owner)
    officer = officer_of(owner)
    for _time in range(26):
        reserved(earmark, 100, by=officer)

    first, last = client.get(account(earmark)), client.get(account(earmark), {"page": "2"})
    cases = client.get(account(earmark), {"show": "cases"})

    assert (len(first.context["lines"]), len(last.context["lines"])) == (25, 2)
    assert last.context["lines"][-1].transfer.kind == "earmarked"
    assert "show=cases&amp;page=2" in text_of(cases)
