"""A provider writes what a course asks for: lines come and go, are read aloud, tried and saved."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.models import Event
from catalogue.models import Course
from catalogue.queries.typical_people import BY_GROUP, TYPICAL
from staff.models import Subject
from staff.reference.files import rows as shipped
from staff.requirements import Purpose, parse
from tests.factories import (
    ContactFactory,
    CourseFactory,
    StaffGroupFactory,
    SubjectFactory,
    UserFactory,
    WorkplaceFactory,
    leader_of,
)

pytestmark = pytest.mark.django_db
TRADE = {"has_qualification": {"kind": ["trade_certificate", "journeyman"]}}
DEGREE = {"has_qualification": {"kind": ["degree"]}}
MOST_QUERIES = 14  # two of them are savepoints
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def kitchen():
    return StaffGroupFactory(code="kitchen", name_nb="Kjøkkenpersonale")


@pytest.fixture
def contact():
    return ContactFactory()


@pytest.fixture
def course(contact):
    return CourseFactory(provider=contact.provider)


@pytest.fixture
def me(client, contact):
    client.force_login(contact.membership.user)
    return client


def url(course):
    return reverse("entry:edit", args=[course.pk])


def kinds(key, *kinds):
    """A line of a qualification, as the form sends it."""
    return {f"{key}-kind": list(kinds)}


def sent(*rows, do="save", join="all", **fields):
    data = {"row": list(rows), "join": join, "do": do}
    for name, value in fields.items():
        data[name.replace("_", "-")] = value
    return data


def saved(course):
    course.refresh_from_db()
    return course.entry


def row_names(response):
    return [row.name for row in response.context["editor"].rows]


# ── Saving ───────────────────────────────────────────────────────────────────────────────────────


def test_a_requirement_is_saved_and_read_aloud(me, course):
    data = sent("0-0:has_qualification") | kinds("0-0", "trade_certificate", "journeyman")
    response = me.post(url(course), data, follow=True)
    assert response.redirect_chain == [(url(course), 302)]
    assert saved(course) == TRADE
    page = response.content.decode()
    assert "Fagbrev eller svennebrev" in page
    assert Event.objects.get(kind="course.entry_set").subject == f"catalogue.course:{course.pk}"


def test_saving_the_same_again_is_no_event(me, course):
    data = sent("0-0:has_qualification") | kinds("0-0", "degree")
    for _time in range(2):
        assert me.post(url(course), data).status_code == 302
    assert Event.objects.filter(kind="course.entry_set").count() == 1


def test_no_lines_let_everybody_in(me, course):
    Course.objects.update(entry=TRADE)
    assert me.post(url(course), sent()).status_code == 302
    assert saved(course) == {}


@pytest.mark.parametrize(
    ("row", "typed", "leaf"),
    [
        (
            "has_qualification",
            {"kind": ["degree"], "subjects": "mat\n", "level": "7"},
            {"has_qualification": {"kind": ["degree"], "subjects": ["MAT01"], "level": 7}},
        ),
        (
            "credits_at_least",
            {"n": "60", "system": "higher", "subject": "Mat (MAT01)"},
            {"credits_at_least": {"n": 60, "system": "higher", "subject": ["MAT01"]}},
        ),
        (
            "practice_months_at_least",
            {"years": "2", "months": "6", "groups": ["kitchen"]},
            {"practice_months_at_least": {"n": 30, "alike": [["kitchen"]]}},
        ),
        (
            "position_percent_at_least",
            {"hundredths": "37,5 %", "sectors": ["kindergarten"]},
            {"position_percent_at_least": {"hundredths": 3750, "sectors": ["kindergarten"]}},
        ),
        ("works_in", {"sectors": ["ppt"]}, {"works_in": {"sectors": ["ppt"]}}),
        ("staff_group", {"codes": ["kitchen"]}, {"staff_group": {"codes": ["kitchen"]}}),
        (
            "position_code",
            {"codes": "6572; 7517,6572"},
            {"position_code": {"codes": ["6572", "7517"]}},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_kind_of_line_is_saved_and_opens_again_as_it_was(me, course, row, typed, leaf):
    SubjectFactory(code="MAT01", name_nb="Mat", kind=Subject.Kind.SUBJECT)
    data = sent(f"3-5:{row}") | {f"3-5-{name}": value for name, value in typed.items()}
    assert me.post(url(course), data).status_code == 302
    assert saved(course) == leaf
    parse(course.entry, Purpose.ENTRY)
    opened = me.get(url(course)).context["editor"]
    assert opened.is_complete
    assert opened.tree == leaf


def test_sets_of_lines_are_all_or_any(me, course):
    lines = ("0-0:has_qualification", "0-1:has_qualification", "1-0:works_in")
    data = sent(*lines, join_0="any", join_1="all")
    data |= kinds("0-0", "trade_certificate") | kinds("0-1", "degree")
    data |= {"1-0-sectors": ["primary"]}
    me.post(url(course), data)
    fagbrev = {"has_qualification": {"kind": ["trade_certificate"]}}
    either = {"any": [fagbrev, DEGREE]}
    assert saved(course) == {"all": [either, {"works_in": {"sectors": ["primary"]}}]}
    me.post(url(course), data | {"join": "any", "join-0": "all"})
    both = {"all": [fagbrev, DEGREE]}
    assert saved(course) == {"any": [both, {"works_in": {"sectors": ["primary"]}}]}
    assert me.get(url(course)).context["editor"].join == "any"


# ── What is wrong ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("row", "field", "typed"),
    [
        ("has_qualification", "kind", ""),
        ("has_qualification", "kind", "diploma"),
        ("has_qualification", "subjects", "Trolldom"),
        ("has_qualification", "level", "9"),
        ("credits_at_least", "n", "sixty"),
        ("credits_at_least", "n", "0"),
        ("credits_at_least", "n", "9" * 5000),
        ("credits_at_least", "system", "ects"),
        ("practice_months_at_least", "years", ""),
        ("practice_months_at_least", "years", "-1"),
        ("practice_months_at_least", "years", "2,5"),
        ("practice_months_at_least", "years", "51"),
        ("practice_months_at_least", "groups", "wizards"),
        ("position_percent_at_least", "hundredths", "101"),
        ("position_percent_at_least", "hundredths", "half"),
        ("position_percent_at_least", "sectors", "moon"),
        ("works_in", "sectors", ""),
        ("staff_group", "codes", "wizards"),
        ("position_code", "codes", " , "),
        ("position_code", "codes", "x" * 51),
        ("position_code", "codes", "\x00"),
    ],
)
def test_what_is_wrong_is_said_beside_the_line_and_nothing_is_lost(me, course, row, field, typed):
    Course.objects.update(entry=TRADE)
    data = sent("0-0:works_in", f"0-1:{row}", join_0="any") | {"0-0-sectors": ["ppt"]}
    data |= kinds("0-1", "degree") if row == "has_qualification" and field != "kind" else {}
    response = me.post(url(course), data | {f"0-1-{field}": typed})
    page = response.content.decode()
    assert response.status_code == 422
    assert f'id="id_0-1-{field}_error"' in page
    assert "data-error-summary" in page
    assert row_names(response) == ["works_in", row]
    assert response.context["editor"].rows[1][field].value() in (typed, [typed])
    assert saved(course) == TRADE


def test_practice_is_a_lifetime_at_most(me, course):
    data = sent("0-0:practice_months_at_least") | {"0-0-years": "50", "0-0-months": "1"}
    assert me.post(url(course), data).status_code == 422


@pytest.mark.parametrize("row", ["", "x", "0-0:lacks", "0-0:", "0:works_in", "-1-0:works_in"])
def test_what_is_no_line_is_left_out(me, course, row):
    assert me.post(url(course), sent(row)).status_code == 302
    assert saved(course) == {}


def test_there_are_only_so_many_lines(me, course):
    many = [f"0-{number}:works_in" for number in range(60)]
    response = me.post(url(course), sent(*many, do="add:0") | {"add-0": "fagbrev"})
    assert len(row_names(response)) == 24
    assert "add-0" not in response.content.decode()


# ── Buttons that only show ───────────────────────────────────────────────────────────────────────


def test_lines_are_added_without_a_word_about_those_not_filled_in(me, course):
    first = me.post(url(course), sent(do="add:new") | {"add-new": "percent"})
    assert row_names(first) == ["position_percent_at_least"]
    second = me.post(
        url(course), sent("0-0:position_percent_at_least", do="add:0") | {"add-0": "fagbrev"}
    )
    assert second.status_code == 200
    assert row_names(second) == ["position_percent_at_least", "has_qualification"]
    assert second.context["reading"].demands is None
    assert [len(part.rows) for part in second.context["editor"].sets] == [2]
    third = me.post(url(course), sent("0-0:works_in", do="add:new") | {"add-new": "degree"})
    assert [len(part.rows) for part in third.context["editor"].sets] == [1, 1]
    assert saved(course) == {}


def test_what_was_typed_stays_when_a_line_is_added_or_taken_away(me, course):
    typed = {"0-0-n": "many", "0-1-codes": "6572", "add-0": "fagbrev"}
    data = sent("0-0:credits_at_least", "0-1:position_code", do="add:0") | typed
    page = me.post(url(course), data).content.decode()
    assert 'value="many"' in page
    assert 'value="6572"' in page
    assert "data-error-summary" not in page
    response = me.post(url(course), data | {"do": "remove:0-0"})
    assert row_names(response) == ["position_code"]
    assert 'value="6572"' in response.content.decode()


def test_a_part_goes_with_its_last_line(me, course):
    data = sent("0-0:works_in", "1-0:works_in", do="remove:0-0")
    response = me.post(url(course), data)
    assert [part.key for part in response.context["editor"].sets] == [1]


@pytest.mark.parametrize("do", ["add:new", "add:x", "add:99", "add:", "remove:9-9", "start:x", "?"])
def test_a_button_that_is_none_changes_nothing(me, course, do):
    response = me.post(url(course), sent("0-0:works_in", do=do) | {"add-new": "all"})
    assert response.status_code == 200
    assert row_names(response) == ["works_in"]


@pytest.mark.parametrize(
    ("start", "lines"),
    [("open", 0), ("fagbrev", 1), ("fagbrev-or-degree", 2), ("fagskole", 3), ("subject", 2)],
)
def test_one_starts_from_common_requirements(me, course, start, lines):
    response = me.post(url(course), sent("0-0:works_in", do=f"start:{start}"))
    assert len(row_names(response)) == lines
    assert response.context["reading"].demands is not None
    assert saved(course) == {}


def test_reading_it_out_says_every_way(me, course):
    lines = ("0-0:has_qualification", "0-1:practice_months_at_least")
    data = sent(*lines, do="read", join_0="any") | kinds("0-0", "trade_certificate")
    response = me.post(url(course), data | {"0-1-years": "5"})
    [demand] = response.context["reading"].demands
    assert demand.ways == ("Fagbrev", "5 år med praksis")
    assert "5 år med praksis" in response.content.decode()


def test_the_live_reading_is_the_part_alone(me, course):
    data = sent("0-0:has_qualification", do="reads") | kinds("0-0", "degree")
    part = me.post(url(course), data, headers=HTMX).content.decode()
    assert part.strip().startswith('<div id="reads"')
    assert "<form" not in part
    region = me.post(url(course), data | {"do": "read"}, headers=HTMX).content.decode()
    assert region.strip().startswith('<div id="entry"')
    assert region.strip() in me.post(url(course), data | {"do": "read"}).content.decode()


@pytest.mark.parametrize("person", TYPICAL, ids=lambda person: person.group)
def test_every_typical_person_gets_an_answer(me, course, person):
    data = sent("0-0:has_qualification", do="try", person=person.group)
    response = me.post(url(course), data | kinds("0-0", "trade_certificate"))
    answer = response.context["reading"].answer
    has_fagbrev = any(one.kind == "trade_certificate" for one in person.learned)
    assert answer.met is has_fagbrev
    assert all(line.can_be_met_by for line in answer.missing)
    assert (_("Gets in") if has_fagbrev else _("Does not get in")) in response.content.decode()


def test_there_is_a_typical_person_of_every_staff_group():
    codes = {row["code"] for row in shipped("staff_groups.csv")} - {"to-be-mapped"}
    assert BY_GROUP.keys() == codes
    subjects = {row["code"] for row in shipped("subjects.csv")} | {""}
    assert {one.subject for person in TYPICAL for one in person.learned} <= subjects
    positions = {(row["code"], row["staff_group"]) for row in shipped("position_codes.csv")}
    named = {(person.code, person.group) for person in TYPICAL if person.code}
    assert named - positions <= {("6572", "after-school")}
    assert all(person.facts.held for person in TYPICAL)


# ── What cannot be shown in lines ────────────────────────────────────────────────────────────────


def test_a_deep_tree_is_shown_as_lines_that_say_the_same(me, course):
    deep = {"any": [DEGREE, {"all": [TRADE, {"any": [DEGREE, {"works_in": {"sectors": "ppt"}}]}]}]}
    Course.objects.update(entry=deep)
    response = me.get(url(course))
    assert response.context["editor"].is_complete
    assert response.context["problem"] == ""


def test_a_long_tree_is_read_out_and_only_written_anew(me, course):
    either = {"any": [{"credits_at_least": {"n": n}} for n in range(1, 14)]}
    long = {"all": [either, {"any": [DEGREE, *either["any"]]}]}
    Course.objects.update(entry=long)
    response = me.get(url(course))
    assert response.context["problem"] == "long"
    assert len(response.context["reading"].demands) == 2
    assert saved(course) == long


def test_a_tree_that_cannot_be_read_says_so(me, course):
    Course.objects.update(entry={"has_diploma": {}})
    response = me.get(url(course))
    assert response.status_code == 200
    assert _("The requirements cannot be read") in response.content.decode()


# ── Who ──────────────────────────────────────────────────────────────────────────────────────────


def test_another_providers_course_does_not_exist(client, course):
    for stranger in (
        ContactFactory().membership.user,
        UserFactory(),
        leader_of(WorkplaceFactory()),
    ):
        client.force_login(stranger)
        assert client.get(url(course)).status_code == 404
        assert client.post(url(course), sent()).status_code == 404


def test_nobody_gets_there_without_logging_in(client, course):
    assert client.get(url(course)).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_however_many_lines(me, course, count, query_count):
    group = {"staff_group": {"codes": ["kitchen"]}}
    Course.objects.update(entry={"all": [*[group] * count, {"any": [TRADE, DEGREE]}]})
    assert query_count(lambda: me.get(url(course))) <= MOST_QUERIES
