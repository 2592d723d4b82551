"""From the bytes of a file to what its rows say, and what is wrong in them."""

import pytest
from django.core.exceptions import ValidationError

from catalogue.importing.json_files import MOST_BYTES
from catalogue.importing.words import PROBLEMS, WARNINGS
from catalogue.models import Course, CourseRun
from staff.importing.states import ImportState
from staff.models import Subject
from tests.catalogue.files.house import (
    HEADINGS,
    House,
    changes,
    course,
    csv_of,
    json_of,
    problems,
    table_of,
)
from tests.factories import CourseFactory, ProviderFactory, StaffGroupFactory
from tests.staff.imports.files import xlsx_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return House()


def the_run():
    return CourseRun.objects.get()


# ── Formats ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
@pytest.mark.parametrize("between", [";", ",", "\t"])
def test_a_spreadsheet_as_text_is_read_whatever_is_between_and_however_it_is_written(
    house, between, encoding
):
    house.apply(csv_of(course(place="Tromsø"), between=between, encoding=encoding))

    run = the_run()
    assert (run.course.title, run.course.code) == ("Norsk på småtrinnet", "NORD101")
    assert (run.place, run.seats, run.price_ore, run.study_load) == ("Tromsø", 30, 1_500_000, 5_000)
    assert (run.starts_on.isoformat(), run.ends_on.isoformat()) == ("2027-08-20", "2028-06-10")


def test_excel_is_read_with_a_description_of_several_pages(house):
    long = "Om lesing.\n" * 400
    table = table_of(course(description=long, credits="7"))
    file = house.apply(xlsx_of(*table))

    assert file.format == "xlsx"
    assert the_run().course.description == long.strip()
    assert the_run().course.credits == 7


def test_a_list_in_excel_that_is_cut_off_is_not_read_by_halves(house):
    slots = "|".join(f"{day:02}.09.2027 09:00-15:00 {'Aula ' * 20}" for day in range(1, 30)) * 2
    assert len(slots) > 5_000

    file = house.check(xlsx_of(*table_of(course(sessions=slots))))

    assert problems(file) == [(2, "Samlinger", "too_long")]


def test_json_of_courses_with_runs(house):
    run = {
        "code": "2027H",
        "starts_on": "2027-08-20",
        "ends_on": "2028-06-10",
        "online": True,
        "load": 37.5,
        "seats": 30,
        "price": 12500.5,
        "apply_by": "2027-04-15",
        "apply_at": "https://www.example.org/sok",
        "on_offer": True,
        "sessions": [
            {"day": "2027-09-21", "from": "09:00", "to": "15:00", "place": "Aulaen"},
            {"day": "2027-09-20", "from": "09:00", "to": "15:00"},
        ],
    }
    told = {"code": "NORD101", "title": "Norsk", "credits": 15, "sectors": ["primary", "sfo"]}
    file = house.apply(json_of({**told, "runs": [run]}, {"title": "Uten gjennomføring"}))

    assert (file.state, problems(file)) == (ImportState.APPLIED, [])
    assert changes(file) == {"new_course": 2, "new_run": 1}
    made = the_run()
    assert (made.course.title, made.course.sectors) == ("Norsk", ["after_school", "primary"])
    assert (made.code, made.place, made.is_online) == ("2027H", "På nett", True)
    assert (made.study_load, made.price_ore) == (3_750, 1_250_050)
    first, second = made.sessions.all()
    assert (first.day.isoformat(), first.place) == ("2027-09-20", "")
    assert (second.day.isoformat(), second.place) == ("2027-09-21", "Aulaen")


def test_a_bare_list_of_courses_is_json_of_courses_too(house):
    assert changes(house.check(b'[{"title": "Norsk"}]')) == {"new_course": 1}


