"""What a file may change of what there is, and what it never does to those who have a seat."""

import datetime

import pytest

from catalogue.models import CatalogueFileChange, Course, CourseRun
from notifications.models import Message
from tests.catalogue.files.house import House, changes, course, csv_of, everything, problems
from tests.factories import CourseFactory, CourseRunFactory, seat_asked, seat_confirmed

pytestmark = pytest.mark.django_db
FIRST = datetime.date(2027, 8, 20)
NEWS = [
    ("starts_on", "21.08.2027"),
    ("ends_on", "11.06.2028"),
    ("place", "Oslo"),
    ("price_ore", "16 000"),
    ("price_ore", "14 000"),
    ("is_online", "ja"),
    ("is_published", "nei"),
]


@pytest.fixture
def house():
    return House()


@pytest.fixture
def run(house):
    """The run that `course(run_code="H27")` tells of, registered by hand."""
    return CourseRunFactory(
        course__provider=house.provider,
        course__title="Norsk på småtrinnet",
        course__code="NORD101",
        course__credits=30,
        course__credit_system="higher",
        code="H27",
        starts_on=FIRST,
        ends_on=datetime.date(2028, 6, 10),
        place="Hamar",
        seats=30,
    )


def told(**other):
    return csv_of(course(run_code="H27", **other))


def facts(file, kind):
    change = file.changes.get(kind=kind)
    return change.before, change.after


# ── What changes ─────────────────────────────────────────────────────────────────────────────────


def test_a_file_that_says_what_there_is_changes_nothing(house, run):
    file = house.check(told())

    assert (changes(file), problems(file)) == ({}, [])


def test_the_same_file_once_more_changes_nothing(house):
    content = csv_of(
        course(
            description="Om lesing.\nOg skriving.",
            sessions="20.09.2027 09:00-15:00 Aula | 21.09.2027 09:00-15:00",
            apply_by="15.04.2027",
            apply_at="https://www.example.org/sok",
            sectors="grunnskole, sfo",
            nqf_level="7",
        ),
        course(code="", title="Kort kurs", credits="", is_online="ja", place="", price_ore=""),
    )
    house.apply(content)
    before = everything()

    again = house.apply(content)

    assert (changes(again), problems(again)) == ({}, [])
    assert everything() == before


def test_only_what_differs_is_listed_with_what_it_was(house, run):
    file = house.check(told(seats="40", terms="3", description="Nytt"))

    assert changes(file) == {"changed_course": 1, "changed_run": 1}
    assert facts(file, "changed_course") == ({"description": ""}, {"description": "Nytt"})
    assert facts(file, "changed_run") == ({"seats": 30, "terms": 2}, {"seats": 40, "terms": 3})


def test_an_empty_cell_leaves_things_as_they_are(house, run):
    Course.objects.update(description="Skrevet for hånd")
    file = house.check(told(description="", seats="", price_ore=""))

    assert changes(file) == {}


def test_a_run_without_a_code_is_known_by_its_first_day_and_place(house, run):
    CourseRun.objects.update(code="")

    assert changes(house.check(csv_of(course(seats="31")))) == {"changed_run": 1}
    assert changes(house.check(told())) == {"changed_run": 1}  # it gets its code


def test_a_run_with_another_code_on_the_same_day_is_refused(house, run):
    file = house.check(csv_of(course(run_code="V28")))

    assert problems(file) == [(2, "Startdato", "run_taken")]


def test_a_course_is_known_by_its_code_also_with_another_title(house, run):
    file = house.apply(told(title="Norsk for de minste"))

    assert changes(file) == {"changed_course": 1}
    assert Course.objects.get().title == "Norsk for de minste"


def test_a_course_without_a_code_is_known_by_its_title_and_gets_one(house, run):
    Course.objects.update(code="")
    house.apply(csv_of(course(title="NORSK PÅ SMÅTRINNET", run_code="H27")))

    made = Course.objects.get()
    assert (made.code, made.title) == ("NORD101", "NORSK PÅ SMÅTRINNET")


def test_a_code_in_other_letters_is_the_same_code(house, run):
    assert changes(house.check(csv_of(course(code="nord101", run_code="h27")))) == {
        "changed_run": 1
    }


def test_a_title_that_another_course_has_is_refused(house, run):
    CourseFactory(provider=house.provider, title="Engelsk", code="ENG101")
    file = house.check(told(title="Engelsk"))

    assert problems(file) == [(2, "Tittel", "title_taken")]


