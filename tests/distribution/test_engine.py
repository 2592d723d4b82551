"""What holds for every distribution, however the earmarks and the wishes fall."""

import json
from collections import Counter
from dataclasses import replace

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from distribution.engine import by_rank
from distribution.engine.by_rank import fits, solve
from distribution.engine.model import (
    Claim,
    Pot,
    Problem,
    canonical,
    fingerprint,
    plan_to_json,
    problem_from_json,
    problem_to_json,
)

SCHEMES = ("cover", "cover", "cover", "stipend")
GROUPS = ("teacher", "assistant")
SECTORS = ("kindergarten", "primary")
RUNS = (1, 2)
some = st.sampled_from


@st.composite
def problems(draw):
    """Few purposes, small sums and few seats, so that each of them runs out now and then."""
    pots = tuple(
        Pot(
            key=key,
            available_ore=draw(some([0, 10, 20, 20, 40])),
            scheme=draw(some(SCHEMES)),
            staff_groups=tuple(sorted(draw(st.sets(some(GROUPS), min_size=1)))),
            sectors=draw(some([(), (), ("primary",), SECTORS])),
        )
        for key in range(1, draw(st.integers(1, 4)) + 1)
    )
    keys = draw(st.lists(st.integers(1, 99), unique=True, min_size=1, max_size=10))
    claims = tuple(
        Claim(
            key=key,
            rank=rank,
            amount_ore=draw(some([5, 5, 10, 15])),
            scheme=draw(some(SCHEMES)),
            staff_group=draw(some(GROUPS)),
            sector=draw(some(SECTORS)),
            run=draw(some(RUNS)),
            recommended=draw(some([True, True, True, False])),
        )
        for rank, key in enumerate(keys, start=1)
    )
    seats = {run: draw(st.integers(0, 3)) for run in draw(st.sets(some(RUNS), min_size=1))}
    return Problem(pots=pots, claims=claims, seats=seats)


def answers_of(problem):
    """Claims in rank order, each with its answer."""
    by_key = {answer.key: answer for answer in solve(problem).answers}
    return [(c, by_key[c.key]) for c in sorted(problem.claims, key=lambda claim: claim.rank)]


@given(problems())
def test_everybody_gets_one_answer(problem):
    keys = [answer.key for answer in solve(problem).answers]
    assert sorted(keys) == sorted(claim.key for claim in problem.claims)


@given(problems())
def test_no_earmark_gives_more_than_it_has(problem):
    used = Counter()
    for answer in solve(problem).answers:
        used[answer.pot] += answer.amount_ore
    assert all(used[pot.key] <= pot.available_ore for pot in problem.pots)


@given(problems())
def test_no_course_gets_more_people_than_seats(problem):
    taken = Counter(claim.run for claim, answer in answers_of(problem) if answer.pot)
    assert all(count <= problem.seats.get(run, 0) for run, count in taken.items())


@given(problems())
def test_money_is_only_used_for_its_purpose_and_for_all_that_was_asked(problem):
    pots = {pot.key: pot for pot in problem.pots}
    for claim, answer in answers_of(problem):
        if answer.outcome == "granted":
            assert fits(pots[answer.pot], claim)
            assert answer.amount_ore == claim.amount_ore
        else:
            assert (answer.pot, answer.amount_ore) == (None, 0)


@given(problems())
def test_whoever_is_passed_over_could_not_have_been_served_at_their_turn(problem):
    left = {pot.key: pot.available_ore for pot in problem.pots}
    seats = Counter(problem.seats)
    for claim, answer in answers_of(problem):
        fitting = [pot.key for pot in problem.pots if fits(pot, claim)]
        could_be_served = (
            claim.recommended
            and seats[claim.run] > 0
            and any(left[key] >= claim.amount_ore for key in fitting)
        )
        assert (answer.outcome == "granted") == could_be_served
        if answer.outcome == "granted":
            left[answer.pot] -= claim.amount_ore
            seats[claim.run] -= 1


