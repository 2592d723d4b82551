"""What a checked staff file would change, as its page shows it."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from staff.importing.states import ImportState
from staff.importing.words import CONSEQUENCES
from staff.models import ImportChange
from staff.roles import Role
from staff.views.import_findings import WORST_FIRST
from tests.factories import (
    ApiKeyFactory,
    ImportBatchFactory,
    ImportChangeFactory,
    ImportProblemFactory,
    MembershipFactory,
    OwnerFactory,
    UserFactory,
    WorkplaceFactory,
    leader_of,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 14
Kind = ImportChange.Kind
HTMX = {"HX-Request": "true"}


@pytest.fixture
def owner():
    return OwnerFactory()


@pytest.fixture
def administrator(client, owner):
    user = MembershipFactory(role=Role.ADMINISTRATOR, owner=owner).user
    client.force_login(user)
    return user


def page_of(batch, **query):
    return reverse("imports:detail", args=[batch.pk], query=query or None)


def text_of(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def checked(owner, **counts):
    return ImportBatchFactory(owner=owner, checked=True, counts=counts)


# ── What changes ─────────────────────────────────────────────────────────────────────────────────


def test_what_is_and_what_becomes_are_written_for_people(client, owner, administrator):
    batch = checked(owner, changes=1)
    ImportChangeFactory(
        batch=batch,
        name="Amina Yusuf",
        number="00117",
        before={"percent": 8_000, "annual_pay_ore": 42_000_000, "workplace": "Elvestrand skole"},
        after={"percent": 7_250, "annual_pay_ore": 43_500_000, "workplace": "Elvestrand skole"},
    )

    response = client.get(page_of(batch))

    [row] = response.context["rows"]
    changed = {(fact.before, fact.after) for fact in row.facts}
    assert changed == {("80\xa0%", "72,5\xa0%"), ("420\xa0000\xa0kr", "435\xa0000\xa0kr")}
    text = text_of(response)
    assert "Amina Yusuf" in text
    assert "80 % <" in text
    assert "72,5 %" in text
    assert "Elvestrand skole" not in text


def test_whoever_joins_is_shown_with_all_we_are_told(client, owner, administrator):
    batch = checked(owner, joins=1)
    ImportChangeFactory(
        batch=batch,
        kind=Kind.JOINS,
        before={},
        after={"workplace": "Nordbyen skole", "percent": 10_000, "starts_on": "2026-12-01"},
    )

    text = text_of(client.get(page_of(batch)))

    assert "Nordbyen skole" in text
    assert "100 %" in text
    assert "1. desember 2026" in text
    assert "→" not in text


def test_leavers_are_listed_with_the_worst_first(client, owner, administrator):
    batch = checked(owner, leaves=4)
    money = {"code": "application_with_money", "params": {"number": "2027-0012", "ore": 6_250_000}}
    role = {"code": "role_ends", "params": {"role": "leader", "place": "Elvestrand skole"}}
    for name, consequences in (
        ("Ingen A", []),
        ("Rolle", [role]),
        ("Penger", [role, money]),
        ("Ingen B", []),
    ):
        ImportChangeFactory(
            batch=batch, kind=Kind.LEAVES, name=name, consequences=consequences, after={}
        )

    response = client.get(page_of(batch))

    rows = response.context["rows"]
    assert [row.change.name for row in rows] == ["Penger", "Rolle", "Ingen A", "Ingen B"]
    first, second = rows[0].consequences
    assert "2027-0012" in first
    assert "62\xa0500" in first
    assert "Elvestrand skole" in second


def test_every_consequence_has_its_place_in_the_order():
    assert set(WORST_FIRST) == set(CONSEQUENCES)


def test_each_kind_has_a_tab_with_its_number_and_leavers_are_shown_first(
    client, owner, administrator
):
    batch = checked(owner, joins=1_200, leaves=1, problems=1)
    ImportChangeFactory(batch=batch, kind=Kind.JOINS, name="Ny Ansatt", before={})
    ImportChangeFactory(batch=batch, kind=Kind.LEAVES, name="Gammel Ansatt", after={})
    ImportProblemFactory(batch=batch)

    first = client.get(page_of(batch))

    assert [tab.url for tab in first.context["tabs"]] == [
        "?show=leaves",
        "?show=joins",
        "?show=problems",
    ]
    assert "(1 200)" in text_of(first)
    assert [tab.current for tab in first.context["tabs"]] == [True, False, False]
    assert "Gammel Ansatt" in text_of(first)
    assert "Ny Ansatt" not in text_of(first)
    assert "Ny Ansatt" in text_of(client.get(page_of(batch, show="joins")))


@pytest.mark.parametrize("asked", ["moves", "nonsense", "", "'; DROP TABLE"])
def test_asked_for_what_there_is_none_of_it_shows_what_there_is(
    client, owner, administrator, asked
):
    batch = checked(owner, joins=1)
    ImportChangeFactory(batch=batch, kind=Kind.JOINS, name="Ny Ansatt", before={})

    assert "Ny Ansatt" in text_of(client.get(page_of(batch, show=asked)))


def test_a_file_that_changes_nothing_says_so(client, owner, administrator):
    response = client.get(page_of(checked(owner)))

    assert response.context["tabs"] == []
    assert 'class="empty"' in text_of(response)


def test_it_has_pages(client, owner, administrator):
    batch = checked(owner, changes=30)
    ImportChangeFactory.create_batch(30, batch=batch)

    assert len(client.get(page_of(batch)).context["rows"]) == 25
    assert len(client.get(page_of(batch, show="changes", page=2)).context["rows"]) == 5


@pytest.mark.parametrize("show", ["changes", "leaves", "problems"])
def test_it_asks_the_database_as_often_for_three_rows_as_for_one(
    client, owner, administrator, query_count, show
):
    batch = checked(owner, changes=1, leaves=1, problems=1)

    def make_one():
        ImportChangeFactory(batch=batch)
        ImportChangeFactory(batch=batch, kind=Kind.LEAVES)
        ImportProblemFactory(batch=batch)

    make_one()
    with_one = query_count(lambda: client.get(page_of(batch, show=show)))
    make_one()
    make_one()

    assert query_count(lambda: client.get(page_of(batch, show=show))) == with_one <= MOST_QUERIES


# ── What is wrong ────────────────────────────────────────────────────────────────────────────────


def test_a_problem_names_row_and_column_and_says_what_is_wrong(client, owner, administrator):
    batch = checked(owner, problems=2)
    ImportProblemFactory(batch=batch, row=1_204, column="St.pst", params={"value": "mye"})
    ImportProblemFactory(
        batch=batch, row=7, column="", code="over_full_post", params={"percent": 12_000}
    )

    response = client.get(page_of(batch, show="problems"))

    assert [row.problem.row for row in response.context["rows"]] == [7, 1_204]
    assert [row.row_counts for row in response.context["rows"]] == [True, False]
    text = text_of(response)
    assert "1 204" in text
    assert "St.pst" in text
    assert "“mye”" in text or "«mye»" in text
    assert "120 %" in text


def test_the_problems_can_be_opened_in_a_spreadsheet_and_run_no_formula(
    client, owner, administrator
):
    batch = checked(owner, problems=2)
    ImportProblemFactory(batch=batch, row=3, column="=cmd|' /C calc'!A0")
    ImportProblemFactory(batch=batch, row=2, column="Prosent", params={"value": "a;b\nc"})

    response = client.get(reverse("imports:problems", args=[batch.pk]))

    text = response.content.decode()
    assert (
        response["Content-Disposition"]
        == f'attachment; filename="evu-staff-problems-{batch.pk}.csv"'
    )
    assert text.startswith("\ufeff")
    _headings, first, second = csv.reader(io.StringIO(text[1:]), delimiter=";")
    assert first[:2] == ["2", "Prosent"]
    assert "a;b\nc" in first[2]
    assert second[:2] == ["3", "'=cmd|' /C calc'!A0"]


def test_what_a_file_calls_things_is_never_run_in_the_page(client, owner, administrator):
    bad = "<script>alert(1)</script>"
    batch = ImportBatchFactory(
        owner=owner, checked=True, file_name=bad, counts={"problems": 1, "joins": 1}
    )
    ImportProblemFactory(batch=batch, column=bad, params={"value": bad})
    ImportChangeFactory(batch=batch, kind=Kind.JOINS, name=bad, after={"workplace": bad})

    for show in ("joins", "problems"):
        assert bad not in text_of(client.get(page_of(batch, show=show)))


def test_codes_without_a_group_are_named_with_the_way_to_the_map(client, owner, administrator):
    batch = checked(owner, joins=1, unmapped={"X100": 1, "X200": 3})
    ImportChangeFactory(batch=batch, kind=Kind.JOINS, before={})

    text = text_of(client.get(page_of(batch)))

    assert "X100, X200" in text
    assert f'href="{reverse("staff:codes")}"' in text


# ── How far it has come ──────────────────────────────────────────────────────────────────────────


def test_while_a_worker_is_at_it_the_page_asks_again_and_has_a_link(client, owner, administrator):
    batch = ImportBatchFactory(owner=owner, state=ImportState.CHECKING)

    text = text_of(client.get(page_of(batch)))

    assert 'aria-live="polite"' in text
    assert f'hx-get="{page_of(batch)}"' in text
    assert f'<a class="ds-link" href="{page_of(batch)}">' in text


def test_htmx_gets_what_the_page_shows(client, owner, administrator):
    batch = ImportBatchFactory(owner=owner, state=ImportState.CHECKING)

    part = text_of(client.get(page_of(batch), headers=HTMX))

    assert "<html" not in part
    assert part.strip() in text_of(client.get(page_of(batch)))


def test_when_it_is_done_the_page_shows_itself_anew(client, owner, administrator):
    response = client.get(page_of(checked(owner)), headers=HTMX)

    assert response["HX-Refresh"] == "true"


def test_a_file_that_could_not_be_read_says_why(client, owner, administrator):
    batch = ImportBatchFactory(owner=owner, state=ImportState.FAILED, failure="Filen er skadet.")

    response = client.get(page_of(batch))

    assert "Filen er skadet." in text_of(response)
    assert response.context["offers"].discard


def test_the_story_says_who_did_what_and_when(client, owner, administrator):
    done_by = UserFactory(first_name="Torill", last_name="Hovland")
    batch = ImportBatchFactory(
        owner=owner,
        checked=True,
        state=ImportState.APPLIED,
        uploaded_by=None,
        api_key=ApiKeyFactory(owner=owner, name="Lønnssystemet"),
        applied_by=done_by,
        applied_at=timezone.now(),
    )

    response = client.get(page_of(batch))

    assert [step.who for step in response.context["steps"]] == [
        "Lønnssystemet",
        "",
        "Torill Hovland",
    ]
    assert response.context["offers"].undo
    assert not response.context["offers"].apply


@pytest.mark.parametrize("name", ["detail", "columns", "apply", "undo", "problems"])
def test_another_owners_file_does_not_exist(client, administrator, name):
    batch = ImportBatchFactory(checked=True)

    assert client.get(reverse(f"imports:{name}", args=[batch.pk])).status_code == 404


@pytest.mark.parametrize("name", ["detail", "columns", "apply", "undo", "problems"])
def test_a_leader_hears_whose_task_it_is(client, owner, name):
    batch = ImportBatchFactory(owner=owner, checked=True)
    client.force_login(leader_of(WorkplaceFactory(owner=owner)))

    response = client.get(reverse(f"imports:{name}", args=[batch.pk]))

    assert response.status_code == 403
    assert "administrator" in text_of(response)