def test_another_providers_courses_are_neither_met_nor_changed(house, run):
    elsewhere = House()
    file = elsewhere.apply(told(seats="1"))

    assert changes(file) == {"new_course": 1, "new_run": 1}
    run.refresh_from_db()
    assert run.seats == 30


# ── Those who have a seat ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("field", "value"), NEWS)
def test_what_people_have_planned_by_is_free_while_nobody_asks(house, run, field, value):
    [kind] = changes(house.check(told(**{field: value})))

    assert kind == ("ended_run" if field == "is_published" else "changed_run")


@pytest.mark.parametrize("seat", [seat_confirmed, seat_asked])
@pytest.mark.parametrize(("field", "value"), NEWS)
def test_what_people_have_planned_by_is_not_changed_by_a_file(house, run, seat, field, value):
    seat(run)
    file = house.check(told(**{field: value}))

    assert changes(file) == {}
    assert [found[2] for found in problems(file)] == ["has_participants"]


def test_what_people_do_not_plan_by_may_be_changed(house, run):
    seat_confirmed(run)

    assert changes(house.check(told(seats="31", terms="1", apply_at="https://a.no/"))) == {
        "changed_run": 1
    }


def test_the_first_sessions_may_come_late_but_other_ones_may_not(house, run):
    seat_confirmed(run)
    file = house.apply(told(sessions="20.09.2027 09:00-15:00"))
    assert changes(file) == {"changed_run": 1}

    later = house.check(told(sessions="27.09.2027 09:00-15:00"))

    assert problems(later) == [(2, "Samlinger", "has_participants")]


def test_other_credits_are_refused_while_somebody_counts_on_them(house, run):
    seat_asked(run)
    assert problems(house.check(told(credits="15"))) == [(2, "Studiepoeng", "has_participants")]
    assert problems(house.check(told(credits="60"))) == [(2, "Studiepoeng", "has_participants")]

    CourseRun.objects.update(starts_on=datetime.date(2020, 1, 1), ends_on=datetime.date(2020, 2, 1))

    assert changes(house.check(csv_of({"code": "NORD101", "credits": "15"})))["changed_course"] == 1


def test_fewer_seats_than_are_given_is_refused(house, run):
    seat_confirmed(run)
    seat_confirmed(run)

    file = house.check(told(seats="1"))

    assert problems(file) == [(2, "Plasser", "seats_given")]
    assert file.problems.get().params == {"given": 2}
    assert changes(house.check(told(seats="2"))) == {"changed_run": 1}


def test_more_seats_go_to_those_who_wait_and_they_are_told(house, run):
    CourseRun.objects.update(seats=1)
    run.refresh_from_db()
    seat_confirmed(run)
    waiting = seat_confirmed(run)
    assert waiting.state == "waiting"
    Message.objects.all().delete()

    house.apply(told(seats="2"))

    waiting.refresh_from_db()
    run.refresh_from_db()
    assert (waiting.state, run.confirmed) == ("confirmed", 2)
    assert Message.objects.filter(recipient=waiting.participant).exists()


@pytest.mark.parametrize(
    ("state", "code"),
    [({"cancelled_on": FIRST}, "cancelled_run"), ({"is_reserved": True}, "ordered_run")],
)
def test_a_run_that_is_cancelled_or_ordered_is_left_alone(house, run, state, code):
    CourseRun.objects.update(**state)

    assert [found[2] for found in problems(house.check(told(seats="40")))] == [code]
    assert problems(house.check(told())) == []


# ── What is not in the file ──────────────────────────────────────────────────────────────────────


def test_a_run_that_is_not_in_the_file_is_said_to_be_so_and_not_ended(house, run):
    file = house.apply(csv_of(course(code="ENG101", title="Engelsk")))

    assert changes(file) == {"new_course": 1, "new_run": 1, "not_in_file": 1}
    left = file.changes.get(kind=CatalogueFileChange.Kind.NOT_IN_FILE)
    assert (left.run, left.after) == (run, {})
    run.refresh_from_db()
    assert (run.is_published, run.cancelled_on) == (True, None)


@pytest.mark.parametrize(
    "state",
    [
        {"starts_on": datetime.date(2020, 1, 1)},
        {"is_published": False},
        {"is_reserved": True},
        {"cancelled_on": FIRST},
    ],
)
def test_a_run_that_is_not_on_offer_anyway_is_not_missed(house, run, state):
    CourseRun.objects.update(**state)

    assert changes(house.check(b"Tittel;Kode\nEngelsk;ENG101")) == {"new_course": 1}


def test_a_row_with_a_fault_still_mentions_its_run(house, run):
    file = house.check(told(seats="mange"))

    assert changes(file) == {}