def test_json_counts_its_runs_as_rows(house):
    runs = [{"seats": 1}, {"seats": -1}]
    file = house.check(json_of({"title": "Norsk"}, {"title": "Engelsk", "runs": runs}))

    assert (3, "runs.seats", "count") in problems(file)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   ",
        b"Tittel;Kode",
        b"Tittel\nNorsk",
        b"%PDF-1.7 kurs",
        b"<html></html>",
        b'{"title": "Norsk"}',
        b'{"courses": {}}',
        b'{"courses": ["Norsk"]}',
        b'{"courses": [{"title": "Norsk", "runs": "to"}]}',
        b'{"courses": [',
        b'{"courses": []}',
        b"[" * 100_000,
        b"PK\x03\x04",
        b"a" * (MOST_BYTES + 1),
    ],
    ids=range(15),
)
def test_what_cannot_be_read_is_refused_with_a_sentence(house, content):
    with pytest.raises(ValidationError) as refused:
        house.send(content)

    assert refused.value.message_dict["file"][0]


def test_a_file_without_titles_or_codes_says_what_it_lacks(house):
    file = house.check(b"Sted;Plasser\nHamar;30")

    assert file.state == ImportState.FAILED
    assert "Tittel" in file.failure


def test_headings_we_do_not_know_are_named(house):
    file = house.check("Tittel;Kantine;Romfarge\nNorsk;ja;blå".encode())

    assert file.counts["not_read"] == ["Kantine", "Romfarge"]
    told = json_of({"title": "Norsk", "colour": "blå", "runs": [{"room": "B2"}]})
    assert house.check(told).counts["not_read"] == ["colour", "runs.room"]


# ── Cells ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("field", "written", "code"),
    [
        ("price_ore", "femten tusen", "price"),
        ("price_ore", "-100", "price"),
        ("price_ore", "99 999 999 999", "price"),
        ("seats", "-4", "count"),
        ("seats", "mange", "count"),
        ("seats", "12,5", "count"),
        ("credits", "301", "count"),
        ("terms", "0", "count"),
        ("study_load", "0", "load"),
        ("study_load", "halv", "load"),
        ("study_load", "120", "load"),
        ("starts_on", "31.02.2027", "date"),
        ("starts_on", "snart", "date"),
        ("starts_on", "01.01.1850", "date_range"),
        ("ends_on", "19.08.2027", "ends_before_start"),
        ("apply_by", "21.08.2027", "apply_after_start"),
        ("apply_at", "spør meg", "url"),
        ("apply_at", "javascript:alert(1)", "url"),
        ("is_online", "kanskje", "yes_no"),
        ("kind", "fest", "choice"),
        ("sectors", "verdensrommet", "choice"),
        ("credit_system", "penger", "choice"),
        ("sessions", "en tirsdag", "session"),
        ("sessions", "20.09.2027 25:00-26:00", "session"),
        ("sessions", "20.09.2027 15:00-09:00", "session_backwards"),
        ("sessions", "20.09.2027 09:00-15:00 | 20.09.2027 14:00-16:00", "session_overlap"),
        ("sessions", "20.09.2030 09:00-15:00", "session_outside"),
        ("title", "=HYPERLINK(1)", "formula"),
        ("description", "#REF!", "formula"),
        ("title", "x" * 201, "too_long"),
        ("description", "x" * 5_001, "too_long"),
        ("nqf_level", "syvende", "too_long"),
        ("place", "", "missing"),
    ],
)
def test_what_is_wrong_in_a_cell_is_said_with_its_row_and_column(house, field, written, code):
    good = course(code="ENG101", title="Engelsk")
    extra = {"kind": "kurs"} if field == "credits" else {}
    file = house.check(csv_of(good, course(**{**extra, field: written})))

    assert problems(file) == [(3, HEADINGS[field], code)]
    assert (file.state, file.counts["left_out"]) == (ImportState.CHECKED, 1)
    assert changes(file)["new_run"] == 1


def test_a_row_without_title_or_code_is_left_out(house):
    file = house.check(csv_of(course(code="", title=""), course()))

    assert problems(file) == [(2, "Tittel", "missing")]
    assert changes(file) == {"new_course": 1, "new_run": 1}


def test_a_script_in_a_description_is_text_like_any_other(house):
    bad = "<script>alert(1)</script> & mer"
    house.apply(csv_of(course(description=bad)))

    assert the_run().course.description == bad


