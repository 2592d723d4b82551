"""Workplaces and the owner's own page: list, add, change, close, follow the registers."""

import datetime

import pytest
import responses
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from audit.models import Event
from staff import services
from staff.models import Membership, Owner, RegisterEntry, Sector, Workplace
from staff.roles import Role
from staff.verdict import Refusal
from tests.factories import (
    EmployeeFactory,
    MembershipFactory,
    OwnerFactory,
    PositionFactory,
    WorkplaceFactory,
    employee_at,
    leader_of,
    officer_of,
)
from tests.staff.organisation.people import administrator_of, auditor_of, url

pytestmark = pytest.mark.django_db
NUMBER, OTHER = "310000027", "310000019"
WRONG_DIGIT = "310000028"
DAY = datetime.date(2026, 6, 30)


@pytest.fixture
def owner(thresholds):
    return OwnerFactory(name="Elvestrand kommune")


@pytest.fixture
def administrator(client, owner):
    user = administrator_of(owner)
    client.force_login(user)
    return user


def words(**other):
    return {"name": "Nordbyen skole", "sector": "primary", "number": "", "org_number": ""} | other


def known(number, **body):
    """As if a register had answered about the number."""
    return RegisterEntry.objects.create(
        register="nsr",
        org_number=number,
        fetched_at=timezone.now(),
        found=True,
        body={"Navn": "Nordbyen skole", "ErAktiv": True, "ErGrunnskole": True, **body},
    )


# ── Adding and changing ──────────────────────────────────────────────────────────────────────────


def test_a_workplace_is_added(client, owner, administrator):
    response = client.post(url("new_workplace"), words(number="0410", org_number="310 000 027"))

    workplace = Workplace.objects.get()
    assert response.url == url("workplace", workplace)
    assert (workplace.owner, workplace.sector) == (owner, Sector.PRIMARY)
    assert (workplace.number, workplace.org_number) == ("0410", NUMBER)
    assert workplace.confirmed_at is None
    assert Event.objects.get().kind == "workplace.added"
    page = client.get(response.url).content.decode()
    assert "valid, but not confirmed to exist" in page or "ikke bekreftet" in page


def test_a_number_a_register_has_confirmed_says_so(client, owner, administrator):
    entry = known(NUMBER)
    client.post(url("new_workplace"), words(org_number=NUMBER))
    workplace = Workplace.objects.get()
    assert (workplace.confirmed_at, workplace.register_name) == (
        entry.fetched_at,
        "Nordbyen skole",
    )


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("name", "x" * 201),
        ("sector", "circus"),
        ("sector", ""),
        ("number", "x" * 41),
        ("org_number", WRONG_DIGIT),
        ("org_number", "12"),
        ("org_number", "abcdefghi"),
        ("name", "a\x00b"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(
    client, administrator, field, typed
):
    response = client.post(url("new_workplace"), words(**{field: typed}))
    assert response.status_code == 422
    form = response.context["form"]
    assert form.errors.keys() == {field}
    assert form[field].value() == typed
    assert not Workplace.objects.exists()


@pytest.mark.parametrize(
    ("taken", "typed"),
    [({"name": "Nordbyen skole"}, {}), ({"number": "0410"}, {"number": "0410"})],
)
def test_name_and_number_are_an_owners_once(client, owner, administrator, taken, typed):
    WorkplaceFactory(owner=owner, **taken)
    WorkplaceFactory(**taken)  # another owner's is nobody's business
    response = client.post(url("new_workplace"), words(**typed))
    assert response.status_code == 422
    assert response.context["form"].errors
    assert owner.workplaces.count() == 1


def test_a_workplace_is_changed_and_history_knows_what_it_was(client, owner, administrator):
    place = WorkplaceFactory(owner=owner, name="Før", org_number=NUMBER)
    response = client.post(url("change_workplace", place), words(sector="kindergarten"))
    assert response.url == url("workplace", place)
    place.refresh_from_db()
    assert (place.name, place.sector, place.org_number) == ("Nordbyen skole", "kindergarten", "")
    assert Event.objects.get().details["before"]["name"] == "Før"


def test_a_new_number_forgets_what_the_register_said_about_the_old(owner):
    place = WorkplaceFactory(
        owner=owner, org_number=NUMBER, confirmed_at=timezone.now(), register_name="Gammel"
    )
    services.change_workplace(
        workplace=place, by=administrator_of(owner), **words(org_number=OTHER)
    )
    place.refresh_from_db()
    assert (place.org_number, place.confirmed_at, place.register_name) == (OTHER, None, "")


# ── Looking up ───────────────────────────────────────────────────────────────────────────────────


def test_looking_a_number_up_fills_in_the_form(client, administrator):
    known(NUMBER)
    response = client.get(url("new_workplace"), {"look_up": "310 000 027"})
    form = response.context["form"]
    assert form["name"].value() == "Nordbyen skole"
    assert (form["sector"].value(), form["org_number"].value()) == ("primary", NUMBER)


def test_a_silent_register_is_said_and_the_number_can_be_saved(client, administrator):
    with responses.RequestsMock() as mock:
        mock.get(f"https://data-nsr.udir.no/v4/enhet/{NUMBER}", body=responses.ConnectionError())
        response = client.get(url("new_workplace"), {"look_up": NUMBER})
    assert response.status_code == 200
    assert response.context["said"].color == "warning"
    assert response.context["form"]["org_number"].value() == NUMBER
    assert client.post(url("new_workplace"), words(org_number=NUMBER)).status_code == 302


@pytest.mark.parametrize("typed", ["", WRONG_DIGIT, "../../etc", "1" * 30])
def test_a_number_that_cannot_be_one_is_never_sent_to_a_register(client, administrator, typed):
    with responses.RequestsMock() as mock:
        response = client.get(url("new_workplace"), {"look_up": typed})
        assert len(mock.calls) == 0
    assert response.context["look_up"].errors.keys() == {"look_up"}


# ── Closing ──────────────────────────────────────────────────────────────────────────────────────


def test_a_workplace_where_somebody_has_a_post_is_not_closed(client, owner, administrator):
    place = WorkplaceFactory(owner=owner)
    employee_at(place)
    response = client.post(url("close_workplace", place), {"last_day": "2026-06-30"})
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"last_day"}
    place.refresh_from_db()
    assert place.ended_on is None


