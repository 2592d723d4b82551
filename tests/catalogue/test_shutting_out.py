"""Courses that shut out everyone with fagbrev: which they are, why, and who is shown them."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.queries.shutting_out import courses_shutting_out, why_shut_out
from staff.roles import Role
from tests.factories import (
    CourseFactory,
    CourseRunFactory,
    MembershipFactory,
    OwnerFactory,
    PositionCodeFactory,
    StaffGroupFactory,
    UnionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
LIST = reverse("entry:shutting_out")
MOST_QUERIES = 12
DAY = datetime.timedelta(days=1)
TRADE = {"has_qualification": {"kind": ["trade_certificate", "journeyman"]}}
DEGREE = {"has_qualification": {"kind": "degree"}}
PRACTICE = {"practice_months_at_least": {"n": 600}}
ASSESSED = {"has_qualification": {"kind": "assessed"}}


@pytest.mark.parametrize(
    "tree",
    [
        {},
        TRADE,
        PRACTICE,
        {"any": [DEGREE, TRADE]},
        {"all": [TRADE, PRACTICE]},
        {"has_qualification": {"kind": "trade_certificate", "subjects": ["KOK03"]}},
        {"has_qualification": {"kind": "journeyman", "level": 4}},
        {"works_in": {"sectors": ["culture_school"]}},
        {"position_percent_at_least": {"hundredths": 10_000, "sectors": ["ppt"]}},
        {"staff_group": {"codes": ["teacher", "kitchen"]}},
        {"position_code": {"codes": ["7517"]}},
        {"practice_months_at_least": {"n": 60, "alike": [["cleaning"]]}},
        {"nonsense": {}},
    ],
)
def test_whoever_has_a_trade_gets_in(tree):
    assert why_shut_out(tree) == ()


@pytest.mark.parametrize(
    ("tree", "lines"),
    [
        (DEGREE, 1),
        (ASSESSED, 1),
        ({"any": [DEGREE, ASSESSED]}, 1),
        ({"all": [TRADE, DEGREE]}, 1),
        ({"all": [DEGREE, PRACTICE, {"has_qualification": {"kind": "entrance"}}]}, 2),
        ({"credits_at_least": {"n": 1}}, 1),
        ({"has_qualification": {"kind": "trade_certificate", "level": 5}}, 1),
        ({"staff_group": {"codes": ["teacher", "kindergarten-teacher"]}}, 1),
        ({"practice_months_at_least": {"n": 601}}, 0),
    ],
)
def test_what_keeps_them_out_is_said_with_how_it_can_be_met(tree, lines):
    why = why_shut_out(tree)
    assert len(why) == lines
    assert all(line.text and line.can_be_met_by and not line.met for line in why)


def test_a_code_of_a_teachers_post_shuts_out_and_a_skilled_workers_does_not():
    PositionCodeFactory(code="7961", staff_group=StaffGroupFactory(code="teacher"))
    assert why_shut_out({"position_code": {"codes": ["7961"]}})
    assert not why_shut_out({"position_code": {"codes": ["7961", "7517"]}})


# ── The list ─────────────────────────────────────────────────────────────────────────────────────


def course_with(entry, **run):
    return CourseRunFactory(course=CourseFactory(entry=entry), **run).course


def test_only_courses_on_offer_are_listed():
    today = timezone.localdate()
    listed = course_with(DEGREE)
    course_with(TRADE)
    course_with({})
    course_with(DEGREE, is_published=False)
    course_with(DEGREE, is_reserved=True)
    course_with(DEGREE, cancelled_on=today)
    course_with(DEGREE, starts_on=today - DAY)
    CourseFactory(entry=DEGREE)
    assert list(courses_shutting_out()) == [listed]


@pytest.mark.parametrize(
    "role",
    [
        Role.OWNER_OFFICER,
        Role.UNION_REP,
        Role.TRAINING_BOARD,
        Role.CENTRAL,
        Role.AUDITOR,
        Role.EMPLOYEE,
    ],
)
def test_whoever_reads_reports_sees_the_course_and_why(client, role):
    course = course_with({"all": [DEGREE, TRADE]})
    owner = None if role == Role.CENTRAL else OwnerFactory()
    union = UnionFactory() if role == Role.UNION_REP else None
    client.force_login(MembershipFactory(role=role, owner=owner, union=union).user)
    page = client.get(LIST).content.decode()
    assert course.title in page
    assert course.provider.name in page
    assert "En grad" in page
    assert "Fagbrev eller svennebrev" not in page


@pytest.mark.parametrize("role", [Role.PROVIDER, Role.ADMINISTRATOR, Role.SUBSTITUTE, None])
def test_others_hear_why_not(client, role):
    owner = None if role == Role.PROVIDER else OwnerFactory()
    user = MembershipFactory(role=role, owner=owner).user if role else UserFactory()
    client.force_login(user)
    refused = client.get(LIST)
    assert refused.status_code == 403
    assert "data-reason" in refused.content.decode()


@pytest.fixture
def officer(client):
    client.force_login(MembershipFactory(role=Role.OWNER_OFFICER, owner=OwnerFactory()).user)
    return client


def test_nobody_is_shut_out_is_said_too(officer):
    course_with(TRADE)
    assert _("No course shuts out fagbrev") in officer.get(LIST).content.decode()
    assert officer.post(LIST).status_code == 405


def test_the_list_is_paged(officer):
    for _number in range(26):
        course_with(DEGREE)
    assert len(officer.get(LIST).context["rows"]) == 25
    assert len(officer.get(LIST, {"page": "2"}).context["rows"]) == 1
    assert officer.get(LIST, {"page": "x"}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_the_same_however_many(officer, query_count, count):
    for number in range(count):
        course_with({"credits_at_least": {"n": 10 + number}})
    officer.get(LIST)
    assert query_count(lambda: officer.get(LIST)) <= MOST_QUERIES