def test_what_is_left_open_of_a_new_course_follows_from_the_rest(house):
    without = {"code": "K1", "title": "Kurs", "credits": ""}
    house.apply(csv_of(course(), course(**without, price_ore="")))

    with_credits, short = Course.objects.order_by("pk")
    assert (with_credits.kind, with_credits.credit_system) == ("with_credits", "higher")
    assert (short.kind, short.credits, short.credit_system) == ("without_credits", 0, "")
    assert short.runs.get().price_ore == 0


def test_credits_of_a_fagskole_are_a_fagskoles():
    house = House(ProviderFactory(kind="fagskole"))
    house.apply(csv_of(course()))

    assert the_run().course.credit_system == "fagskole"


@pytest.mark.parametrize(("credits", "code"), [("30", "credits_without"), ("0", None)])
def test_a_course_without_credits_has_none(house, credits, code):
    file = house.check(csv_of(course(kind="etterutdanning", credits=credits)))

    assert [found[2] for found in problems(file)] == ([code] if code else [])


def test_a_course_with_credits_has_some(house):
    file = house.check(csv_of(course(kind="videreutdanning", credits="")))

    assert [found[2] for found in problems(file)] == ["missing"]


def test_subjects_and_groups_are_known_by_code_or_name_and_others_are_named(house):
    Subject.objects.create(code="NOR01-06", name_nb="Norsk", name_nn="Norsk", kind="subject")
    group = StaffGroupFactory()
    house.apply(csv_of(course(subjects="nor01-06 | Alkymi", staff_groups=group.name_nb.upper())))

    made = the_run().course
    assert [subject.code for subject in made.subjects.all()] == ["NOR01-06"]
    assert list(made.staff_groups.all()) == [group]
    file = made.provider.files.get()
    assert problems(file) == [(2, "Fag", "unknown_subject")]
    assert file.counts["unmapped"] == ["Alkymi"]
    assert (file.counts["warnings"], file.counts["left_out"]) == (1, 0)
    assert "alkymi" not in made.keywords.lower()
    assert "norsk" in made.keywords.lower()


def test_a_session_on_a_public_holiday_is_warned_of_and_counts(house):
    file = house.apply(
        csv_of(course(sessions="17.05.2028 09.00-15.00 | 18.05.2028 kl. 9:00–15:00"))
    )

    assert problems(file) == [(2, "Samlinger", "session_on_holiday")]
    assert the_run().sessions.count() == 2


def test_every_problem_has_a_sentence_and_none_has_two():
    assert not PROBLEMS.keys() & WARNINGS.keys()


# ── The same course on several rows ──────────────────────────────────────────────────────────────


def test_rows_with_the_same_code_are_runs_of_one_course(house):
    file = house.apply(csv_of(course(), course(place="Oslo"), course(place="Bodø", title="")))

    assert changes(file) == {"new_course": 1, "new_run": 3}
    assert Course.objects.get().runs.count() == 3


def test_what_rows_say_differently_of_a_course_is_warned_of_and_the_first_counts(house):
    file = house.apply(csv_of(course(), course(place="Oslo", credits="15")))

    assert problems(file) == [(3, "Studiepoeng", "course_differs")]
    assert Course.objects.get().credits == 30


def test_the_same_run_twice_counts_once(house):
    file = house.check(csv_of(course(), course(seats="12")))

    assert problems(file) == [(3, "", "run_twice")]
    assert changes(file) == {"new_course": 1, "new_run": 1}


def test_a_course_that_is_left_out_takes_its_runs_with_it_and_says_why(house):
    CourseFactory(provider=house.provider, title="Engelsk", code="ENG101")
    rows = [course(title="Engelsk", code="X1"), course(title="Engelsk", code="X1", place="Oslo")]
    file = house.check(csv_of(*rows))

    assert problems(file) == [(2, "Tittel", "title_taken"), (3, "", "course_left_out")]
    assert changes(file) == {}


def test_two_names_of_one_course_in_a_file_count_once(house):
    CourseFactory(provider=house.provider, title="Engelsk", code="ENG101")
    file = house.check(csv_of(course(title="", code="ENG101"), course(title="Engelsk", code="")))

    assert problems(file) == [(3, "Emnekode", "course_twice")]


def test_a_code_nobody_has_and_no_title(house):
    file = house.check(csv_of(course(title=""), course(code="NORD102")))

    assert problems(file) == [(2, "Emnekode", "unknown_course")]
