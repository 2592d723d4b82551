import pytest

from bench.catalogue_search import data
from bench.catalogue_search.figure import FIRST_AT_MOST, LAST_AT_MOST, SEARCHES, asked
from catalogue.entry import check_tree
from catalogue.models import Course, CourseRun


@pytest.mark.django_db
def test_every_search_is_asked_for_at_both_ends_and_the_last_answers_to_the_first() -> None:
    made = data.fill(240)
    assert CourseRun.objects.count() == made.runs == 240
    assert 0 < made.with_the_word < made.runs
    cases = asked(made)
    assert len(cases) == 2 * len(SEARCHES)
    for first, last in zip(cases[::2], cases[1::2], strict=True):
        assert first.at_most == FIRST_AT_MOST
        assert last.no_dearer == (first.name, LAST_AT_MOST)
        assert next(first.requests).path.endswith("page=1")
        assert not next(last.requests).path.endswith("page=1")


@pytest.mark.django_db
def test_some_courses_fit_and_some_do_not_and_all_can_be_asked_for_entry() -> None:
    made = data.fill(240)
    pages = {case.name: next(case.requests).path for case in asked(made)}
    assert any(name.startswith("fits me, last page") for name in pages)
    for entry in Course.objects.values_list("entry", flat=True):
        check_tree(entry)
