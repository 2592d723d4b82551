"""What a checked file of courses would change, as its page shows it."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from catalogue.importing.words import PROBLEMS, WARNINGS
from catalogue.models import CatalogueFileChange
from staff.importing.states import ImportState
from staff.roles import Role
from tests.factories import (
    CatalogueFileChangeFactory,
    CatalogueFileFactory,
    CatalogueFileProblemFactory,
    CourseRunFactory,
    MembershipFactory,
    ProviderFactory,
    StaffGroupFactory,
    contact_of,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
Kind = CatalogueFileChange.Kind
HTMX = {"HX-Request": "true"}
OF_A_FILE = ["detail", "apply", "undo", "problems"]


@pytest.fixture
def provider():
    return ProviderFactory()


@pytest.fixture
def contact(client, provider):
    user = contact_of(provider)
    client.force_login(user)
    return user


def page_of(file, **query):
    return reverse("feeds:detail", args=[file.pk], query=query or None)


def text_of(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def checked(provider, **counts):
    return CatalogueFileFactory(provider=provider, checked=True, counts=counts)


# ── What changes ─────────────────────────────────────────────────────────────────────────────────


def test_what_is_and_what_becomes_are_written_for_people(client, provider, contact):
    group = StaffGroupFactory(code="teacher", name_nb="Lærere", name_nn="Lærarar")
    before = {
        "price_ore": 1_500_000,
        "study_load": 5_000,
        "starts_on": "2027-08-20",
        "is_online": False,
        "staff_groups": [],
        "kind": "with_credits",
        "sessions": [],
        "sectors": ["primary"],
    }
    after = {
        "price_ore": 1_250_050,
        "study_load": 3_750,
        "starts_on": "2027-09-01",
        "is_online": True,
        "staff_groups": [group.code],
        "kind": "road",
        "sessions": [["2027-09-01", "09:00", "15:30", "Aulaen"]],
        "sectors": [],
    }
    file = checked(provider, changed_run=1)
    CatalogueFileChangeFactory(file=file, before=before, after=after, row=1_204)

    response = client.get(page_of(file))

    [row] = response.context["rows"]
    shown = {
        (fact.before.replace("\xa0", " "), fact.after.replace("\xa0", " ")) for fact in row.facts
    }
    assert ("15 000 kr", "12 500,50 kr") in shown
    assert ("50 %", "37,5 %") in shown
    assert ("20. august 2027", "1. september 2027") in shown
    assert ("Nei", "Ja") in shown
    assert ("–", "Lærere") in shown
    assert ("–", "1. september 2027 kl. 09.00–15.30, Aulaen") in shown
    assert len(shown) == 8
    assert not any("with_credits" in part or "primary" in part for pair in shown for part in pair)
    assert "1 204" in text_of(response)


def test_of_what_is_new_all_that_is_told_is_shown_and_nothing_else(client, provider, contact):
    file = checked(provider, new_run=1)
    after = {"place": "Hamar", "starts_on": "2027-08-20", "seats": 30, "terms": 2, "apply_at": ""}
    CatalogueFileChangeFactory(file=file, kind=Kind.NEW_RUN, before={}, after=after)

    [row] = client.get(page_of(file)).context["rows"]

    assert [(fact.before, fact.after) for fact in row.facts] == [("", "2"), ("", "30")]


def test_a_long_description_is_folded_away(client, provider, contact):
    file = checked(provider, changed_course=1)
    CatalogueFileChangeFactory(
        file=file,
        kind=Kind.CHANGED_COURSE,
        before={"description": "Kort."},
        after={"description": "Lang.\n" * 100},
    )

    assert "<details" in text_of(client.get(page_of(file))).partition("<main")[2]


def test_each_kind_has_a_tab_with_its_number_and_what_can_hurt_is_shown_first(
    client, provider, contact
):
    file = checked(provider, new_course=1_200, ended_run=1, not_in_file=2, problems=1)
    CatalogueFileChangeFactory(file=file, kind=Kind.NEW_COURSE, name="Nytt kurs", before={})
    CatalogueFileChangeFactory(file=file, kind=Kind.ENDED_RUN, name="Gammelt kurs")
    CatalogueFileChangeFactory(file=file, kind=Kind.NOT_IN_FILE, name="Glemt kurs")

    first = client.get(page_of(file))

    assert [tab.url for tab in first.context["tabs"]] == [
        "?show=ended_run",
        "?show=new_course",
        "?show=problems",
        "?show=not_in_file",
    ]
    assert [tab.current for tab in first.context["tabs"]] == [True, False, False, False]
    assert "(1 200)" in text_of(first)
    assert "Gammelt kurs" in text_of(first)
    assert "Nytt kurs" not in text_of(first)
    assert "Nytt kurs" in text_of(client.get(page_of(file, show="new_course")))
    assert "Glemt kurs" in text_of(client.get(page_of(file, show="not_in_file")))


@pytest.mark.parametrize("asked", ["changed_course", "nonsense", "", "digest", "'; DROP TABLE"])
def test_asked_for_what_there_is_none_of_it_shows_what_there_is(client, provider, contact, asked):
    file = checked(provider, new_course=1, digest="abc")
    CatalogueFileChangeFactory(file=file, kind=Kind.NEW_COURSE, name="Nytt kurs", before={})

    assert "Nytt kurs" in text_of(client.get(page_of(file, show=asked)))


def test_a_file_that_changes_nothing_says_so_and_has_nothing_to_apply(client, provider, contact):
    response = client.get(page_of(checked(provider, not_read=["Kantine"])))

    assert response.context["tabs"] == []
    assert 'class="empty"' in text_of(response)
    assert "Kantine" in text_of(response)
    assert not response.context["offers"].apply


def test_a_run_there_is_has_a_link_to_its_page(client, provider, contact):
    run = CourseRunFactory(course__provider=provider)
    file = checked(provider, not_in_file=1)
    CatalogueFileChangeFactory(file=file, kind=Kind.NOT_IN_FILE, run=run, course=run.course)

    assert reverse("providing:run", args=[run.pk]) in text_of(client.get(page_of(file)))


def test_it_has_pages(client, provider, contact):
    file = checked(provider, changed_run=30)
    CatalogueFileChangeFactory.create_batch(30, file=file)

    assert len(client.get(page_of(file)).context["rows"]) == 25
    assert len(client.get(page_of(file, show="changed_run", page=2)).context["rows"]) == 5


@pytest.mark.parametrize("show", ["changed_run", "new_course", "problems"])
def test_it_asks_the_database_as_often_for_three_rows_as_for_one(
    client, provider, contact, query_count, show
):
    file = checked(provider, changed_run=1, new_course=1, problems=1)

    def make_one():
        CatalogueFileChangeFactory(file=file)
        CatalogueFileChangeFactory(file=file, kind=Kind.NEW_COURSE)
        CatalogueFileProblemFactory(file=file)

    make_one()
    with_one = query_count(lambda: client.get(page_of(file, show=show)))
    make_one()
    make_one()

    assert query_count(lambda: client.get(page_of(file, show=show))) == with_one <= MOST_QUERIES


# ── What is wrong ────────────────────────────────────────────────────────────────────────────────


def test_a_problem_names_row_and_column_and_says_what_is_wrong(client, provider, contact):
    file = checked(provider, problems=2)
    CatalogueFileProblemFactory(file=file, row=1_204)
    CatalogueFileProblemFactory(
        file=file,
        row=7,
        column="Samlinger",
        code="session_on_holiday",
        params={"day": "2028-05-17"},
    )

    response = client.get(page_of(file, show="problems"))

    rows = response.context["rows"]
    assert [(row.problem.row, row.row_counts) for row in rows] == [(7, True), (1_204, False)]
    text = text_of(response)
    assert "17. mai 2028" in text
    assert "femten tusen" in text
    assert "1 204" in text


@pytest.mark.parametrize("code", [*PROBLEMS, *WARNINGS])
def test_every_problem_can_be_said(client, provider, contact, code):
    params = {
        "value": "mye",
        "least": 0,
        "most": 9,
        "choices": "a, b",
        "day": "2028-05-17",
        "row": 3,
        "given": 4,
    }
    file = checked(provider, problems=1)
    CatalogueFileProblemFactory(file=file, code=code, params=params)

    [row] = client.get(page_of(file, show="problems")).context["rows"]

    assert row.sentence
    assert "%(" not in row.sentence


def test_the_problems_can_be_opened_in_a_spreadsheet_and_run_no_formula(client, provider, contact):
    file = checked(provider, problems=2)
    CatalogueFileProblemFactory(file=file, row=3, column="=cmd|' /C calc'!A0")
    CatalogueFileProblemFactory(file=file, row=2, params={"value": "a;b\nc"})

    response = client.get(reverse("feeds:problems", args=[file.pk]))

    text = response.content.decode()
    name = f"evu-courses-problems-{file.pk}.csv"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert text.startswith("\ufeff")
    _headings, first, second = csv.reader(io.StringIO(text[1:]), delimiter=";")
    assert first[:2] == ["2", "Pris"]
    assert "a;b\nc" in first[2]
    assert second[:2] == ["3", "'=cmd|' /C calc'!A0"]


def test_what_a_file_calls_things_is_never_run_in_the_page(client, provider, contact):
    bad = "<script>alert(1)</script>"
    counts = {"problems": 1, "new_course": 1, "unmapped": [bad], "not_read": [bad]}
    file = CatalogueFileFactory(provider=provider, checked=True, file_name=bad, counts=counts)
    CatalogueFileProblemFactory(file=file, column=bad, params={"value": bad})
    CatalogueFileChangeFactory(
        file=file, kind=Kind.NEW_COURSE, name=bad, after={"description": bad * 9, "code": bad}
    )

    for show in ("new_course", "problems"):
        text = text_of(client.get(page_of(file, show=show)))
        assert bad not in text
        assert "&lt;script&gt;" in text
    for name in ("apply", "problems"):
        client.get(reverse(f"feeds:{name}", args=[file.pk]))
    assert bad not in text_of(client.get(reverse("feeds:index")))


def test_what_is_not_known_is_named_with_the_way_to_the_explanation(client, provider, contact):
    file = checked(provider, problems=1, unmapped=["Alkymi"], not_read=["Kantine", "Romfarge"])
    CatalogueFileProblemFactory(file=file)

    text = text_of(client.get(page_of(file)))

    assert "Alkymi" in text
    assert "Kantine, Romfarge" in text
    assert f'href="{reverse("feeds:meanings")}"' in text


# ── How far it has come ──────────────────────────────────────────────────────────────────────────


def test_while_a_worker_is_at_it_the_page_asks_again_and_has_a_link(client, provider, contact):
    file = CatalogueFileFactory(provider=provider, state=ImportState.CHECKING)

    text = text_of(client.get(page_of(file)))

    assert 'aria-live="polite"' in text
    assert f'hx-get="{page_of(file)}"' in text
    assert f'<a class="ds-link" href="{page_of(file)}">' in text


def test_htmx_gets_what_the_page_shows(client, provider, contact):
    file = CatalogueFileFactory(provider=provider, state=ImportState.CHECKING)

    part = text_of(client.get(page_of(file), headers=HTMX))

    assert "<html" not in part
    assert part.strip() in text_of(client.get(page_of(file)))


def test_when_it_is_done_the_page_shows_itself_anew(client, provider, contact):
    assert client.get(page_of(checked(provider)), headers=HTMX)["HX-Refresh"] == "true"


def test_a_file_that_could_not_be_read_says_why(client, provider, contact):
    failed = {"state": ImportState.FAILED, "failure": "Filen er skadet."}
    file = CatalogueFileFactory(provider=provider, **failed)

    response = client.get(page_of(file))

    assert "Filen er skadet." in text_of(response)
    assert response.context["offers"].discard


def test_the_story_says_who_did_what_and_when(client, provider, contact):
    file = CatalogueFileFactory(provider=provider, applied=True, counts={"new_course": 1})
    undoing = CatalogueFileFactory(
        provider=provider, applied=True, undoes=file, counts={"taken_away": 1}
    )

    response = client.get(page_of(file))

    assert [step.who for step in response.context["steps"]] == [
        str(file.uploaded_by),
        "",
        str(file.applied_by),
        str(undoing.uploaded_by),
    ]
    assert page_of(undoing) in text_of(response)
    undone = client.get(page_of(undoing))
    assert page_of(file) in text_of(undone)
    assert not undone.context["offers"].any


def test_a_fetched_file_says_that_it_was(client, provider, contact):
    file = CatalogueFileFactory(
        provider=provider, checked=True, uploaded_by=None, checked_at=timezone.now()
    )

    assert client.get(page_of(file)).status_code == 200
    assert client.get(reverse("feeds:index")).status_code == 200


# ── Who ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", OF_A_FILE)
def test_another_providers_file_does_not_exist(client, contact, name):
    file = CatalogueFileFactory(checked=True)

    assert client.get(reverse(f"feeds:{name}", args=[file.pk])).status_code == 404


@pytest.mark.parametrize("name", OF_A_FILE)
def test_whoever_speaks_for_no_provider_finds_no_file(client, provider, name):
    client.force_login(MembershipFactory(role=Role.OWNER_OFFICER).user)
    file = checked(provider)

    assert client.get(reverse(f"feeds:{name}", args=[file.pk])).status_code == 404


@pytest.mark.parametrize("name", ["apply", "undo"])
def test_a_step_that_is_not_open_is_refused_with_the_reason(client, provider, contact, name):
    file = CatalogueFileFactory(provider=provider, state=ImportState.CHECKING)

    assert client.get(reverse(f"feeds:{name}", args=[file.pk])).status_code == 403
