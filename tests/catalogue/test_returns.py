"""The arithmetic of a return, and how much of it outsiders are told."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.returns import (
    FEWEST,
    Counts,
    Payment,
    Rate,
    payments,
    people_in,
    result_ore,
    together,
    told,
)

RATE = Rate(basic_ore=80_000_000, result_ore_per_60_credits=2_000_000, lag_years=2)


def always(_year):
    return RATE


# ── Money ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("credits", "per_60", "ore"),
    [
        (0, 2_000_000, 0),
        (60, 2_000_000, 2_000_000),
        (30, 2_000_000, 1_000_000),
        (7, 1_000, 117),  # 116,67
        (1, 30, 1),  # 0,5 is rounded up
        (1, 29, 0),  # 0,48
        (6_000, 2_000_000, 200_000_000),
    ],
)
def test_money_for_credits(credits, per_60, ore):
    assert result_ore(credits, per_60) == ore


@given(st.integers(0, 10**6), st.integers(0, 10**9))
def test_it_is_the_nearest_ore(credits, per_60):
    assert -30 < 60 * result_ore(credits, per_60) - credits * per_60 <= 30


def test_one_county_shares_80_20_at_6000_credits():
    """docs: the field's one known example, with the amounts the project ships."""
    shipped = Rate(basic_ore=800_000_000, result_ore_per_60_credits=2_000_000, lag_years=2)
    (paid,) = payments({2022: 6_000}, lambda _year: shipped, [2024])
    assert paid.basic_ore * 20 == paid.result_ore * 80


def test_the_result_is_paid_two_years_later_and_the_basic_part_each_year():
    paid = payments({2024: 300, 2025: 60}, always, range(2024, 2029))
    assert [(each.year, each.basic_ore, each.result_ore, each.for_years) for each in paid] == [
        (2024, 80_000_000, 0, ()),
        (2025, 80_000_000, 0, ()),
        (2026, 80_000_000, 10_000_000, (2024,)),
        (2027, 80_000_000, 2_000_000, (2025,)),
        (2028, 80_000_000, 0, ()),
    ]
    assert paid[2].total_ore == 90_000_000


def test_each_year_is_counted_with_its_own_rate():
    """A shorter lag from 2025 on: two years are paid in one."""
    new = Rate(basic_ore=10, result_ore_per_60_credits=120, lag_years=1)
    paid = payments({2024: 60, 2025: 60}, lambda year: new if year >= 2025 else RATE, [2025, 2026])
    assert paid[0] == Payment(2025, 10, 0, ())
    assert paid[1] == Payment(2026, 10, 2_000_000 + 120, (2024, 2025))


def test_a_year_without_a_rate_gives_nothing():
    paid = payments({2024: 60, 2025: 60}, lambda year: RATE if year != 2024 else None, [2024, 2026])
    assert [(each.basic_ore, each.result_ore) for each in paid] == [(0, 0), (80_000_000, 0)]


def test_colleges_together_are_the_sum_of_each():
    one, two = (payments({2024: credits}, always, [2026]) for credits in (7, 11))
    (both,) = together([one, two])
    assert both.total_ore == one[0].total_ore + two[0].total_ore
    assert together([]) == []


# ── What is told ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Run:
    name: str
    counts: Counts


def runs(*sizes):
    return [Run(f"{n}", Counts(size, size, size - 1, 10 * size)) for n, size in enumerate(sizes)]


def tell(*sizes):
    """(sizes told one by one, how many are summed, the sum's size)."""
    alone, summed, total = told(runs(*sizes), lambda run: run.counts)
    return [run.counts.enrolled for run in alone], len(summed), total and total.enrolled


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([], ([], 0, None)),
        ([5, 12], ([5, 12], 0, None)),
        ([4, 3, 12], ([12], 2, 7)),
        ([4, 1], ([], 2, 5)),
        ([20, 4, 6], ([20], 2, 10)),  # four alone could be worked out: the smallest joins
        ([9, 2, 2], ([], 3, 13)),
        ([4], ([], 1, None)),  # nothing to hide among
        ([1, 3], ([], 2, None)),
    ],
)
def test_small_runs_are_told_together(sizes, expected):
    assert tell(*sizes) == expected


def test_they_keep_their_order():
    alone, _summed, _total = told(runs(7, 30, 5), lambda run: run.counts)
    assert [run.counts.enrolled for run in alone] == [7, 30, 5]


@given(st.lists(st.integers(1, 12), max_size=30))
def test_nobody_can_be_worked_out_from_what_is_told(sizes):
    """Neither by itself nor as what is left of the year's total."""
    alone, summed, total = told(runs(*sizes), lambda run: run.counts)
    assert len(alone) + len(summed) == len(sizes)
    assert all(run.counts.enrolled >= FEWEST for run in alone)
    left = sum(sizes) - sum(run.counts.enrolled for run in alone)
    if total is None:
        assert left == 0 or (not alone and sum(sizes) < FEWEST)
    else:
        assert total.enrolled == left >= FEWEST


def test_the_people_of_small_lines_are_in_no_sum_but_their_credits_are():
    lines = [Counts(4, 4, 3, 90), Counts(10, 9, 8, 240), Counts()]
    assert people_in(lines) == Counts(10, 9, 8, 330)
