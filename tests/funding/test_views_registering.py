"""The pages where grants and earmarks are registered."""

import datetime

import pytest
from django.utils import timezone

from funding import ledger
from funding.models import Earmark, Grant, Transfer
from tests.factories import (
    GrantFactory,
    OwnerFactory,
    StaffGroupFactory,
    WorkplaceFactory,
    finance_of,
    leader_of,
    officer_of,
    scheme_with_rules,
)
from tests.funding.addresses import INDEX, NEW_GRANT, account, new_earmark

pytestmark = pytest.mark.django_db
UNPROCESSABLE = 422


@pytest.fixture
def owner():
    return OwnerFactory()


@pytest.fixture
def finance(client, owner):
    user = finance_of(owner)
    client.force_login(user)
    return user


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