def test_it_is_closed_once_the_posts_have_ended_and_the_roles_end_with_it(
    client, owner, administrator
):
    place, other = WorkplaceFactory(owner=owner), WorkplaceFactory(owner=owner)
    PositionFactory(owner=owner, workplace=place, ends_on=DAY)
    leads = MembershipFactory(role=Role.LEADER, owner=owner, workplace=place)
    elsewhere = MembershipFactory(role=Role.LEADER, owner=owner, workplace=other)
    coming = MembershipFactory(
        role=Role.DEPUTY, owner=owner, workplace=place, starts_on=datetime.date(2027, 1, 1)
    )
    MembershipFactory(
        role=Role.DEPUTY,
        owner=owner,
        workplace=place,
        stand_in_for=coming,
        starts_on=datetime.date(2027, 2, 1),
        ends_on=datetime.date(2027, 3, 1),
    )

    response = client.post(url("close_workplace", place), {"last_day": "2026-06-30"})

    assert response.url == url("workplaces")
    place.refresh_from_db()
    leads.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (place.ended_on, leads.ends_on, elsewhere.ends_on) == (DAY, DAY, None)
    assert not Membership.objects.filter(workplace=place).exclude(pk=leads.pk).exists()


def test_a_post_that_begins_later_keeps_it_open(owner):
    place = WorkplaceFactory(owner=owner)
    PositionFactory(owner=owner, workplace=place, starts_on=datetime.date(2027, 1, 1))
    with pytest.raises(Refusal, match="1"):
        services.close_workplace(workplace=place, last_day=DAY, by=administrator_of(owner))


