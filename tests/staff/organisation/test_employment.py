"""Positions and leaving by hand."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from applications.models import Application
from audit.models import Event
from staff import services
from staff.models import Position
from staff.roles import Role
from staff.verdict import Refusal
from tests.factories import (
    ApplicationFactory,
    MembershipFactory,
    OwnerFactory,
    PositionCodeFactory,
    PositionFactory,
    WorkplaceFactory,
    employee_at,
    leader_of,
    officer_of,
)
from tests.staff.organisation.people import administrator_of, url
from tests.staff.organisation.posts import BEFORE, DAY, LATER, post, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return OwnerFactory(written_language="nn")


@pytest.fixture
def administrator(client, owner):
    user = administrator_of(owner)
    client.force_login(user)
    return user


@pytest.fixture
def place(owner):
    return WorkplaceFactory(owner=owner)


@pytest.fixture
def code():
    return PositionCodeFactory()


# ── Positions ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def position(place):
    return employee_at(place, percent=8_000, number="P1")


def test_a_second_position_may_go_beyond_a_full_post_and_is_warned_about(
    client, administrator, place, code, position
):
    response = client.post(
        url("new_position", position.employee),
        words(place, code, ends_on="2026-12-31"),
        follow=True,
    )
    assert position.employee.positions.count() == 2
    assert Position.objects.latest("pk").ends_on == datetime.date(2026, 12, 31)
    levels = [message.level_tag for message in response.context["messages"]]
    assert levels == ["success", "warning"]


def test_dates_reversed_are_said(client, administrator, place, code, position):
    response = client.post(
        url("new_position", position.employee), words(place, code, ends_on="2026-07-31")
    )
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"ends_on"}


def test_a_change_ends_the_old_row_and_opens_a_new(client, administrator, place, code, position):
    response = client.post(url("change_position", position), words(place, code))
    assert response.url == url("person", position.employee)
    old, changed = Position.objects.order_by("starts_on")
    assert (old.pk, old.percent, old.ends_on, old.number) == (position.pk, 8_000, BEFORE, "")
    assert (changed.percent, changed.starts_on, changed.ends_on) == (6_250, DAY, None)
    assert (changed.code, changed.number) == (code, "P1")


def test_on_its_first_day_it_is_corrected_in_place(administrator, place, position):
    services.change_position(
        position=position,
        post=post(place, position.code),
        starts_on=position.starts_on,
        by=administrator,
    )
    assert Position.objects.get().percent == 5_000


@pytest.mark.parametrize("typed", ["2021-12-31", "2027-02-01"])
def test_a_change_on_a_day_it_is_not_held_is_said(
    client, administrator, place, code, position, typed
):
    Position.objects.filter(pk=position.pk).update(
        starts_on=datetime.date(2022, 1, 1), ends_on=LATER
    )
    response = client.post(url("change_position", position), words(place, code, starts_on=typed))
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"starts_on"}
    assert Position.objects.count() == 1


def test_a_position_beside_another_is_ended(client, owner, administrator, place, position):
    PositionFactory(owner=owner, employee=position.employee, workplace=place)
    response = client.post(url("end_position", position), {"last_day": BEFORE.isoformat()})
    assert response.url == url("person", position.employee)
    position.refresh_from_db()
    assert position.ends_on == BEFORE


def test_ending_the_last_one_is_leaving(client, administrator, position):
    response = client.post(url("end_position", position), {"last_day": BEFORE.isoformat()})
    assert response.status_code == 422
    assert response.context["form"].non_field_errors()
    position.refresh_from_db()
    assert position.ends_on is None


@pytest.mark.parametrize("typed", ["", "2019-12-31", "x"])
def test_a_last_day_that_cannot_be_is_said(client, administrator, position, typed):
    response = client.post(url("end_position", position), {"last_day": typed})
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"last_day"}


# ── Leaving ──────────────────────────────────────────────────────────────────────────────────────


def test_what_follows_is_shown_before_it_is_done(client, administrator, position, monkeypatch):
    asked = []

    def ask(question, **about):
        asked.append((question, about))
        found = {"code": "application_open", "params": {"number": "2027-1", "state": "Sendt"}}
        return [{position.employee_id: [found]}, {}]

    monkeypatch.setattr("staff.questions.ask", ask)
    response = client.post(url("leave", position.employee), {"last_day": DAY.isoformat()})
    assert response.status_code == 200
    assert "2027-1" in response.content.decode()
    assert asked == [
        ("consequences_of_leaving", {"employee_ids": [position.employee_id], "on": DAY})
    ]
    position.employee.refresh_from_db()
    assert position.employee.left_on is None


def test_leaving_ends_positions_and_roles_here_and_nothing_elsewhere(
    client, owner, administrator, place, position
):
    user = position.employee.user
    coming = PositionFactory(owner=owner, employee=position.employee, starts_on=LATER)
    leads = MembershipFactory(user=user, role=Role.LEADER, owner=owner, workplace=place)
    over = MembershipFactory(user=user, owner=owner, workplace=place, ends_on=BEFORE)
    elsewhere = MembershipFactory(user=user)
    stands_in = MembershipFactory(
        role=Role.LEADER, owner=owner, workplace=place, stand_in_for=leads, ends_on=LATER
    )
    given = {"last_day": DAY.isoformat(), "confirmed": "yes"}

    response = client.post(url("leave", position.employee), given)

    assert response.url == url("person", position.employee)
    for row in (position, leads, over, elsewhere, stands_in, position.employee):
        row.refresh_from_db()
    assert position.employee.left_on == DAY
    assert (position.ends_on, leads.ends_on, stands_in.ends_on) == (DAY, DAY, DAY)
    assert (over.ends_on, elsewhere.ends_on) == (BEFORE, None)
    assert not Position.objects.filter(pk=coming.pk).exists()
    assert Event.objects.get().kind == "employee.left"


def test_leaving_twice_is_refused_with_words(client, administrator, position):
    given = {"last_day": DAY.isoformat(), "confirmed": "yes"}
    client.post(url("leave", position.employee), given)
    response = client.post(url("leave", position.employee), given)
    assert response.status_code == 422
    assert response.context["form"].non_field_errors()
    for address in (url("change_position", position), url("end_position", position)):
        assert client.get(address).status_code == 200


def test_nobody_leaves_a_case_on_a_post_that_never_begins(client, owner, administrator, position):
    coming = PositionFactory(owner=owner, employee=position.employee, starts_on=LATER)
    case = ApplicationFactory(position=coming)
    given = {"last_day": DAY.isoformat(), "confirmed": "yes"}

    response = client.post(url("leave", position.employee), given)

    assert response.status_code == 422
    assert str(coming.code) in response.context["form"].non_field_errors()[0]
    position.employee.refresh_from_db()
    assert position.employee.left_on is None
    Application.objects.filter(pk=case.pk).delete()
    assert client.post(url("leave", position.employee), given).status_code == 302


def test_the_last_administrator_does_not_leave(client, owner, administrator, place):
    own = PositionFactory(owner=owner, workplace=place, employee__user=administrator)
    given = {"last_day": DAY.isoformat(), "confirmed": "yes"}

    refused = client.post(url("leave", own.employee), given)

    assert refused.status_code == 422
    assert str(owner) in refused.context["form"].non_field_errors()[0]
    administrator_of(owner)
    assert client.post(url("leave", own.employee), given).status_code == 302


@pytest.mark.parametrize("typed", ["", "x", "2019-12-31"])
def test_a_day_before_any_position_is_said(client, administrator, position, typed):
    given = {"last_day": typed, "confirmed": "yes"}
    response = client.post(url("leave", position.employee), given)
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"last_day"}


def test_nothing_is_changed_for_somebody_who_has_left(administrator, place, code, position):
    services.leave(employee=position.employee, last_day=DAY, by=administrator)
    employee = position.employee
    for service, given in (
        (
            services.open_position,
            {"employee": employee, "post": post(place, code), "starts_on": LATER, "ends_on": None},
        ),
        (
            services.change_position,
            {"position": position, "post": post(place, code), "starts_on": DAY},
        ),
        (services.end_position, {"position": position, "last_day": BEFORE}),
    ):
        with pytest.raises(Refusal):
            service(**given, by=administrator)


# ── Who ──────────────────────────────────────────────────────────────────────────────────────────


def addresses(position):
    return (
        url("new_position", position.employee),
        url("leave", position.employee),
        url("change_position", position),
        url("end_position", position),
    )


def test_others_are_refused_and_strangers_find_nobody(client, owner, place, position):
    for user in (officer_of(owner), leader_of(place), position.employee.user):
        client.force_login(user)
        for address in (*addresses(position), url("new_employee")):
            assert client.get(address).status_code == 403
            assert client.post(address, {}).status_code == 403
    client.force_login(administrator_of(OwnerFactory()))
    for address in addresses(position):
        assert client.get(address).status_code == 404
        assert client.post(address, {}).status_code == 404


def test_the_services_ask_for_themselves(owner, place, code, position):
    officer = officer_of(owner)
    for service, given in (
        (
            services.hire,
            {
                "owner": owner,
                "number": "1",
                "first_name": "A",
                "last_name": "B",
                "email": "a@example.org",
                "national_id": "",
                "post": post(place, code),
                "starts_on": DAY,
            },
        ),
        (
            services.open_position,
            {
                "employee": position.employee,
                "post": post(place, code),
                "starts_on": DAY,
                "ends_on": None,
            },
        ),
        (
            services.change_position,
            {"position": position, "post": post(place, code), "starts_on": DAY},
        ),
        (services.end_position, {"position": position, "last_day": DAY}),
        (services.leave, {"employee": position.employee, "last_day": DAY}),
    ):
        with pytest.raises(PermissionDenied):
            service(**given, by=officer)


def test_the_forms_ask_the_database_within_bounds(
    client, administrator, place, code, position, query_count
):
    for address in (*addresses(position), url("new_employee")):
        assert query_count(lambda address=address: client.get(address)) <= 14


def test_the_rooms_are_really_asked(client, owner, administrator, place, position):
    MembershipFactory(user=position.employee.user, role=Role.LEADER, owner=owner, workplace=place)
    page = client.post(url("leave", position.employee), {"last_day": DAY.isoformat()})
    assert len(page.context["consequences"]) == 3
    assert place.name in page.context["consequences"][-1]
