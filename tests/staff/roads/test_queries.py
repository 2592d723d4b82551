"""What is known about a person, and the roads that fit, best first."""

import datetime
import logging

import pytest
from django.utils import timezone, translation

from staff.models import Path
from staff.queries.roads import employee_of, facts_of, names_in, roads_of
from tests.factories import (
    EmployeeFactory,
    PathFactory,
    PathTakenFactory,
    PositionFactory,
    QualificationFactory,
    SubjectFactory,
    UserFactory,
    leader_of,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


def codes(roads):
    return [road.path.code for road in roads.fitting]


def test_facts_hold_every_post_until_today_and_everything_learned(employ, workplace, today):
    me = employ("assistant", percent=5_000)
    PositionFactory(
        owner=me.owner,
        employee=me,
        workplace=workplace,
        code=me.positions.get().code,
        ends_on=today - DAY,
    )
    PositionFactory(owner=me.owner, employee=me, workplace=workplace, starts_on=today + DAY)
    subject = SubjectFactory(code="MAT01")
    QualificationFactory(
        owner=me.owner,
        employee=me,
        kind="degree",
        subject=subject,
        credits=60,
        credit_system="higher",
        verified_by=leader_of(workplace),
        verified_on=today,
    )
    QualificationFactory(owner=me.owner, employee=me, kind="practice", months=18)
    QualificationFactory()

    facts = facts_of(me, today)

    assert [(post.group, post.percent) for post in facts.held] == [("assistant", 5_000)]
    assert len(facts.posts) == 2
    assert {(one.kind, one.subject, one.credits, one.months) for one in facts.learned} == {
        ("degree", "MAT01", 60, 0),
        ("practice", "", 0, 18),
    }
    assert {one.kind for one in facts.verified_only().learned} == {"degree"}


def test_facts_take_the_same_few_questions(employ, query_count, today):
    me = employ("assistant")
    assert query_count(lambda: facts_of(me, today)) == 2
    for _number in range(2):
        QualificationFactory(owner=me.owner, employee=me)
    assert query_count(lambda: facts_of(me, today)) == 2


def test_an_unqualified_teacher_with_a_degree_is_nearest_to_ppu(shipped, unqualified):
    me = unqualified()
    QualificationFactory(
        owner=me.owner, employee=me, kind="degree", level=6, credits=180, credit_system="higher"
    )
    roads = roads_of(me)
    assert codes(roads) == ["ppu", "grunnskolelaerer", "lektor"]
    assert all(road.entry.met for road in roads.fitting)


def test_an_assistant_sees_fagbrev_and_what_is_missing(shipped, employ, today):
    me = employ("assistant", percent=8_000, starts_on=today - 1000 * DAY)
    roads = roads_of(me)
    assert codes(roads) == ["fagbrev-pa-jobb", "praksiskandidat"]
    [missing] = roads.fitting[1].entry.missing
    assert missing.remedies


def test_whoever_is_qualified_sees_none(shipped, employ):
    me = employ("teacher", code="7965")
    QualificationFactory(owner=me.owner, employee=me, kind="degree")
    QualificationFactory(owner=me.owner, employee=me, kind="ppu")
    assert codes(roads_of(me)) == []


def test_least_missing_comes_first_then_the_shortest(employ):
    me = employ("assistant")
    wanting = {"has_qualification": {"kind": "ppu"}}
    PathFactory(code="short-wanting", months=6, entry=wanting, place=1)
    PathFactory(code="long", months=48, place=2)
    PathFactory(code="short", months=12, place=3)
    assert codes(roads_of(me)) == ["short", "long", "short-wanting"]


def test_a_road_one_is_on_is_not_offered_again(employ, today):
    me = employ("assistant")
    on_it, over = PathFactory(code="on-it"), PathFactory(code="over")
    PathTakenFactory(owner=me.owner, employee=me, path=on_it)
    PathTakenFactory(owner=me.owner, employee=me, path=over, ended_on=today, outcome="left")
    assert codes(roads_of(me)) == ["over"]


def test_a_row_that_cannot_be_read_is_left_out_and_logged(employ, caplog):
    me = employ("assistant")
    PathFactory(code="whole")
    broken = PathFactory(code="broken")
    Path.objects.filter(pk=broken.pk).update(fits={"works_in": {"sectors": ["moon"]}})
    with caplog.at_level(logging.ERROR):
        assert codes(roads_of(me)) == ["whole"]
    assert "broken" in caplog.text
    assert "fits › works_in › sectors" in caplog.text


def test_names_are_in_the_readers_language(employ):
    employ("assistant")
    SubjectFactory(code="MAT01", name_nb="Matematikk", name_nn="Matematikk (nn)")
    SubjectFactory(code="NOR01")
    path = PathFactory(
        fits={"staff_group": {"codes": ["assistant"]}},
        entry={"all": [{"has_qualification": {"kind": "degree", "subjects": "MAT01"}}]},
    )
    with translation.override("nn"):
        names = names_in([path])
    assert names.subjects == {"MAT01": "matematikk (nn)"}
    assert names.groups.keys() == {"assistant"}


def test_open_roads_come_before_those_that_are_over(employ, today):
    me = employ("assistant")
    over = PathTakenFactory(owner=me.owner, employee=me, ended_on=today, outcome="left")
    going = PathTakenFactory(owner=me.owner, employee=me)
    PathTakenFactory()
    roads = roads_of(me)
    assert [standing.taken for standing in roads.standings] == [going, over]
    assert [standing.taken for standing in roads.under_way] == [going]
    assert [standing.taken for standing in roads.over] == [over]


def test_the_page_is_about_where_one_acts(today):
    person = UserFactory()
    one, other = EmployeeFactory(user=person), EmployeeFactory(user=person)
    assert employee_of(person, other.owner_id) == other
    assert employee_of(person, None) == one
    one.left_on = today
    one.save()
    assert employee_of(person, one.owner_id) == other
    assert employee_of(UserFactory(), None) is None
