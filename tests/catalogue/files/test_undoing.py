"""An undoing is a new fact: what was is again, and what was built on since stands in its way."""

import pytest

from catalogue import services
from catalogue.models import CatalogueFile, Course, CourseRun
from catalogue.queries.file_undoing import in_the_way, to_put_back
from staff.importing.states import ImportState
from staff.verdict import Refusal
from tests.catalogue.files.house import House, course, csv_of, everything, work
from tests.factories import CourseRunFactory, OfferFactory, seat_asked, seat_confirmed

pytestmark = pytest.mark.django_db
BEFORE = csv_of(
    course(sessions="20.09.2027 09:00-15:00", description="Før"),
    course(code="ENG101", title="Engelsk", sectors="sfo"),
)
AFTER = csv_of(
    course(sessions="21.09.2027 10:00-14:00 Aula", description="Etter", seats="44"),
    course(place="Oslo"),
    course(code="ENG101", title="Engelsk", sectors="barnehage", is_published="nei"),
    course(code="MAT101", title="Matematikk"),
)


@pytest.fixture
def house():
    return House()


def without_keys_of_sessions(rows):
    """A session that is put back is a new row, with the same facts."""
    courses, runs, sessions, *rest = rows
    return [courses, runs, [row[1:] for row in sessions], *rest]


def test_everything_is_again_as_it_was_and_the_undoing_is_a_file_of_its_own(house):
    house.apply(BEFORE)
    before = without_keys_of_sessions(everything())
    file = house.apply(AFTER)

    file = house.undo(file)

    assert file.state == ImportState.UNDONE
    assert without_keys_of_sessions(everything()) == before
    undoing = file.undone_by
    assert (undoing.state, undoing.applied_by) == (ImportState.APPLIED, house.by)
    assert undoing.counts == {"taken_away": 3, "changed_course": 2, "changed_run": 2}
    back = undoing.changes.get(kind="changed_course", name="Norsk på småtrinnet")
    assert (back.before, back.after) == ({"description": "Etter"}, {"description": "Før"})


def test_a_file_can_be_applied_undone_and_applied_again(house):
    house.undo(house.apply(AFTER))
    assert not Course.objects.exists()

    assert house.apply(AFTER).state == ImportState.APPLIED


def test_an_undoing_is_not_undone(house):
    file = house.undo(house.apply(AFTER))

    with pytest.raises(Refusal):
        services.undo_courses(file=file.undone_by, by=house.by)


def test_done_twice_it_is_undone_once(house):
    file = house.apply(AFTER)
    services.undo_courses(file=file, by=house.by)
    work(file)
    work(file)

    assert CatalogueFile.objects.filter(undoes=file).count() == 1


def the_new():
    return CourseRun.objects.get(course__title="Matematikk")


def the_changed():
    return CourseRun.objects.get(course__title="Norsk på småtrinnet", place="Hamar")


def changed_by_hand(run, **fields):
    CourseRun.objects.filter(pk=run.pk).update(**fields)


def course_changed_by_hand(run, **fields):
    Course.objects.filter(pk=run.course_id).update(**fields)


IN_THE_WAY = {
    "a seat in a new run": (lambda: seat_confirmed(the_new()), "Matematikk, Hamar"),
    "a new run in a round": (lambda: OfferFactory(course_run=the_new()), "Matematikk, Hamar"),
    "a new run changed": (lambda: changed_by_hand(the_new(), seats=12), "Matematikk, Hamar"),
    "a run of the new course": (lambda: CourseRunFactory(course=the_new().course), "Matematikk"),
    "entry of the new course": (
        lambda: course_changed_by_hand(the_new(), entry={"all": []}),
        "Matematikk",
    ),
    "a new course changed": (
        lambda: course_changed_by_hand(the_new(), description="Ny"),
        "Matematikk",
    ),
    "a changed run changed": (lambda: changed_by_hand(the_changed(), seats=31), "Norsk på"),
    "somebody plans by the sessions": (lambda: seat_asked(the_changed()), "Norsk på"),
    "a changed course changed": (
        lambda: course_changed_by_hand(the_changed(), description="Ny"),
        "Norsk på",
    ),
}


@pytest.mark.parametrize("what", IN_THE_WAY)
def test_what_was_built_on_since_is_named_and_nothing_is_undone(house, what):
    act, name = IN_THE_WAY[what]
    house.apply(BEFORE)
    file = house.apply(AFTER)
    assert in_the_way(to_put_back(file)) == []
    act()
    before = everything()

    with pytest.raises(Refusal, match=name):
        services.undo_courses(file=file, by=house.by)

    file.refresh_from_db()
    assert file.state == ImportState.APPLIED
    assert everything() == before
    assert all(found.startswith(name) for found in in_the_way(to_put_back(file)))


def test_what_gets_in_the_way_while_it_waits_is_named_too(house):
    file = house.apply(AFTER)
    services.undo_courses(file=file, by=house.by)
    seat_confirmed(the_new())
    before = everything()

    file = work(file)

    assert file.state == ImportState.APPLIED
    assert "Matematikk" in file.failure
    assert everything() == before


def test_what_a_later_file_left_alone_is_put_back_all_the_same(house):
    house.apply(BEFORE)
    file = house.apply(csv_of(course(seats="44")))
    house.apply(csv_of(course(terms="3", seats="")))

    house.undo(file)

    run = the_changed()
    assert (run.seats, run.terms) == (30, 3)
