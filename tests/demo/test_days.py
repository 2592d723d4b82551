"""Whatever day the demonstration is loaded on, its dates must make sense."""

import datetime

from evu.demo.days import Days, end_of_terms

DAYS = [Days(datetime.date(2026, 1, 1) + datetime.timedelta(days=n)) for n in range(3 * 366)]


def test_the_past_study_year_is_over_but_not_the_longer_courses():
    for days in DAYS:
        assert end_of_terms(days.past_autumn, 2) < days.today
        assert end_of_terms(days.past_autumn, 4) > days.today - datetime.timedelta(days=7)


def test_what_is_applied_for_starts_after_there_was_time_for_a_round():
    for days in DAYS:
        assert days.ahead(80) <= days.coming <= days.ahead(80 + 220)


def test_the_steps_of_the_past_round_follow_each_other_and_end_before_the_study_year():
    steps = DAYS[0].past_steps
    in_order = [steps.opens, steps.applicants, steps.leaders, steps.consultation, steps.decision]
    assert in_order == sorted(in_order)
    assert steps.decision < DAYS[0].past_autumn


def test_terms_end_before_christmas_and_before_midsummer():
    autumn, spring = datetime.date(2026, 8, 17), datetime.date(2027, 1, 11)
    assert end_of_terms(autumn, 1) == datetime.date(2026, 12, 18)
    assert end_of_terms(autumn, 4) == datetime.date(2028, 6, 18)
    assert end_of_terms(spring, 2) == datetime.date(2027, 12, 18)
