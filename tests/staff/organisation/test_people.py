"""The list of staff, and one person as the owner and the leader see them."""

import datetime

import pytest
from django.utils import timezone

from staff.models import Employee, Qualification, StaffGroup
from staff.naming import sorted_as
from tests.factories import (
    EmployeeFactory,
    MembershipFactory,
    OwnerFactory,
    PositionCodeFactory,
    PositionFactory,
    QualificationFactory,
    StaffGroupFactory,
    UserFactory,
    WorkplaceFactory,
    employee_at,
    finance_of,
    leader_of,
    officer_of,
)
from tests.staff.organisation.people import administrator_of, auditor_of, url

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)


@pytest.fixture
def owner():
    return OwnerFactory()


@pytest.fixture
def place(owner):
    return WorkplaceFactory(owner=owner)


@pytest.fixture
def officer(client, owner):
    user = officer_of(owner)
    client.force_login(user)
    return user


def person(place, first="Kim", last="Hansen", **other):
    employee = EmployeeFactory(
        owner=place.owner, user=UserFactory(first_name=first, last_name=last), **other
    )
    PositionFactory(owner=place.owner, workplace=place, employee=employee)
    return employee


def names(client, **chosen):
    return [row.name for row in client.get(url("index"), chosen).context["rows"]]


# ── The list ─────────────────────────────────────────────────────────────────────────────────────


def test_people_stand_as_the_norwegian_alphabet_goes(client, place, officer):
    for last in ("Østby", "Aas", "Zakariassen", "Ærlig", "ødegård", "Åsen", "Éliassen", "Eide"):
        person(place, last=last)
    assert [name.split(",")[0] for name in names(client)] == [
        "Aas",
        "Eide",
        "Éliassen",
        "Zakariassen",
        "Ærlig",
        "ødegård",
        "Østby",
        "Åsen",
    ]


def test_namesakes_stand_by_their_first_name(client, place, officer):
    for first in ("Åse", "Bjørn", "Anna"):
        person(place, first=first, last="Lie")
    assert names(client) == ["Lie, Anna", "Lie, Bjørn", "Lie, Åse"]


@pytest.mark.parametrize("text", ["ÆRLIG Østby", "Åsen", "Éliassen", "Đorđe", "kim"])
def test_the_database_sorts_a_name_as_we_do(text):
    user = UserFactory(last_name=text, first_name="")
    user.refresh_from_db()
    assert user.sort_name == sorted_as(f"{text} ")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ærl", ["Ærlig, Per"]),
        ("per ærlig", ["Ærlig, Per"]),
        ("A17", ["Ærlig, Per"]),
        ("17", []),  # a number is searched from its beginning
        ("finnes ikke", []),
        ("%", []),
        ("_", []),
        ("x" * 101, ["Hansen, Kim", "Ærlig, Per"]),  # too long: an error beside it, no narrowing
        ("\x00", ["Hansen, Kim", "Ærlig, Per"]),
    ],
)
def test_people_are_found_by_name_and_number(client, place, officer, typed, found):
    person(place, first="Per", last="Ærlig", number="A17")
    person(place, number="B2")
    assert names(client, q=typed) == found


def test_the_list_is_narrowed(client, owner, place, officer):
    other, group = WorkplaceFactory(owner=owner), StaffGroupFactory()
    here, there = person(place, last="Her"), person(other, last="Der")
    PositionFactory(
        owner=owner, employee=there, code=PositionCodeFactory(staff_group=group), workplace=other
    )
    moved = PositionFactory(owner=owner, employee=here, workplace=other, ends_on=YESTERDAY)
    assert moved.employee == here
    assert names(client, workplace=other.pk) == ["Der, Kim"]
    assert names(client, staff_group=group.pk) == ["Der, Kim"]
    assert names(client, workplace="x", staff_group="y") == ["Der, Kim", "Her, Kim"]


def test_those_who_have_left_are_shown_when_asked_for(client, place, officer):
    person(place, last="Her")
    gone = person(place, last="Borte", left_on=YESTERDAY)
    person(place, last="Skal", left_on=timezone.localdate())
    assert names(client) == ["Her, Kim", "Skal, Kim"]
    assert names(client, employed="left") == ["Borte, Kim"]
    assert names(client, employed="all") == ["Borte, Kim", "Her, Kim", "Skal, Kim"]
    Employee.objects.filter(pk=gone.pk).update(forgotten_at=timezone.now())
    assert names(client, employed="all") == ["Her, Kim", "Skal, Kim"]


def test_the_unqualified_are_those_without_papers_for_their_post(client, owner, place, officer):
    teaches, assists = (
        PositionCodeFactory(staff_group=StaffGroupFactory(code=code))
        for code in ("unqualified-teacher", "assistant")
    )

    def holding(last, code):
        return PositionFactory(
            owner=owner,
            workplace=place,
            code=code,
            employee=EmployeeFactory(owner=owner, user=UserFactory(last_name=last)),
        ).employee

    holding("Lærer", teaches)
    holding("Uten", assists)
    skilled = holding("Fagbrev", assists)
    QualificationFactory(owner=owner, employee=skilled, kind=Qualification.Kind.TRADE_CERTIFICATE)
    person(place, last="Annet")
    assert names(client, unqualified="on") == ["Lærer, Kim", "Uten, Kim"]


