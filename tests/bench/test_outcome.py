import json
from pathlib import Path

from bench.outcome import Limit, Line, Outcome, aligned, shown

FAST = Line("fast", {"CPU ms": 1.5, "asked": 40}, [Limit("÷ bare", 12.3, 50)])
SLOW = Line("slow", {"CPU ms": 99.25}, [Limit("÷ bare", 61.0, 50), Limit("lost", 0, 0)])


def test_a_limit_may_be_reached_but_not_passed() -> None:
    assert Limit("lost", 0, 0).holds
    assert Limit("÷ bare", 50, 50).holds
    assert not Limit("÷ bare", 50.01, 50).holds


def test_one_broken_limit_breaks_the_outcome() -> None:
    assert Outcome("pages", [FAST]).passed
    assert not SLOW.passed
    assert not Outcome("pages", [FAST, SLOW]).passed


def test_the_table_has_a_row_for_each_limit_and_says_which_is_broken() -> None:
    table = Outcome("pages", [FAST, SLOW], {"load": 0.5}).table()
    assert [line.split() for line in table.splitlines()] == [
        ["pages", "CPU", "ms", "asked", "limit"],
        ["fast", "1.50", "40", "÷", "bare", "12.3", "≤", "50", "ok"],
        ["slow", "99.2", "÷", "bare", "61.0", "≤", "50", "BROKEN"],
        ["lost", "0", "≤", "0", "ok"],
        ["load:", "0.5"],
    ]


def test_the_file_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "new" / "pages.json"
    Outcome("pages", [FAST, SLOW], {"load": 0.5}).save(path)
    found = json.loads(path.read_text())
    assert (found["figure"], found["passed"], found["facts"]) == ("pages", False, {"load": 0.5})
    assert [line["passed"] for line in found["lines"]] == [True, False]
    assert found["lines"][0]["limits"] == [{"what": "÷ bare", "measured": 12.3, "at_most": 50}]


def test_numbers_are_shown_with_three_figures_and_counts_whole() -> None:
    assert [shown(value) for value in (0.0, 0.734, 12.34, 1234.5, 10_000, "")] == [
        "0.0",
        "0.73",
        "12.3",
        "1234",
        "10000",
        "",
    ]


def test_columns_are_aligned() -> None:
    assert aligned([["name", "n", "limit", ""], ["a", "12", "x ≤ 1", "ok"]]) == [
        "name   n  limit",
        "a     12  x ≤ 1  ok",
    ]