@given(problems())
def test_the_reason_is_the_true_one(problem):
    left = {pot.key: pot.available_ore for pot in problem.pots}
    seats = Counter(problem.seats)
    for claim, answer in answers_of(problem):
        fitting = [left[pot.key] for pot in problem.pots if fits(pot, claim)]
        if not fitting:
            assert (answer.outcome, answer.code) == ("rejected", "no_source")
        elif not claim.recommended:
            assert (answer.outcome, answer.code) == ("rejected", "not_recommended")
        elif seats[claim.run] < 1:
            assert (answer.outcome, answer.code) == ("waiting_list", "no_seat")
        elif max(fitting) < claim.amount_ore:
            assert (answer.outcome, answer.code) == ("waiting_list", "no_money")
            assert dict(answer.reason) == {
                "needed_ore": claim.amount_ore,
                "left_ore": max(fitting),
            }
        else:
            assert (answer.outcome, answer.code) == ("granted", "by_rank")
            left[answer.pot] -= claim.amount_ore
            seats[claim.run] -= 1


@given(problems())
def test_the_waiting_list_is_numbered_by_rank(problem):
    places = [answer.waiting_place for _claim, answer in answers_of(problem)]
    waiting = [place for place in places if place is not None]
    assert waiting == list(range(1, len(waiting) + 1))
    assert all(
        (answer.waiting_place is not None) == (answer.outcome == "waiting_list")
        for _claim, answer in answers_of(problem)
    )


@given(problems(), st.randoms(use_true_random=False))
def test_the_order_things_are_written_down_in_does_not_matter(problem, random):
    pots, claims = list(problem.pots), list(problem.claims)
    seats = list(problem.seats.items())
    for each in (pots, claims, seats):
        random.shuffle(each)
    shuffled = Problem(pots=tuple(pots), claims=tuple(claims), seats=dict(seats))
    assert solve(shuffled) == solve(problem)


@given(problems())
def test_whoever_comes_later_takes_nothing_from_those_before(problem):
    last = max(problem.claims, key=lambda claim: claim.rank)
    without = replace(problem, claims=tuple(c for c in problem.claims if c != last))
    kept = [answer for answer in solve(problem).answers if answer.key != last.key]
    assert list(solve(without).answers) == kept


@given(problems())
def test_a_problem_survives_being_written_as_json(problem):
    written = canonical(problem_to_json(problem))
    assert problem_from_json(json.loads(written)) == problem


@given(problems())
def test_the_same_problem_has_the_same_fingerprint(problem):
    frozen = problem_to_json(problem), plan_to_json(solve(problem))
    read_again = problem_from_json(json.loads(canonical(frozen[0])))
    again = problem_to_json(read_again), plan_to_json(solve(read_again))
    assert fingerprint(*frozen) == fingerprint(*again)


def test_the_order_of_the_keys_in_a_file_does_not_matter():
    assert canonical({"b": 1, "a": "å"}) == '{"a":"å","b":1}' == canonical({"a": "å", "b": 1})


@pytest.mark.parametrize("broken", [{}, {"pots": [{}]}, {"pots": [], "claims": [{"key": 1}]}])
def test_what_is_not_a_problem_is_refused(broken):
    with pytest.raises((KeyError, TypeError)):
        problem_from_json(broken)


def claim(key, **changes):
    claim = Claim(
        key=key,
        rank=key,
        amount_ore=10,
        scheme="cover",
        staff_group="teacher",
        sector="primary",
        run=1,
        recommended=True,
    )
    return replace(claim, **changes)


POT = Pot(key=1, available_ore=25, scheme="cover", staff_groups=("teacher",), sectors=())


def test_somebody_further_down_may_be_served_from_what_a_dearer_wish_left():
    problem = Problem((POT,), (claim(1, amount_ore=20), claim(2), claim(3, amount_ore=5)), {1: 9})
    assert [(a.key, a.outcome, a.waiting_place) for a in solve(problem).answers] == [
        (1, "granted", None),
        (2, "waiting_list", 1),
        (3, "granted", None),
    ]


def test_of_two_earmarks_the_one_with_most_left_pays():
    larger = replace(POT, key=2, available_ore=30)
    problem = Problem((POT, larger), (claim(1), claim(2), claim(3)), {1: 9})
    assert [answer.pot for answer in solve(problem).answers] == [2, 1, 2]


def test_anybody_can_compute_a_plan_from_the_file(tmp_path, capsys):
    problem = problem_to_json(Problem((POT,), (claim(1), claim(2), claim(3)), {1: 9}))
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(problem))
    call_command("distribute", str(file))
    plan = json.loads(capsys.readouterr().out)
    assert plan["method"] == by_rank.METHOD
    assert [answer["outcome"] for answer in plan["answers"]] == [
        "granted",
        "granted",
        "waiting_list",
    ]