def test_a_code_without_a_group_is_said_on_the_line(client, owner, place, officer):
    code = PositionCodeFactory(owner=owner, staff_group=StaffGroupFactory(code=StaffGroup.UNMAPPED))
    PositionFactory(owner=owner, workplace=place, code=code)
    row = client.get(url("index")).context["rows"][0]
    assert row.color == "warning"


def test_htmx_gets_the_list_alone_and_it_is_the_reloads(client, place, officer):
    person(place)
    whole = client.get(url("index")).content.decode()
    part = client.get(url("index"), headers={"HX-Request": "true"}).content.decode()
    assert part.strip() in whole
    assert "<html" not in part


@pytest.mark.parametrize("page", ["2", "0", "-1", "x", "99999999999999999999"])
def test_any_page_can_be_asked_for(client, place, officer, page):
    for number in range(27):
        person(place, last=f"Nr {number:02}")
    found = names(client, page=page)
    assert found in ([f"Nr {n:02}, Kim" for n in range(25)], ["Nr 25, Kim", "Nr 26, Kim"])


def test_the_list_asks_the_database_as_often_for_three_as_for_one(
    client, place, officer, query_count
):
    person(place)
    client.get(url("index"))
    one = query_count(lambda: client.get(url("index")))
    person(place)
    person(place)
    assert query_count(lambda: client.get(url("index"))) == one <= 14


# ── One person ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def employee(place):
    return person(place, first="Amina", last="Yusuf", number="A7")


def test_the_owner_sees_positions_pay_and_roles(client, owner, place, officer, employee):
    MembershipFactory(user=employee.user, owner=owner)
    ended = MembershipFactory(
        user=employee.user, owner=owner, starts_on=datetime.date(2021, 1, 1), ends_on=YESTERDAY
    )
    elsewhere = MembershipFactory(user=employee.user)
    response = client.get(url("person", employee))
    page = response.content.decode()
    assert "Amina Yusuf" in page
    assert "600\u00a0000\u00a0kr" in page
    assert place.name in page
    roles = response.context["roles"]
    assert len(roles) == 1
    assert ended not in roles
    assert elsewhere not in roles


def test_a_leader_sees_percentages_and_no_pay(client, place, employee):
    client.force_login(leader_of(place))
    page = client.get(url("person", employee)).content.decode()
    assert "100\u00a0%" in page
    assert "kr" not in page.split("<main")[1].split("</main>")[0].split()
    assert "600\u00a0000" not in page


def test_an_auditor_reads_no_pay_and_changes_nothing(client, owner, employee):
    client.force_login(auditor_of(owner))
    page = client.get(url("person", employee)).content.decode()
    assert "600\u00a0000" not in page
    assert url("leave", employee) not in page


def test_one_who_has_left_stands_there_until_forgotten(client, officer, employee):
    Employee.objects.filter(pk=employee.pk).update(left_on=YESTERDAY)
    assert client.get(url("person", employee)).status_code == 200
    Employee.objects.filter(pk=employee.pk).update(forgotten_at=timezone.now())
    assert client.get(url("person", employee)).status_code == 404


def test_a_person_without_posts_or_papers_has_a_page(client, owner, officer):
    bare = EmployeeFactory(owner=owner)
    assert client.get(url("person", bare)).status_code == 200


def test_the_page_asks_the_database_as_often_for_three_posts_as_for_one(
    client, owner, officer, employee, query_count
):
    QualificationFactory(owner=owner, employee=employee)
    MembershipFactory(user=employee.user, owner=owner)
    client.get(url("person", employee))
    one = query_count(lambda: client.get(url("person", employee)))
    for starts_on in (datetime.date(2021, 1, 1), datetime.date(2022, 1, 1)):
        PositionFactory(owner=owner, employee=employee)
        QualificationFactory(owner=owner, employee=employee)
        MembershipFactory(user=employee.user, owner=owner, starts_on=starts_on)
    assert query_count(lambda: client.get(url("person", employee))) == one <= 16


# ── Who ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_leader_sees_those_with_a_post_in_the_workplace_today(client, owner, place):
    other = WorkplaceFactory(owner=owner)
    mine, theirs = person(place, last="Min"), person(other, last="Annen")
    gone = person(other, last="Før")
    PositionFactory(owner=owner, employee=gone, workplace=place, ends_on=YESTERDAY)
    client.force_login(leader_of(place))
    assert names(client) == ["Min, Kim"]
    assert client.get(url("person", mine)).status_code == 200
    assert client.get(url("person", theirs)).status_code == 404
    assert client.get(url("person", gone)).status_code == 404


def test_another_owners_people_are_not_there(client, employee):
    client.force_login(officer_of(OwnerFactory()))
    assert names(client) == []
    assert client.get(url("person", employee)).status_code == 404


def test_colleagues_without_the_role_hear_why(client, owner, place, employee):
    for user in (employee_at(place).employee.user, finance_of(owner), employee.user):
        client.force_login(user)
        for address in (url("index"), url("person", employee)):
            response = client.get(address)
            assert response.status_code == 403


def test_only_administrators_are_offered_to_hire(client, owner, place, officer):
    assert url("new_employee") not in client.get(url("index")).content.decode()
    client.force_login(administrator_of(owner))
    assert url("new_employee") in client.get(url("index")).content.decode()
