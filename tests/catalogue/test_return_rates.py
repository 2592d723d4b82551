"""Dated rates of return: shipped as an example, set by the grant-giver or a county, never for a
year that is over."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from catalogue import reference, services
from catalogue.models import ReturnRate
from catalogue.queries.returns import Rates
from staff.reference.files import Loaded
from staff.roles import Role
from tests.accounts.people import an_hour_passes
from tests.catalogue import returns_world as world
from tests.factories import OwnerFactory, UserFactory
from tests.factories.catalogue_results import contact_of

pytestmark = pytest.mark.django_db
THIS = timezone.localdate().year
SENT = {
    "first_year": THIS + 1,
    "basic_ore": "9 000 000",
    "result_ore_per_60_credits": "25 000,50",
    "lag_years": "1",
    "source": "Fylkestinget, sak 12",
}


@pytest.fixture
def county():
    return world.county()


@pytest.fixture
def authority(county):
    return world.county_authority(county)


@pytest.fixture
def central():
    return world.holder(Role.CENTRAL, None)


def set_rate(by, *, county=None, first_day=datetime.date(THIS + 1, 1, 1), **fields):
    values = {
        "basic_ore": 900_000_000,
        "result_ore_per_60_credits": 2_500_000,
        "lag_years": 2,
        "source": "Vedtak",
        **fields,
    }
    return services.set_return_rate(county=county, first_day=first_day, by=by, **values)


def basic(year, county=None):
    rate = Rates().of(county and county.pk)(year)
    return rate and rate.basic_ore


# ── The service ──────────────────────────────────────────────────────────────────────────────────


def test_a_new_rate_changes_no_year_that_is_over(central):
    world.rate(since=2020)
    before = {year: basic(year) for year in range(2020, THIS + 1)}
    new = set_rate(central)
    assert {year: basic(year) for year in before} == before
    assert basic(THIS + 1) == new.basic_ore != before[THIS]
    old = ReturnRate.objects.exclude(pk=new.pk).get()
    assert (old.valid.upper, new.valid.upper) == (new.valid.lower, None)
    event = Event.objects.get(kind="return_rate.set")
    assert event.details["basic_ore"] == 900_000_000


@pytest.mark.parametrize(
    "first_day",
    [
        datetime.date(THIS - 1, 1, 1),
        datetime.date(1900, 1, 1),
        datetime.date(THIS + 1, 1, 2),
        datetime.date(THIS + 1, 7, 1),
    ],
)
def test_a_year_that_is_over_or_a_part_of_one_is_refused(central, first_day):
    world.rate(since=2020)
    with pytest.raises(ValidationError) as refused:
        set_rate(central, first_day=first_day)
    assert list(refused.value.error_dict) == ["first_day"]
    assert ReturnRate.objects.get().valid.upper is None


def test_this_year_may_be_set_once(central):
    world.rate(since=2020)
    first = datetime.date(THIS, 1, 1)
    set_rate(central, first_day=first)
    with pytest.raises(ValidationError):
        set_rate(central, first_day=first, basic_ore=1)
    assert basic(THIS) == 900_000_000


def test_a_rate_that_has_not_begun_is_corrected(central):
    world.rate(since=2020)
    set_rate(central)
    set_rate(central, basic_ore=5)
    assert basic(THIS + 1) == 5
    assert ReturnRate.objects.count() == 2
    assert Event.objects.filter(kind="return_rate.set").count() == 2


def test_before_a_later_rate_none_is_put(central):
    set_rate(central, first_day=datetime.date(THIS + 3, 1, 1))
    with pytest.raises(ValidationError):
        set_rate(central)
    assert basic(THIS + 1) is None


@pytest.mark.parametrize("field", ["basic_ore", "result_ore_per_60_credits"])
def test_less_than_nothing_is_refused(central, field):
    with pytest.raises(ValidationError):
        set_rate(central, **{field: -1})
    assert not ReturnRate.objects.exists()


def test_a_county_sets_its_own_beside_everybodys(county, authority):
    world.rate(since=2020)
    set_rate(world.holder(Role.OWNER_OFFICER, authority), county=county)
    assert (basic(THIS + 1, county), basic(THIS + 1)) == (900_000_000, 80_000_000)
    assert basic(THIS, county) == 80_000_000


def test_each_sets_its_own_alone(county, authority, central):
    officer = world.holder(Role.OWNER_OFFICER, authority)
    set_rate(officer, county=county)
    other = world.county("50", "Trøndelag")
    municipal = world.holder(Role.OWNER_OFFICER, OwnerFactory(county=county))
    for by, whose in (
        (officer, None),
        (officer, other),
        (central, county),
        (municipal, county),
        (world.holder(Role.FINANCE, authority), county),
        (UserFactory(), None),
    ):
        with pytest.raises(PermissionDenied):
            set_rate(by, county=whose)
    assert ReturnRate.objects.get().county == county


# ── What is shipped ──────────────────────────────────────────────────────────────────────────────


def test_an_example_is_loaded_and_what_is_given_stays(capsys):
    assert reference.load_reference() == {"return_rates": Loaded(made=1)}
    shipped = ReturnRate.objects.get()
    assert (shipped.county, shipped.lag_years, shipped.valid.upper) == (None, 2, None)
    assert "Eksempel" in shipped.source
    shipped.basic_ore = 7
    shipped.save()
    assert reference.load_reference() == {"return_rates": Loaded()}
    assert ReturnRate.objects.get().basic_ore == 7


def test_the_command_loads_it_too(capsys):
    call_command("load_reference")
    assert "return_rates: 1 made, 0 changed" in capsys.readouterr().out


# ── The pages ────────────────────────────────────────────────────────────────────────────────────


def test_the_grant_giver_sets_everybodys(client, central):
    client.force_login(central)
    assert client.get(reverse("returns:set_rate")).status_code == 200
    answer = client.post(reverse("returns:set_rate"), SENT)
    assert answer.url == reverse("returns:rates")
    rate = ReturnRate.objects.get()
    assert (rate.county, rate.basic_ore, rate.lag_years) == (None, 900_000_000, 1)
    assert rate.result_ore_per_60_credits == 2_500_050
    assert rate.valid.lower == datetime.date(THIS + 1, 1, 1)
    assert SENT["source"] in client.get(reverse("returns:rates")).text


def test_a_county_sets_its_own(client, county, authority):
    client.force_login(world.holder(Role.OWNER_OFFICER, authority))
    assert county.name in client.get(reverse("returns:set_rate")).text
    client.post(reverse("returns:set_rate"), SENT)
    assert ReturnRate.objects.get().county == county


def test_who_may_read_them_and_not_set_them(client, county, authority):
    world.rate(county)
    readers = (
        world.holder(Role.FINANCE, authority),
        world.holder(Role.AUDITOR, authority),
        contact_of(world.college(county)),
    )
    for user in readers:
        client.force_login(user)
        listed = client.get(reverse("returns:rates"))
        assert listed.status_code == 200
        assert reverse("returns:set_rate") not in listed.text
        assert client.post(reverse("returns:set_rate"), SENT).status_code == 403
    assert ReturnRate.objects.count() == 1


def test_a_municipality_and_a_stranger_see_none(client, county):
    for user in (
        world.holder(Role.OWNER_OFFICER, OwnerFactory(county=county)),
        world.holder(Role.EMPLOYEE, OwnerFactory()),
        UserFactory(),
    ):
        client.force_login(user)
        for name in ("rates", "set_rate"):
            assert client.get(reverse(f"returns:{name}")).status_code == 403


def test_a_county_sees_its_own_and_everybodys_the_grant_giver_all(
    client, county, authority, central
):
    own, general = world.rate(county), world.rate()
    other = world.rate(world.county("50", "Trøndelag"))

    def listed(user):
        client.force_login(user)
        return set(client.get(reverse("returns:rates")).context["page"])

    assert listed(world.holder(Role.FINANCE, authority)) == {own, general}
    assert listed(central) == {own, general, other}


@pytest.mark.parametrize(
    "wrong",
    [
        {"first_year": THIS - 1},
        {"first_year": ""},
        {"first_year": "x"},
        {"basic_ore": "mye"},
        {"basic_ore": "-5"},
        {"basic_ore": ""},
        {"result_ore_per_60_credits": "1,234"},
        {"lag_years": "-1"},
        {"lag_years": "9"},
        {"lag_years": "to"},
        {"source": ""},
        {"source": "a" * 201},
        {"source": "\x00"},
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(client, central, wrong):
    client.force_login(central)
    answer = client.post(reverse("returns:set_rate"), SENT | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(wrong)
    if "source" not in wrong:
        assert SENT["source"] in answer.text
    assert not ReturnRate.objects.exists()


def test_a_later_rate_in_the_way_is_said_beside_the_year(client, central):
    set_rate(central, first_day=datetime.date(THIS + 2, 1, 1))
    client.force_login(central)
    answer = client.post(reverse("returns:set_rate"), SENT)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["first_year"]


def test_one_confirms_that_it_is_oneself(client, central):
    client.force_login(central)
    an_hour_passes(client)
    answer = client.post(reverse("returns:set_rate"), SENT)
    assert answer.status_code == 302
    assert "reauthenticate" in answer.url
    assert not ReturnRate.objects.exists()


def test_the_list_asks_as_often_for_one_as_for_three(client, central, query_count):
    client.force_login(central)
    world.rate()
    once = query_count(lambda: client.get(reverse("returns:rates")))
    for number in range(2):
        world.rate(world.county(f"5{number}", f"Fylke {number}"))
    assert query_count(lambda: client.get(reverse("returns:rates"))) == once <= 12
