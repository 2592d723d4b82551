"""How much of a week study and posts take: worked out by hand, and what always holds."""

import csv
import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.workload import (
    FULL,
    TOO_MUCH,
    Meeting,
    Span,
    alike,
    spread,
    strain,
    week_by_week,
)

EXAMPLES = list(
    csv.DictReader(Path(__file__).with_name("workload_examples.csv").read_text().splitlines())
)
day = datetime.date.fromisoformat


def spans(text):
    """“load first last; load first”."""
    parts = [part.split() for part in text.split(";") if part.strip()]
    return [
        Span(day(first), day(rest[0]) if rest else None, int(load)) for load, first, *rest in parts
    ]


def meetings(text):
    parts = [part.split() for part in text.split(";") if part.strip()]
    return [Meeting(day(when), int(minutes)) for when, minutes in parts]


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: row["example"])
def test_worked_example(row):
    weeks = week_by_week(
        Span(day(row["first"]), day(row["last"]), int(row["load"])),
        posts=spans(row["posts"]),
        others=spans(row["others"]),
        meetings=meetings(row["meetings"]),
    )
    [week] = [each for each in weeks if each.monday == day(row["week"])]
    leave = int(row["leave"])
    assert {
        "positions": week.positions,
        "study": week.study,
        "others_load": week.others,
        "total": week.total,
        "relieved": week.relieved(leave),
        "meeting_minutes": week.meeting_minutes,
        "study_minutes": week.study_minutes,
        "at_work": week.minutes_at_work(leave),
        "own": week.own_minutes(leave),
    } == {
        name: int(row[name])
        for name in (
            "positions",
            "study",
            "others_load",
            "total",
            "relieved",
            "meeting_minutes",
            "study_minutes",
            "at_work",
            "own",
        )
    }


days = st.dates(datetime.date(2026, 1, 1), datetime.date(2030, 12, 31))
loads = st.integers(0, FULL)


@st.composite
def courses(draw):
    first = draw(days)
    return Span(first, first + datetime.timedelta(days=draw(st.integers(0, 1100))), draw(loads))


@st.composite
def posts(draw):
    first = draw(days)
    length = draw(st.none() | st.integers(0, 1100))
    last = None if length is None else first + datetime.timedelta(days=length)
    return Span(first, last, draw(loads))


lives = st.builds(
    week_by_week,
    courses(),
    posts=st.lists(posts(), max_size=3),
    others=st.lists(courses(), max_size=2),
    meetings=st.lists(st.builds(Meeting, days, st.integers(1, 600)), max_size=5),
)


@given(courses())
def test_the_weeks_sum_to_the_course(course):
    length = (course.last - course.first).days + 1
    assert abs(7 * sum(spread(course).values()) - course.load * length) <= 3


@given(courses())
def test_every_week_is_a_monday_once_and_none_is_more_than_the_course(course):
    weeks = week_by_week(course)
    mondays = [week.monday for week in weeks]
    assert mondays == sorted(set(mondays))
    assert {monday.isoweekday() for monday in mondays} == {1}
    assert mondays[0] <= course.first < mondays[0] + datetime.timedelta(days=7)
    assert mondays[-1] <= course.last < mondays[-1] + datetime.timedelta(days=7)
    assert all(week.study <= course.load for week in weeks)
    assert all(week.study == course.load for week in weeks if week.days == 7)


@given(lives, loads)
def test_nothing_is_negative_and_leave_never_makes_it_more(weeks, leave):
    for week in weeks:
        assert min(week.positions, week.study, week.others, week.meeting_minutes) >= 0
        assert 0 <= week.study + week.others <= week.relieved(leave) <= week.total
        assert 0 <= week.minutes_at_work(leave) <= week.study_minutes
        assert week.own_minutes(leave) + week.minutes_at_work(leave) == week.study_minutes


@given(lives, loads, loads)
def test_more_leave_is_never_a_heavier_week(weeks, one, another):
    less, more = sorted((one, another))
    for week in weeks:
        assert week.relieved(more) <= week.relieved(less)
        assert week.own_minutes(more) <= week.own_minutes(less)


@given(lives, loads)
def test_the_strain_is_that_of_the_weeks(weeks, leave):
    found = strain(weeks, leave)
    heavy = [week for week in weeks if week.relieved(leave) > TOO_MUCH]
    assert (found.over, found.of) == (len(heavy), len(weeks))
    assert found.least == min(week.relieved(leave) for week in weeks)
    assert found.most == max(week.relieved(leave) for week in weeks)
    assert found.heaviest in {w.monday for w in weeks if w.relieved(leave) == found.most}


@given(lives)
def test_stretches_hold_every_week_once_and_are_alike(weeks):
    stretches = alike(weeks)
    assert sum(stretch.weeks for stretch in stretches) == len(weeks)
    for stretch in stretches:
        assert stretch.first.total == stretch.last.total
        length = (stretch.last.monday - stretch.first.monday).days // 7 + 1
        assert length == stretch.weeks
