"""The pages about money, and how amounts are typed."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from funding import ledger
from funding.forms import KronerField
from funding.models import Earmark, Grant, Transfer
from funding.money import kroner, plain
from funding.queries import Balance
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

pytestmark = pytest.mark.django_db
UNPROCESSABLE = 422
MOST_QUERIES = 12
INDEX, NEW_GRANT = reverse("funding:index"), reverse("funding:new_grant")


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


def account(earmark):
    return reverse("funding:earmark", args=[earmark.pk])


# ── Amounts ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "ore"),
    [
        ("1 250 000", 125_000_000),
        ("1.250.000", 125_000_000),
        ("1250000", 125_000_000),
        ("1250000,50", 125_000_050),
        ("1\xa0250\xa0000,5", 125_000_050),
        ("1\u202f250\u202f000 kr", 125_000_000),
        ("  250 Kr. ", 25_000),
        ("1 500,-", 150_000),
        ("0,01", 1),
        ("007", 700),
    ],
)
def test_kroner_are_read_as_people_write_them(typed, ore):
    assert KronerField().clean(typed) == ore


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "required"),
        ("   ", "required"),
        ("kr", "required"),
        ("mye", "invalid"),
        ("12 50", "invalid"),
        ("1,250,000", "invalid"),
        ("1250.50", "invalid"),
        ("1,505", "invalid"),
        ("-5", "invalid"),
        ("1e6", "invalid"),
        ("١٢٣", "invalid"),
        ("0", "too_little"),
        ("0,00", "too_little"),
        ("1" + "0" * 12, "too_much"),
    ],
)
def test_what_is_no_amount_is_said_clearly(typed, code):
    with pytest.raises(ValidationError) as caught:
        KronerField().clean(typed)
    assert caught.value.code == code
    assert str(caught.value.messages[0])


@given(st.integers(1, 10**13))
def test_whatever_we_write_we_can_read(ore):
    assert KronerField().clean(kroner(ore)) == ore
    assert KronerField().clean(plain(ore)) == ore
    assert KronerField().clean(KronerField().prepare_value(ore)) == ore


@given(*[st.integers(0, 10**12)] * 4)
def test_a_bar_is_as_long_as_its_sum(available, reserved_, committed, paid):
    parts = Balance(available, reserved_, committed, paid).parts
    assert sum(part.width for part in parts) == (
        1000 if available + reserved_ + committed + paid else 0
    )
    assert [part.x for part in parts[1:]] == [part.x + part.width for part in parts[:-1]]


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


# ── A new grant ──────────────────────────────────────────────────────────────────────────────────


def grant_words(**other):
    return {
        "name": "Tilskudd til kompetanse",
        "giver": Grant.Giver.STATE,
        "letter": "2027/18",
        "amount": "1 250 000",
        "received_on": "2027-01-15",
        "report_by": "2028-03-01",
    } | other


def test_a_grant_is_registered_and_booked(client, owner, finance):
    response = client.post(NEW_GRANT, grant_words())

    assert response.url == INDEX
    grant = Grant.objects.get()
    assert (grant.owner, grant.letter) == (owner, "2027/18")
    assert Transfer.objects.get().amount_ore == 125_000_000
    assert ledger.discrepancies() == []


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("amount", "mye"),
        ("amount", ""),
        ("amount", "0"),
        ("letter", ""),
        ("giver", "a friend"),
        ("received_on", "i går"),
        ("report_by", "2026-01-01"),
        ("name", ""),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(client, finance, field, typed):
    response = client.post(NEW_GRANT, grant_words(**{field: typed}))

    assert response.status_code == UNPROCESSABLE
    form = response.context["form"]
    assert form.errors.keys() == {field}
    kept = grant_words(**{field: typed})
    assert {name: form[name].value() for name in kept} == kept
    assert not Grant.objects.exists()


def test_a_letter_is_registered_once(client, owner, finance):
    GrantFactory(owner=owner, letter="2027/18")
    GrantFactory(letter="2027/19")  # another owner's
    response = client.post(NEW_GRANT, grant_words())
    assert response.context["form"].errors.keys() == {"letter"}
    assert client.post(NEW_GRANT, grant_words(letter="2027/19")).status_code == 302


def test_nothing_typed_is_422(client, finance):
    response = client.post(NEW_GRANT, {})
    assert response.status_code == UNPROCESSABLE
    assert len(response.context["form"].errors) == 6


def test_a_case_officer_hears_that_finance_registers_grants(client, owner):
    client.force_login(officer_of(owner))
    for response in (client.get(NEW_GRANT), client.post(NEW_GRANT, grant_words())):
        assert response.status_code == 403
    assert not Grant.objects.exists()


# ── A new earmark ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def grant(owner):
    return GrantFactory(owner=owner, amount_ore=100_000_000)


@pytest.fixture
def scheme():
    return scheme_with_rules(staff_groups=[StaffGroupFactory(), StaffGroupFactory()])


def earmark_words(scheme, /, **other):
    return {
        "name": "Vikarmidler",
        "scheme": str(scheme.pk),
        "year": str(timezone.localdate().year),
        "amount": "600.000",
        "staff_groups": [str(group.pk) for group in scheme.staff_groups.all()],
        "sectors": ["kindergarten", "primary"],
        "spend_by": (timezone.localdate() + datetime.timedelta(days=700)).isoformat(),
    } | other


def new_earmark(grant):
    return reverse("funding:new_earmark", args=[grant.pk])


def test_money_is_earmarked(client, grant, scheme, finance):
    response = client.post(new_earmark(grant), earmark_words(scheme))

    earmark = Earmark.objects.get()
    assert response.url == account(earmark)
    assert earmark.balance_ore("available") == 60_000_000
    assert earmark.sectors == ["kindergarten", "primary"]
    assert set(earmark.staff_groups.all()) == set(scheme.staff_groups.all())
    assert ledger.discrepancies() == []


def test_a_case_officer_may_earmark_too(client, grant, scheme):
    client.force_login(officer_of(grant.owner))
    words = earmark_words(scheme, sectors=[])
    assert client.post(new_earmark(grant), words).status_code == 302
    assert Earmark.objects.get().sectors == []


def test_more_than_the_grant_has_left_is_said_beside_the_field_and_nothing_is_booked(
    client, grant, scheme, finance
):
    client.post(new_earmark(grant), earmark_words(scheme))
    before = Transfer.objects.count()

    response = client.post(
        new_earmark(grant), earmark_words(scheme, name="Mer", amount="400 000,01")
    )

    assert response.status_code == UNPROCESSABLE
    form = response.context["form"]
    assert form.errors.keys() == {"amount"}
    assert "400 000 kr" in form.errors["amount"][0].replace("\xa0", " ")
    assert form["name"].value() == "Mer"
    assert form["staff_groups"].value() == earmark_words(scheme)["staff_groups"]
    assert Earmark.objects.count() == 1
    assert Transfer.objects.count() == before


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("amount", "1,250,000"),
        ("staff_groups", []),
        ("sectors", ["the moon"]),
        ("year", "neste"),
        ("year", "27"),
        ("scheme", ""),
        ("spend_by", "2001-01-01"),
    ],
)
def test_an_earmark_that_cannot_be_is_not_made(client, grant, scheme, finance, field, typed):
    response = client.post(new_earmark(grant), earmark_words(scheme, **{field: typed}))
    assert response.status_code == UNPROCESSABLE
    assert response.context["form"].errors.keys() == {field}
    assert not Earmark.objects.exists()


def test_money_is_not_earmarked_for_a_group_the_scheme_does_not_support(
    client, grant, scheme, finance
):
    outside = StaffGroupFactory(name_nb="Vaktmestere")
    words = earmark_words(scheme, staff_groups=[str(outside.pk)])
    response = client.post(new_earmark(grant), words)
    assert "Vaktmestere" in response.context["form"].errors["staff_groups"][0]


def test_a_name_is_used_once_a_year(client, grant, scheme, finance):
    client.post(new_earmark(grant), earmark_words(scheme, amount="1"))
    again = client.post(new_earmark(grant), earmark_words(scheme, amount="1"))
    assert again.context["form"].errors.keys() == {"name"}


def test_an_earmark_is_made_by_those_who_read_the_owners_money(client, grant, scheme):
    for stranger in (finance_of(OwnerFactory()), leader_of(WorkplaceFactory(owner=grant.owner))):
        client.force_login(stranger)
        assert client.get(new_earmark(grant)).status_code == 404
        assert client.post(new_earmark(grant), earmark_words(scheme)).status_code == 404
    assert not Earmark.objects.exists()
