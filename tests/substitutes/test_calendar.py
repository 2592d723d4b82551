"""The days a plan means, for any plan."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from substitutes import calendar
from substitutes.presenting import by_month

days = st.dates(datetime.date(2020, 1, 1), datetime.date(2040, 12, 31))
spans = st.tuples(days, st.integers(0, 800)).map(
    lambda span: (span[0], span[0] + datetime.timedelta(days=span[1]))
)
weekdays = st.sets(st.integers(1, 5), min_size=1)
percents = st.integers(0, 10_000)


@given(spans, weekdays)
def test_working_days_are_the_weekdays_of_the_period_in_order(span, chosen):
    first, last = span
    found = list(calendar.working_days(first, last, chosen))
    assert found == sorted(set(found))
    assert all(first <= day <= last for day in found)
    assert {day.isoweekday() for day in found} <= chosen
    assert not any(day.month == 7 for day in found)


@given(spans, weekdays, weekdays)
def test_the_days_of_two_choices_are_the_days_of_both(span, one, other):
    first, last = span
    together = set(calendar.working_days(first, last, one | other))
    apart = set(calendar.working_days(first, last, one)) | set(
        calendar.working_days(first, last, other)
    )
    assert together == apart


@given(spans, weekdays)
def test_a_period_cut_in_two_has_the_same_days(span, chosen):
    first, last = span
    middle = first + (last - first) // 2
    whole = list(calendar.working_days(first, last, chosen))
    begin = list(calendar.working_days(first, middle, chosen))
    end = list(calendar.working_days(middle + datetime.timedelta(days=1), last, chosen))
    assert whole == begin + end


@given(percents, weekdays)
def test_a_day_is_never_longer_than_a_day_nor_the_week_than_its_share(percent, chosen):
    minutes = calendar.minutes_a_day(percent, chosen)
    assert 0 <= minutes <= calendar.FULL_DAY_MINUTES
    assert minutes * len(chosen) <= calendar.FULL_DAY_MINUTES * 5 * percent // 10_000


@given(percents, weekdays)
def test_no_minute_is_lost_but_to_rounding_while_the_weekdays_have_room(percent, chosen):
    wanted = calendar.FULL_DAY_MINUTES * 5 * percent // 10_000
    if wanted <= calendar.FULL_DAY_MINUTES * len(chosen):
        lost = wanted - calendar.minutes_a_day(percent, chosen) * len(chosen)
        assert 0 <= lost < len(chosen)


@given(days, st.integers(1, calendar.FULL_DAY_MINUTES))
def test_a_booked_day_lies_in_its_day_in_norway_also_when_the_clock_is_put_back(day, minutes):
    start, end = calendar.during(day, minutes)
    assert start.astimezone(calendar.OSLO).date() == end.astimezone(calendar.OSLO).date() == day
    assert end - start == datetime.timedelta(minutes=minutes)


@given(spans, weekdays, st.integers(1, 450))
def test_months_lose_no_day(span, chosen, minutes):
    found = list(calendar.working_days(*span, chosen))
    months = by_month(found, minutes)
    assert [day for month in months for day in month.days] == found
    assert sum(month.minutes for month in months) == minutes * len(found)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ((2027, 5, 17), "Constitution Day"),
        ((2027, 3, 25), "Maundy Thursday"),
        ((2027, 3, 29), "Easter Monday"),
        ((2027, 5, 6), "Ascension Day"),
        ((2027, 12, 31), ""),
    ],
)
def test_public_holidays_are_free(day, why):
    day = datetime.date(*day)
    assert list(calendar.working_days(day, day, {1, 2, 3, 4, 5})) == ([] if why else [day])


@pytest.mark.parametrize(
    ("percent", "chosen", "minutes"),
    [
        (10_000, {1, 2, 3, 4, 5}, 450),
        (2_000, {1}, 450),
        (4_000, {1}, 450),  # a day is full at 20 percent
        (2_500, {1, 2}, 281),
        (3_750, {1, 2}, 421),
        (0, {1}, 0),
    ],
)
def test_worked_examples(percent, chosen, minutes):
    assert calendar.minutes_a_day(percent, chosen) == minutes
