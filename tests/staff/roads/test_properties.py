"""What holds for every tree and every person."""

import datetime
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from staff.requirements import BadTree, Post, Purpose, evaluate, is_met, parse, practice_months
from tests.staff.roads.strategies import (
    TODAY,
    days,
    entry_trees,
    fits_trees,
    json_values,
    learned,
    leaves,
    people,
    posts,
)


@given(entry_trees, people, st.lists(learned, min_size=1, max_size=3))
def test_learning_more_never_keeps_anybody_out(tree, person, more):
    node = parse(tree, Purpose.ENTRY)
    assume(is_met(node, person))
    assert is_met(node, person.having(*more))


@given(entry_trees, people, st.lists(learned, min_size=1, max_size=3))
def test_learning_more_never_leaves_more_missing(tree, person, more):
    before, after = evaluate(tree, person), evaluate(tree, person.having(*more))
    assert len(after.missing) <= len(before.missing)


@given(fits_trees, people)
def test_the_lines_say_what_the_tree_says(tree, person):
    answer = evaluate(tree, person, purpose=Purpose.FITS)
    assert answer.met == is_met(parse(tree, Purpose.FITS), person)
    assert len(answer.have) + len(answer.missing) == len(answer.lines)


@given(entry_trees, people)
def test_every_line_is_a_sentence_and_only_a_missing_one_says_how(tree, person):
    for line in evaluate(tree, person).lines:
        assert line.text.strip()
        assert line.text[0] == line.text[0].upper()
        assert all(way.strip() for way in line.remedies)
        if line.met:
            assert line.remedies == ()
        else:
            assert not line.unverified


@given(entry_trees, people)
def test_what_is_confirmed_is_enough_exactly_where_nothing_waits(tree, person):
    answer = evaluate(tree, person)
    assume(answer.met)
    assert answer.unverified is not is_met(parse(tree, Purpose.ENTRY), person.verified_only())


@given(leaves, people)
def test_one_of_one_and_all_of_one_are_that_one(leaf, person):
    alone = evaluate(leaf, person)
    assert evaluate({"any": [leaf]}, person) == alone
    assert evaluate({"all": [{"all": [leaf]}]}, person) == alone


@given(fits_trees)
def test_a_tree_that_says_lacks_is_refused_as_entry(tree):
    lacking = [problem for problem in wrong(tree, Purpose.ENTRY) if "lacks" in problem.place]
    assert lacking == wrong(tree, Purpose.ENTRY)
    assert bool(lacking) == ("'lacks'" in repr(tree))


@given(json_values)
def test_whatever_is_written_gives_a_tree_or_says_where_it_is_wrong(written):
    for problem in wrong(written, Purpose.FITS):
        assert problem.place.startswith("fits")
        assert problem.text


def wrong(tree, purpose):
    try:
        parse(tree, purpose)
    except BadTree as error:
        return error.problems
    return []


@given(st.lists(posts(), min_size=1, max_size=5))
def test_practice_is_never_more_than_the_time_that_has_passed(held):
    first = min(post.starts_on for post in held)
    most = (TODAY.year - first.year) * 12 + TODAY.month - first.month + 1
    assert 0 <= practice_months(held, TODAY) <= most


@given(st.lists(posts(), max_size=4), posts())
def test_another_post_never_takes_practice_away(held, more):
    assert practice_months([*held, more], TODAY) >= practice_months(held, TODAY)


@given(days, days, st.integers(1, 5_000))
def test_half_a_post_counts_half(one, other, percent):
    start, end = min(one, other), max(one, other)
    half = Post("assistant", "6572", "primary", percent, start, end)
    whole = replace(half, percent=2 * percent)
    assert practice_months([half, half], TODAY) == practice_months([whole], TODAY)
    assert practice_months([half], TODAY) <= practice_months([whole], TODAY)


@given(st.integers(1, 40), days)
def test_whole_years_of_a_full_post_are_exactly_that(years, start):
    assume((start.month, start.day) != (2, 29))
    end = start.replace(year=start.year + years) - datetime.timedelta(days=1)
    full = Post("assistant", "6572", "primary", 10_000, start, end)
    assert practice_months([full], end) == 12 * years
