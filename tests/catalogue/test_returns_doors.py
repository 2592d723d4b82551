"""Who sees a college's, a county's and the country's return."""

import datetime

import pytest
from django.urls import reverse

from staff.roles import Role
from tests.catalogue import returns_world as world
from tests.factories import ContactFactory, OwnerFactory, ProviderFactory, UserFactory
from tests.factories.catalogue_results import contact_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    world.rate()
    return world.county()


@pytest.fixture
def college(county):
    return world.college(county, "Fagskolen i Fjorden")


@pytest.fixture
def authority(county):
    return world.county_authority(county)


def logged_in(client, user):
    client.force_login(user)
    return client


def page(client, name, *args):
    answer = client.get(reverse(f"returns:{name}", args=args))
    assert answer.status_code == 200, answer.status_code
    return answer


def test_the_colleges_contact_goes_straight_to_it(client, college):
    logged_in(client, contact_of(college))
    assert client.get(reverse("returns:index")).url == reverse("returns:college", args=[college.pk])
    assert page(client, "college", college.pk).context["is_own"]


def test_a_contact_of_two_chooses(client, college, county):
    other = world.college(county, "Fagskolen på Fjellet")
    user = contact_of(college)
    ContactFactory(
        provider=other, membership__user=user, membership__starts_on=datetime.date(2021, 1, 1)
    )
    listed = page(logged_in(client, user), "index").context["colleges"]
    assert listed == [college, other]


def test_another_providers_contact_is_told_who_gets_a_return(client, college):
    logged_in(client, contact_of(ProviderFactory()))
    assert 'class="empty"' in page(client, "index").text
    assert client.get(reverse("returns:college", args=[college.pk])).status_code == 403


@pytest.mark.parametrize("role", [Role.OWNER_OFFICER, Role.FINANCE, Role.AUDITOR])
def test_the_county_sees_its_own_colleges(client, college, authority, role):
    other = world.college(world.county("50", "Trøndelag"), "Langt borte")
    logged_in(client, world.holder(role, authority))
    listed = page(client, "index")
    assert [line.name for line in listed.context["report"].lines] == [college.name]
    assert not page(client, "college", college.pk).context["is_own"]
    refused = client.get(reverse("returns:college", args=[other.pk]))
    assert refused.status_code == 403
    assert "data-reason" in refused.text
    for name in ("county", "county_csv"):
        assert client.get(reverse(f"returns:{name}", args=[other.county_id])).status_code == 403


def test_oslo_is_municipality_and_county_in_one(client, county):
    oslo = world.county("03", "Oslo")
    oslo.org_number = "958935420"
    oslo.save()
    owner = OwnerFactory(county=oslo, org_number="958935420", name="Oslo kommune")
    other = OwnerFactory(county=oslo, name="En privat eier i Oslo")
    college = world.college(oslo, "Fagskolen Oslo")
    listed = page(logged_in(client, world.holder(Role.FINANCE, owner)), "index")
    assert [line.name for line in listed.context["report"].lines] == [college.name]
    logged_in(client, world.holder(Role.FINANCE, other))
    assert client.get(reverse("returns:index")).status_code == 403


def test_the_grant_giver_sees_the_country_by_county(client, college):
    world.college(world.county("50", "Trøndelag"), "Langt borte")
    world.college(None, "Uten fylke")
    logged_in(client, world.holder(Role.CENTRAL, None))
    listed = page(client, "index")
    assert [line.name for line in listed.context["report"].lines] == ["Vestland", "Trøndelag", ""]
    for name, args in (("county", [college.county_id]), ("college", [college.pk])):
        page(client, name, *args)


@pytest.mark.parametrize(
    "role", [Role.EMPLOYEE, Role.LEADER, Role.UNION_REP, Role.TRAINING_BOARD, Role.ADMINISTRATOR]
)
def test_others_at_the_county_are_told_why_not(client, college, authority, role):
    logged_in(client, world.holder(role, authority))
    for address in (
        reverse("returns:index"),
        reverse("returns:college", args=[college.pk]),
        reverse("returns:college_csv", args=[college.pk]),
        reverse("returns:county", args=[college.county_id]),
        reverse("returns:country_csv"),
        reverse("returns:rates"),
    ):
        answer = client.get(address)
        assert answer.status_code == 403, address
        assert "data-reason" in answer.text


def test_a_municipality_and_a_stranger_see_none(client, college, county):
    municipality = OwnerFactory(county=county)
    for user in (world.holder(Role.FINANCE, municipality), UserFactory()):
        logged_in(client, user)
        assert client.get(reverse("returns:index")).status_code == 403
        assert client.get(reverse("returns:college", args=[college.pk])).status_code == 403


def test_what_is_no_college_or_county_is_not_there(client):
    logged_in(client, world.holder(Role.CENTRAL, None))
    university = ProviderFactory()
    for name in ("college", "college_csv"):
        assert client.get(reverse(f"returns:{name}", args=[university.pk])).status_code == 404
    assert client.get(reverse("returns:county", args=[0])).status_code == 404
