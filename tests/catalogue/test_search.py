"""Courses are found by what readers write: any inflection, beginnings, å or aa."""

import pytest

from catalogue.models import CourseRun
from catalogue.services.keywords import keep_keywords
from staff.models import Subject
from tests.factories import CourseFactory, CourseRunFactory, ProviderFactory, StaffGroupFactory

pytestmark = pytest.mark.django_db


def run_of(title, **fields):
    run = CourseRunFactory(course=CourseFactory(title=title, **fields))
    keep_keywords([run.course])
    return run


@pytest.fixture
def runs():
    return {
        "teachers": run_of("Leseopplæring for lærere"),
        "substitute": run_of("Vikar i skolen", description="Å komme inn i en ny klasse"),
        "åpen": run_of("Åpen skole i Ålesund"),
        "cook": run_of("Mat i barnehagen", description="For kokker og assistenter"),
    }


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("lærere", ["teachers"]),
        ("lærer", ["teachers"]),
        ("LÆRERNE", ["teachers"]),
        ("vikar", ["substitute"]),
        ("vikarer", ["substitute"]),
        ("vikarene", ["substitute"]),
        ("å", ["åpen"]),
        ("aa", ["åpen"]),
        ("Aalesund", ["åpen"]),
        ("ålesund", ["åpen"]),
        ("barnehage", ["cook"]),
        ("barne", ["cook"]),
        ("kokk", ["cook"]),
        ("skole", ["substitute", "åpen"]),
        ("skolen vikar", ["substitute"]),
        ("lese", ["teachers"]),
        ("rørlegger", []),
        ("'; DROP TABLE catalogue_course; --", []),
        ("   ", ["teachers", "substitute", "åpen", "cook"]),
        ("!!", []),
    ],
)
def test_words_find_what_they_should(runs, words, found):
    hits = set(CourseRun.objects.matching(words).values_list("pk", flat=True))
    assert hits == {runs[key].pk for key in found}


def test_a_course_is_found_by_its_provider_subjects_and_groups_in_both_languages():
    cleaner = StaffGroupFactory(name_nb="Renholdere", name_nn="Reinhaldarar")
    run = run_of(
        "Grønne rutiner", provider=ProviderFactory(name="Fagskolen i Sør"), staff_groups=[cleaner]
    )
    trade = Subject.objects.create(
        code="RMRMF", kind="trade", name_nb="Restaurant- og matfag", name_nn="Restaurant- og matfag"
    )
    run.course.subjects.add(trade)
    keep_keywords([run.course])
    for words in ("renholder", "reinhaldarar", "fagskole", "restaurant", "rmrmf"):
        assert list(CourseRun.objects.matching(words)) == [run], words
