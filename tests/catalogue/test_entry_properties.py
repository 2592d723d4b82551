"""What holds for whatever a course asks for, and whoever wants to enter."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from catalogue.entry import check_tree
from catalogue.queries.shutting_out import ASK_FOR_A_DEGREE, with_fagbrev
from staff.requirements import Learned, Purpose, demands, evaluate, is_met, parse
from staff.requirements.sets import MOST_LINES, sets_of, tree_of
from tests.staff.roads.strategies import TODAY, entry_trees, learned, people, posts

several = st.lists(entry_trees, min_size=1, max_size=3)
practice = st.builds(Learned, kind=st.just("practice"), months=st.integers(1, 100))
credits = st.builds(
    Learned,
    kind=st.just("degree"),
    credits=st.integers(1, 300),
    system=st.sampled_from(("higher", "fagskole")),
    subject=st.sampled_from(("", "MAT01", "NOR01")),
)
fagbrev = st.builds(
    Learned,
    kind=st.sampled_from(("trade_certificate", "journeyman")),
    subject=st.sampled_from(("", "MAT01", "NOR01")),
)
held_now = posts().map(lambda post: replace(post, ends_on=None))


def met(tree, person):
    return is_met(parse(tree, Purpose.ENTRY), person)


# ── Having more never keeps anybody out ──────────────────────────────────────────────────────────


@given(entry_trees, people, st.lists(learned | practice | credits, min_size=1, max_size=3))
def test_learning_practice_and_credits_never_shut_anybody_out(tree, person, more):
    assume(met(tree, person))
    assert met(tree, person.having(*more))


@given(entry_trees, people, st.lists(posts() | held_now, min_size=1, max_size=3))
def test_another_post_never_shuts_anybody_out(tree, person, more):
    assume(met(tree, person))
    assert met(tree, replace(person, posts=(*person.posts, *more)))


@given(entry_trees, people, learned, posts())
def test_having_more_never_leaves_more_missing(tree, person, qualification, post):
    richer = replace(person.having(qualification), posts=(*person.posts, post))
    assert len(evaluate(tree, richer).missing) <= len(evaluate(tree, person).missing)


@given(entry_trees, people)
def test_what_somebody_verifies_never_shuts_anybody_out(tree, person):
    verified = replace(
        person, learned=tuple(replace(one, is_verified=True) for one in person.learned)
    )
    assert met(tree, verified) is met(tree, person)
    assert not evaluate(tree, verified).unverified


# ── All and any ──────────────────────────────────────────────────────────────────────────────────


@given(several, people)
def test_all_is_every_part_and_any_is_one(parts, person):
    assert met({"all": parts}, person) is all(met(part, person) for part in parts)
    assert met({"any": parts}, person) is any(met(part, person) for part in parts)


@given(several, people)
def test_order_and_repetition_do_not_matter(parts, person):
    for join in ("all", "any"):
        once = met({join: parts}, person)
        assert met({join: parts[::-1]}, person) is once
        assert met({join: [*parts, *parts]}, person) is once


@given(several, entry_trees, people)
def test_one_more_way_opens_and_one_more_demand_closes(parts, more, person):
    if met({"any": parts}, person):
        assert met({"any": [*parts, more]}, person)
    if not met({"all": parts}, person):
        assert not met({"all": [*parts, more]}, person)


@given(entry_trees, entry_trees, people)
def test_one_absorbs_the_other(one, other, person):
    assert met({"any": [one, {"all": [one, other]}]}, person) is met(one, person)
    assert met({"all": [one, {"any": [one, other]}]}, person) is met(one, person)


# ── Every answer is sentences ────────────────────────────────────────────────────────────────────


@given(entry_trees, people)
def test_every_answer_has_a_sentence_and_every_no_says_how(tree, person):
    answer = evaluate(tree, person)
    assert answer.lines
    for line in answer.lines:
        assert line.text.strip()
        assert bool(line.can_be_met_by) is not line.met
        assert "  " not in line.can_be_met_by


@given(people)
def test_a_course_that_asks_for_nothing_says_nothing(person):
    assert evaluate({}, person).lines == ()
    assert evaluate({}, person).met
    assert demands({}) == []


@given(entry_trees, people)
def test_it_reads_in_as_many_lines_as_it_is_answered_in(tree, person):
    read = demands(tree)
    assert len(read) == len(evaluate(tree, person).lines)
    assert all(way for demand in read for way in demand.ways)


# ── As lines in a form ───────────────────────────────────────────────────────────────────────────


@given(entry_trees, st.lists(people, min_size=1, max_size=3))
def test_lines_say_the_same_as_the_tree(tree, persons):
    said = sets_of(tree)
    assume(said is not None)
    again = tree_of(said)
    check_tree(again)
    assert sum(len(lines.leaves) for lines in said.sets) <= MOST_LINES
    for person in persons:
        assert met(again, person) is met(tree, person)


@given(entry_trees)
def test_lines_that_were_saved_open_as_they_were(tree):
    said = sets_of(tree)
    assume(said is not None)
    saved = tree_of(said)
    assert tree_of(sets_of(saved)) == saved


# ── Shutting out ─────────────────────────────────────────────────────────────────────────────────


@given(entry_trees, people, st.lists(fagbrev | practice, max_size=3))
def test_whoever_gets_in_on_fagbrev_alone_shows_that_it_shuts_nobody_out(tree, person, has):
    working = tuple(post for post in person.posts if post.group not in ASK_FOR_A_DEGREE)
    skilled = replace(person, posts=working, learned=tuple(has))
    assume(met(tree, skilled))
    assert met(tree, replace(with_fagbrev(tree, frozenset()), on=TODAY))
