"""What courses demand of those who enter, asked of a person."""

import json
import logging
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from django.utils import timezone

from catalogue.models import Course
from staff.models import User
from staff.queries.roads import facts_of_person, names_in_trees
from staff.requirements import (
    Answer,
    BadTree,
    Facts,
    Names,
    Purpose,
    evaluate,
    is_met,
    parse,
)
from staff.requirements.trees import Node

log = logging.getLogger(__name__)
OPEN: Final = Answer(())


def answers_for(user: User, courses: Iterable[Course]) -> dict[int, Answer]:
    """Course key → the answer, in three queries however many courses there are.

    An answer without lines is a course open to everybody.
    """
    listed = list(courses)
    asking = [course for course in listed if course.entry]
    if not asking:
        return {course.pk: OPEN for course in listed}
    facts = facts_of_person(user, timezone.localdate())
    names = names_in_trees(course.entry for course in asking)
    return {course.pk: answer_to(course.entry, facts, names) for course in listed}


def answer_to(tree: Mapping[str, Any], facts: Facts, names: Names) -> Answer:
    """A tree that cannot be read keeps nobody out; the log says which it is."""
    if not tree:
        return OPEN
    try:
        return evaluate(tree, facts, names=names)
    except BadTree as error:
        log.error("entry %s: %s", json.dumps(tree, ensure_ascii=False), error)
        return OPEN


def unmet_trees(facts: Facts, trees: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Those of the different trees that the person does not meet."""
    return [tree for tree in trees if not meets(tree, facts)]


def meets(tree: Mapping[str, Any], facts: Facts) -> bool:
    """The bare yes or no, without sentences; a tree that cannot be read keeps nobody out."""
    text = json.dumps(tree, ensure_ascii=False)
    try:
        return is_met(_parsed(text), facts)
    except BadTree as error:
        log.error("entry %s: %s", text, error)
        return True


@lru_cache(maxsize=2048)
def _parsed(text: str) -> Node:
    """A catalogue has few different trees, asked again and again. Raises BadTree."""
    return parse(json.loads(text), Purpose.ENTRY)
