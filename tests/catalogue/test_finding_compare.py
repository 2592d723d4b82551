"""Up to three courses side by side."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import Session
from staff.models import Sector
from tests.factories import (
    CourseRunFactory,
    OwnerFactory,
    WorkplaceFactory,
    administrator_of,
    employee_at,
)

pytestmark = pytest.mark.django_db
COMPARE = reverse("catalogue:compare")


@pytest.fixture
def position():
    return employee_at(WorkplaceFactory(sector=Sector.PRIMARY))


@pytest.fixture
def person(client, position):
    client.force_login(position.employee.user)
    return position.employee.user


def titles(client, *keys):
    answer = client.get(COMPARE, {"run": list(keys)})
    assert answer.status_code == 200
    return [column.run.course.title for column in answer.context["columns"]]


def test_three_stand_side_by_side_in_the_order_chosen(client, person):
    runs = [CourseRunFactory(course__title=title) for title in ("En", "To", "Tre")]
    assert titles(client, runs[2].pk, runs[0].pk, runs[1].pk) == ["Tre", "En", "To"]


def test_each_fact_is_there_for_each(client, person, position):
    mine = CourseRunFactory(
        course__staff_groups=[position.code.staff_group], price_ore=90_000, place="Bodø"
    )
    other = CourseRunFactory(
        course__sectors=[Sector.PPT],
        course__entry={"has_qualification": {"kind": "trade_certificate"}},
        price_ore=0,
        confirmed=20,
        is_online=True,
    )
    for hour in (9, 12):
        Session.objects.create(
            run=mine,
            day=mine.starts_on,
            starts_at=datetime.time(hour),
            ends_at=datetime.time(hour + 2),
        )
    text = client.get(COMPARE, {"run": [mine.pk, other.pk]}).text
    for fact in (
        "900\u00a0kr",
        "Bodø",
        _("Free"),
        _("Fits you"),
        _("May not fit you"),
        _("Meant for those who work elsewhere"),
        _("Missing"),
        _("There is a waiting list."),
        "50\u00a0%",
        str(position.code.staff_group),
    ):
        assert fact in text, fact
    [first, second] = client.get(COMPARE, {"run": [mine.pk, other.pk]}).context["columns"]
    assert (first.days, second.days) == (1, 0)
    assert first.url == f"{COMPARE}?run={other.pk}"


def test_more_than_three_is_said_and_the_first_three_shown(client, person):
    keys = [CourseRunFactory().pk for _number in range(4)]
    text = client.get(COMPARE, {"run": keys}).text
    assert _("Three courses can be compared at a time") in text
    assert len(titles(client, *keys)) == 3
    assert (
        _("Three courses can be compared at a time")
        not in client.get(COMPARE, {"run": keys[:3]}).text
    )


@pytest.mark.parametrize("odd", ["x", "", "-1", "1.5", "9" * 30, "0"])
def test_what_is_no_course_is_left_out(client, person, odd):
    run = CourseRunFactory()
    assert titles(client, odd, run.pk, run.pk) == [run.course.title]


def test_nothing_chosen_says_what_to_do(client, person):
    text = client.get(COMPARE).text
    assert _("No course is chosen") in text
    assert reverse("catalogue:index") in text


def test_hidden_course_is_not_compared(client, person):
    hidden = CourseRunFactory(is_published=False)
    assert titles(client, hidden.pk) == []


def test_cancelled_course_says_so(client, person):
    run = CourseRunFactory(cancelled_on=timezone.localdate())
    assert _("This course is cancelled") in client.get(COMPARE, {"run": run.pk}).text


def test_somebody_without_a_post_sees_no_fit(client):
    client.force_login(administrator_of(OwnerFactory()))
    text = client.get(COMPARE, {"run": CourseRunFactory().pk}).text
    assert _("Provider") in text
    assert _("Fits you") not in text


def test_not_without_logging_in(client):
    assert client.get(COMPARE).status_code == 302


def test_the_database_is_asked_as_often_for_one_as_for_three(client, person, query_count):
    entry = {"has_qualification": {"kind": "trade_certificate"}}
    keys = [CourseRunFactory(course__entry=entry).pk for _number in range(3)]
    once = query_count(lambda: titles(client, keys[0]))
    assert query_count(lambda: titles(client, *keys)) == once
    assert once <= 12
