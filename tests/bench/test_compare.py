import itertools

import pytest

from bench.compare import Batch, Case, line, times
from bench.request import Request

PLAIN = Request("/1/")


def case(name: str, no_dearer: tuple[str, float] | None = None) -> Case:
    return Case(name, itertools.repeat(PLAIN), 40, no_dearer)


def test_the_ratio_is_the_median_of_the_batches_own_ratios() -> None:
    # The second batch met a busy machine: both servers were slow, the ratio is as before.
    batches = [Batch(20e6, 1e6), Batch(60e6, 3e6), Batch(90e6, 1e6)]
    found = line(case("a case"), {"a case": batches})
    assert found.values == {"CPU ms": 60.0, "bare ms": 1.0, "÷ bare": 20.0}
    assert found.passed


def test_a_page_may_be_within_its_own_limit_and_still_grow_too_much() -> None:
    found = {
        "small": [Batch(10e6, 1e6), Batch(30e6, 3e6)],
        "large": [Batch(13e6, 1e6), Batch(39e6, 3e6)],
    }
    large = line(case("large", ("small", 1.2)), found)
    assert [limit.holds for limit in large.limits] == [True, False]
    assert str(large.limits[1]) == "÷ small 1.30 ≤ 1.20"


def test_growth_is_compared_batch_by_batch() -> None:
    assert times([Batch(2, 1), Batch(8, 2)], [Batch(1, 1), Batch(2, 1)]) == pytest.approx(2.0)