@pytest.mark.parametrize("typed", ["", "i går", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_said(client, owner, administrator, typed):
    place = WorkplaceFactory(owner=owner)
    response = client.post(url("close_workplace", place), {"last_day": typed})
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"last_day"}


def test_one_closed_by_mistake_is_used_again(client, owner, administrator):
    place = WorkplaceFactory(owner=owner, ended_on=DAY)
    assert client.post(url("open_workplace", place)).url == url("workplace", place)
    place.refresh_from_db()
    assert place.ended_on is None
    assert client.post(url("open_workplace", place)).status_code == 409


def test_closing_twice_is_refused(owner):
    place = WorkplaceFactory(owner=owner, ended_on=DAY)
    with pytest.raises(Refusal):
        services.close_workplace(workplace=place, last_day=DAY, by=administrator_of(owner))


# ── What the registers say otherwise ─────────────────────────────────────────────────────────────


@pytest.fixture
def renamed(owner):
    return WorkplaceFactory(
        owner=owner, name="Gammel skole", org_number=NUMBER, register_name="Ny skole"
    )


def test_a_new_name_is_proposed_and_taken(client, administrator, renamed):
    assert len(client.get(url("workplaces")).context["differences"]) == 1
    assert client.post(url("take_name", renamed)).url == url("workplace", renamed)
    renamed.refresh_from_db()
    assert renamed.name == "Ny skole"
    assert client.get(url("workplaces")).context["differences"] == []
    assert Event.objects.get().details["before"] == "Gammel skole"


def test_or_declined_until_the_register_says_something_else_again(client, administrator, renamed):
    client.post(url("keep_name", renamed))
    renamed.refresh_from_db()
    assert renamed.name == "Gammel skole"
    assert client.get(url("workplaces")).context["differences"] == []
    assert client.post(url("keep_name", renamed)).status_code == 409
    Workplace.objects.filter(pk=renamed.pk).update(register_name="Tredje navn")
    assert len(client.get(url("workplaces")).context["differences"]) == 1


def test_a_name_another_workplace_has_is_refused_with_words(client, owner, administrator, renamed):
    WorkplaceFactory(owner=owner, name="Ny skole")
    response = client.post(url("take_name", renamed))
    assert response.status_code == 409
    assert response.context["reasons"]
    renamed.refresh_from_db()
    assert renamed.name == "Gammel skole"


# ── The owner's own page ─────────────────────────────────────────────────────────────────────────


def owner_words(**other):
    return {"name": "Elvestrand kommune", "org_number": "", "written_language": "nn"} | other


def test_the_owner_is_changed(client, owner, administrator):
    response = client.post(url("owner"), owner_words(org_number=OTHER))
    assert response.url == url("owner")
    owner.refresh_from_db()
    assert (owner.org_number, owner.written_language) == (OTHER, "nn")


@pytest.mark.parametrize(
    "typed", [{"org_number": WRONG_DIGIT}, {"name": ""}, {"written_language": "en"}]
)
def test_what_is_wrong_about_the_owner_is_said(client, owner, administrator, typed):
    response = client.post(url("owner"), owner_words(**typed))
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == typed.keys()


def test_an_organisation_number_belongs_to_one_owner(client, owner, administrator):
    OwnerFactory(org_number=OTHER)
    response = client.post(url("owner"), owner_words(org_number=OTHER))
    assert response.status_code == 422
    assert Owner.objects.get(pk=owner.pk).org_number == ""


# ── Who ──────────────────────────────────────────────────────────────────────────────────────────

PAGES = ("workplace", "change_workplace", "close_workplace")
VERBS = ("open_workplace", "take_name", "keep_name")


def test_another_owners_workplace_is_not_there(client, administrator):
    other = WorkplaceFactory()
    for name in PAGES:
        assert client.get(url(name, other)).status_code == 404
    for name in VERBS:
        assert client.post(url(name, other)).status_code == 404


def test_an_auditor_reads_and_changes_nothing(client, owner):
    place = WorkplaceFactory(owner=owner, ended_on=DAY)
    client.force_login(auditor_of(owner))
    for address in (url("workplaces"), url("workplace", place), url("owner")):
        assert client.get(address).status_code == 200
    for name in ("change_workplace", "close_workplace"):
        assert client.get(url(name, place)).status_code == 403
        assert client.post(url(name, place), words()).status_code == 403
    for name in VERBS:
        assert client.post(url(name, place)).status_code == 403
    assert client.get(url("new_workplace")).status_code == 403
    assert client.post(url("owner"), owner_words(name="Nytt")).status_code == 403
    place.refresh_from_db()
    assert place.ended_on == DAY


def test_a_leader_sees_the_workplace_led_and_not_the_owners_list(client, owner):
    mine, other = WorkplaceFactory(owner=owner), WorkplaceFactory(owner=owner)
    client.force_login(leader_of(mine))
    assert client.get(url("workplace", mine)).status_code == 200
    assert client.get(url("workplace", other)).status_code == 404
    assert client.get(url("change_workplace", mine)).status_code == 403
    assert client.get(url("workplaces")).status_code == 403


def test_an_employee_hears_why_not(client, owner):
    place = WorkplaceFactory(owner=owner)
    client.force_login(employee_at(place).employee.user)
    for address in (url("workplaces"), url("workplace", place), url("owner")):
        assert client.get(address).status_code == 403


def test_the_services_ask_for_themselves(owner):
    place, stranger = WorkplaceFactory(owner=owner), officer_of(OwnerFactory())
    for service, given in (
        (services.add_workplace, {"owner": owner, **words()}),
        (services.change_workplace, {"workplace": place, **words()}),
        (services.close_workplace, {"workplace": place, "last_day": DAY}),
        (services.open_workplace_again, {"workplace": place}),
        (services.take_register_name, {"workplace": place}),
        (services.keep_own_name, {"workplace": place}),
        (services.change_owner, {"owner": owner, **owner_words()}),
    ):
        with pytest.raises(PermissionDenied):
            service(**given, by=stranger)
    with pytest.raises(ValidationError):
        services.add_workplace(owner=owner, by=officer_of(owner), **words(org_number=WRONG_DIGIT))


def test_the_list_asks_the_database_as_often_for_three_as_for_one(
    client, owner, administrator, query_count
):
    def place():
        return PositionFactory(owner=owner, employee=EmployeeFactory(owner=owner))

    place()
    client.get(url("workplaces"))
    one = query_count(lambda: client.get(url("workplaces")))
    place()
    place()
    assert query_count(lambda: client.get(url("workplaces"))) == one <= 14
