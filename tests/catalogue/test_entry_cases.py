"""Cases a counsellor can read and check: who, what they have, which course, and what they are told.

What the courses ask for is in entry_courses.json; the answers are in the words a person reads.
"""

from collections import defaultdict

import pytest
from django.utils import translation

from staff.reference.files import rows
from staff.requirements import Purpose, evaluate, parse
from tests.catalogue import entry_cases as told

CASES, COURSES = told.cases(), told.courses()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['hvem']}: {case['kurs']}")
def test_case(case):
    with translation.override("nb"):
        answer = evaluate(COURSES[case["kurs"]], told.facts_of(case), names=told.NAMES)
        assert told.ANSWERS[answer.met] == case["kan begynne"]
        assert told.sentences(answer) == case["mangler"]


def test_every_course_that_asks_for_something_is_answered_both_ways():
    answers = defaultdict(set)
    for case in CASES:
        answers[case["kurs"]].add(case["kan begynne"])
    assert answers.keys() == COURSES.keys()
    one_way = {course for course, found in answers.items() if len(found) == 1}
    assert one_way == {course for course, tree in COURSES.items() if not tree}


def test_every_staff_group_and_every_kind_of_requirement_is_in_a_case():
    assert len(CASES) >= 60
    groups = {post.group for case in CASES for post in told.facts_of(case).posts}
    assert groups == {row["code"] for row in rows("staff_groups.csv")} - {"to-be-mapped"}
    kinds = {one.kind for case in CASES for one in told.facts_of(case).learned}
    assert kinds == set(told.KIND_WORDS.values())
    text = repr(COURSES)
    for name in (
        "has_qualification",
        "credits_at_least",
        "practice_months_at_least",
        "position_percent_at_least",
        "works_in",
        "staff_group",
    ):
        assert name in text


def test_no_case_is_told_twice():
    keys = [(case["hvem"], case["kurs"]) for case in CASES]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", COURSES)
def test_courses_speak_of_groups_and_subjects_that_exist(name):
    parse(COURSES[name], Purpose.ENTRY)
    codes = {code for code in _texts(COURSES[name]) if code.isupper() and len(code) == 5}
    assert codes <= told.NAMES.subjects.keys()


def _texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)
