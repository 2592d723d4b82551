"""The page that says how much of one's time a course takes."""

import datetime

import pytest
import time_machine

from catalogue.models import Session
from tests.factories import (
    ApplicationFactory,
    CourseRunFactory,
    RoundFactory,
    UserFactory,
    WorkplaceFactory,
    employee_at,
    scheme_with_rules,
    seat_confirmed,
)
from tests.factories.staff import PositionFactory

pytestmark = pytest.mark.django_db
MONDAY, SUNDAY = datetime.date(2027, 8, 16), datetime.date(2027, 12, 19)


@pytest.fixture(autouse=True)
def in_february():
    with time_machine.travel("2027-02-10 12:00+01:00", tick=False):
        yield


@pytest.fixture
def me(client):
    position = employee_at(WorkplaceFactory(), percent=10_000)
    client.force_login(position.employee.user)
    return position


def run_of(load=2_500, **fields):
    return CourseRunFactory(starts_on=MONDAY, ends_on=SUNDAY, study_load=load, **fields)


def page(client, run):
    response = client.get(f"/courses/calendar/runs/{run.pk}/workload/")
    assert response.status_code == 200
    return response


def test_a_post_and_a_study_above_the_limit_are_warned_of(client, me):
    shown = page(client, run_of()).context
    [judgement] = shown["judgements"]
    assert judgement.is_too_much
    [row] = shown["rows"]
    assert (row.week.positions, row.week.study, row.week.total) == (10_000, 2_500, 12_500)
    assert row.is_too_much
    assert row.weeks == "33–50"
    assert row.own_minutes == 600


def test_a_small_study_is_not(client, me):
    shown = page(client, run_of(load=1_000)).context
    assert [judgement.is_too_much for judgement in shown["judgements"]] == [False]


def test_posts_at_two_employers_are_counted_and_a_post_that_ends_is_not_after(client, me):
    user = me.employee.user
    elsewhere = WorkplaceFactory()
    PositionFactory(
        employee__user=user,
        employee__owner=elsewhere.owner,
        owner=elsewhere.owner,
        workplace=elsewhere,
        percent=2_000,
        ends_on=datetime.date(2027, 9, 19),
    )
    rows = page(client, run_of()).context["rows"]
    assert [(row.weeks, row.week.positions) for row in rows] == [
        ("33–37", 12_000),
        ("38–50", 10_000),
    ]


def test_leave_by_the_scheme_is_told_beside(client, me):
    """30 credits by this rate are 37.5 percent of a full post."""
    run = run_of(course__credits=15)
    scheme = scheme_with_rules(staff_groups=[me.code.staff_group])
    RoundFactory(owner=me.owner, schemes=[scheme], runs=[run])
    shown = page(client, run).context
    without, with_leave = shown["judgements"]
    assert without.is_too_much
    [row] = shown["rows"]
    assert shown["relief"].label == str(scheme)
    assert row.relieved == row.week.total - shown["relief"].leave
    assert with_leave.is_too_much == (row.relieved > 11_000)
    assert row.minutes_at_work + row.own_minutes == row.week.study_minutes
    assert row.minutes_at_work == 2_250 * shown["relief"].leave // 10_000


def test_a_scheme_for_another_group_relieves_nothing(client, me):
    run = run_of()
    RoundFactory(owner=me.owner, schemes=[scheme_with_rules()], runs=[run])
    assert page(client, run).context["relief"] is None


def test_a_planned_round_is_not_told_of(client, me):
    run = run_of()
    scheme = scheme_with_rules(staff_groups=[me.code.staff_group])
    RoundFactory(owner=me.owner, schemes=[scheme], runs=[run], state="planned")
    assert page(client, run).context["relief"] is None


def test_another_employers_round_relieves_nothing(client, me):
    run = run_of()
    scheme = scheme_with_rules(staff_groups=[me.code.staff_group])
    RoundFactory(schemes=[scheme], runs=[run])
    assert page(client, run).context["relief"] is None


def test_what_one_has_applied_for_goes_before_what_one_could_get(client, me):
    run = run_of()
    ApplicationFactory(round__owner=me.owner, position=me, course_run=run, leave_percent=1_000)
    assert page(client, run).context["relief"].leave == 1_000


def test_somebody_elses_application_does_not_count(client, me):
    run = run_of()
    ApplicationFactory(course_run=run, leave_percent=1_000)
    assert page(client, run).context["relief"] is None


def test_my_other_courses_and_all_days_i_meet_are_added(client, me):
    run, other, not_mine = run_of(), run_of(load=1_250), run_of()
    over = CourseRunFactory(starts_on=datetime.date(2027, 3, 1), ends_on=datetime.date(2027, 4, 4))
    for mine in (run, other, over):
        seat_confirmed(mine, participant=me.employee.user, owner=me.owner)
    for each in (run, other, not_mine):
        Session.objects.create(
            run=each,
            day=datetime.date(2027, 9, 7),
            starts_at=datetime.time(9),
            ends_at=datetime.time(15, 30),
        )
    shown = page(client, run).context
    assert shown["others"] == [other]
    assert [(row.weeks, row.week.others, row.week.meeting_minutes) for row in shown["rows"]] == [
        ("33–35", 1_250, 0),
        ("36", 1_250, 2 * 390),
        ("37–50", 1_250, 0),
    ]


def test_without_a_post_only_the_study_is_counted(client):
    client.force_login(UserFactory())
    shown = page(client, run_of()).context
    assert shown["has_posts"] is False
    assert [row.week.total for row in shown["rows"]] == [2_500]


def test_the_chart_is_as_high_as_the_load(client, me):
    shown = page(client, run_of()).context
    hundred, limit = shown["lines"]
    [first, *_rest] = shown["bars"]
    top = min(piece.y for piece in first.pieces)
    assert 0 <= top < limit.y < hundred.y
    assert sum(piece.height for piece in first.pieces) == 170 - top
    assert len(shown["bars"]) == 18


def test_it_costs_as_much_with_one_other_course_as_with_three(client, me, query_count):
    run = run_of()

    def another():
        seat_confirmed(run_of(), participant=me.employee.user, owner=me.owner)

    another()
    page(client, run)
    one = query_count(lambda: page(client, run))
    another()
    another()
    assert query_count(lambda: page(client, run)) == one <= 16
