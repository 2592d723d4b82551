"""From the list of files to what a file has changed, and back."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from catalogue.importing import columns as fields
from catalogue.models import CatalogueFile, Course, CourseRun
from catalogue.views.files_meanings import as_json
from staff.importing.columns import guess
from staff.importing.states import ImportState
from staff.roles import Role
from tests.catalogue.files.house import House, changes, course, csv_of, problems, work
from tests.factories import (
    CatalogueFileFactory,
    ContactFactory,
    MembershipFactory,
    ProviderFactory,
    contact_of,
    seat_confirmed,
)

pytestmark = pytest.mark.django_db
INDEX = reverse("feeds:index")
MOST_QUERIES = 12


@pytest.fixture
def house(client):
    house = House()
    client.force_login(house.by)
    return house


def at(name, *args):
    return reverse(f"feeds:{name}", args=args)


def text_of(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def send(client, provider, content=None, name="kurs.csv"):
    file = SimpleUploadedFile(name, csv_of(course()) if content is None else content)
    return client.post(at("new", provider.pk), {"file": file})


# ── The list ─────────────────────────────────────────────────────────────────────────────────────


def test_the_files_of_the_provider_are_listed_newest_first(client, house):
    first = CatalogueFileFactory(
        provider=house.provider,
        checked=True,
        counts={"new_run": 3, "not_in_file": 9, "problems": 2},
    )
    second = CatalogueFileFactory(provider=house.provider, state=ImportState.CHECKING)
    CatalogueFileFactory()

    rows = client.get(INDEX).context["rows"]

    assert [row.file for row in rows] == [second, first]
    assert (rows[1].changes, rows[1].problems) == (3, 2)


def test_it_asks_the_database_as_often_for_three_files_as_for_one(client, house, query_count):
    CatalogueFileFactory(provider=house.provider)
    with_one = query_count(lambda: client.get(INDEX))
    CatalogueFileFactory.create_batch(2, provider=house.provider)

    assert query_count(lambda: client.get(INDEX)) == with_one <= MOST_QUERIES


def test_the_content_of_files_is_not_fetched_for_a_list(client, house):
    CatalogueFileFactory(provider=house.provider)
    [row] = client.get(INDEX).context["rows"]

    assert "content" in row.file.get_deferred_fields()


def test_a_contact_of_two_chooses_whose_files(client, house):
    other = ProviderFactory(name="Åsen fagskole")
    ContactFactory(
        provider=other, membership__user=house.by, membership__starts_on=datetime.date(2021, 1, 1)
    )
    file = CatalogueFileFactory(provider=other)

    response = client.get(INDEX, {"provider": other.pk})

    assert [row.file for row in response.context["rows"]] == [file]
    assert client.get(INDEX, {"provider": ProviderFactory().pk}).status_code == 404


@pytest.mark.parametrize("name", ["index", "meanings", "template"])
def test_whoever_speaks_for_no_provider_hears_whose_task_it_is(client, name):
    client.force_login(MembershipFactory(role=Role.OWNER_OFFICER).user)

    assert client.get(at(name)).status_code == 403


def test_the_menu_leads_there(client, house):
    assert f'href="{INDEX}"' in text_of(client.get(reverse("home")))


# ── Sending in ───────────────────────────────────────────────────────────────────────────────────


def test_a_file_is_sent_in_and_shown_while_it_is_checked(client, house):
    response = send(client, house.provider)

    file = CatalogueFile.objects.get()
    assert (response.status_code, response.url) == (302, at("detail", file.pk))
    assert (file.state, file.uploaded_by, file.file_name) == ("checking", house.by, "kurs.csv")
    assert work(file).state == ImportState.CHECKED


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"{}", b"Tittel;Kode"])
def test_what_cannot_be_read_is_said_beside_the_field(client, house, content):
    response = send(client, house.provider, content)

    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert not CatalogueFile.objects.exists()


def test_no_file_at_all(client, house):
    response = client.post(at("new", house.provider.pk))

    assert response.status_code == 422
    assert response.context["form"].errors["file"]


def test_a_file_for_another_provider_is_not_taken(client, house):
    assert send(client, ProviderFactory()).status_code == 404
    assert not CatalogueFile.objects.exists()


def test_a_name_with_strange_signs_is_kept_without_them(client, house):
    send(client, house.provider, name="a\x00\nb" + "x" * 300 + ".csv")

    name = CatalogueFile.objects.get().file_name
    assert len(name) <= 255
    assert name.isprintable()


# ── What the columns mean ────────────────────────────────────────────────────────────────────────


def test_every_column_is_explained(client, house):
    response = client.get(at("meanings"))

    explained = response.context["columns"]
    assert [column.field for column in explained] == list(fields.FIELDS)
    assert response.status_code == 200


def test_the_template_is_a_file_we_read_without_a_problem(client, house):
    content = b"".join(client.get(at("template")))

    file = house.apply(content)

    assert (changes(file), problems(file)) == ({"new_course": 2, "new_run": 2}, [])
    assert file.counts["not_read"] == []


def test_the_example_of_json_is_a_file_we_read_without_a_problem(house):
    file = house.apply(as_json().encode())

    assert (changes(file), problems(file)) == ({"new_course": 1, "new_run": 1}, [])
    assert file.counts["not_read"] == []
    assert CourseRun.objects.get().sessions.count() == 1


@pytest.mark.parametrize("written", ["nb", "nn"])
@pytest.mark.parametrize("read", ["nb", "nn", "en"])
def test_headings_of_one_written_language_are_understood_in_the_other(written, read):
    with translation.override(written):
        headings = [str(field.label) for field in fields.FIELDS]

    with translation.override(read):
        found = guess(headings, fields.FIELDS)

    assert list(found.values()) == headings
    assert tuple(found) == (*fields.COURSE_NAMES, *fields.RUN_NAMES)


# ── Applying, checking, discarding ───────────────────────────────────────────────────────────────


def test_what_will_follow_is_said_before_it_is_done(client, house):
    file = house.check(csv_of(course(), course(place="Oslo")))

    page = client.get(at("apply", file.pk))
    assert len(page.context["consequences"]) == 2
    assert not Course.objects.exists()
    response = client.post(at("apply", file.pk))

    assert response.url == at("detail", file.pk)
    assert work(file).state == ImportState.APPLIED
    assert CourseRun.objects.count() == 2
    assert client.get(at("detail", file.pk)).context["offers"].undo


def test_a_step_that_is_too_late_is_said_on_the_page_of_the_file(client, house):
    file = house.apply(csv_of(course()))

    for name in ("apply", "check", "discard"):
        response = client.post(at(name, file.pk))
        assert response.status_code == 409
        assert 'role="alert"' in text_of(response) or list(response.context["messages"])
    file.refresh_from_db()
    assert file.state == ImportState.APPLIED


def test_a_file_is_checked_once_more(client, house):
    file = house.check(csv_of(course()))

    assert client.post(at("check", file.pk)).status_code == 302
    assert work(file).state == ImportState.CHECKED


def test_a_file_is_discarded(client, house):
    file = house.check(csv_of(course()))

    assert client.post(at("discard", file.pk)).status_code == 302
    file.refresh_from_db()
    assert file.state == ImportState.DISCARDED
    assert client.get(at("detail", file.pk)).status_code == 200


@pytest.mark.parametrize("name", ["check", "apply", "undo", "discard"])
def test_another_providers_file_is_not_touched(client, house, name):
    file = CatalogueFileFactory(checked=True)

    assert client.post(at(name, file.pk)).status_code == 404
    file.refresh_from_db()
    assert file.state == ImportState.CHECKED


@pytest.mark.parametrize("name", ["check", "discard"])
def test_looking_does_nothing(client, house, name):
    file = house.check(csv_of(course()))

    assert client.get(at(name, file.pk)).status_code == 405


# ── Undoing ──────────────────────────────────────────────────────────────────────────────────────


def test_what_is_put_back_is_said_before_it_is(client, house):
    file = house.apply(csv_of(course()))

    page = client.get(at("undo", file.pk))
    assert (page.context["in_the_way"], len(page.context["consequences"])) == ([], 1)
    assert client.post(at("undo", file.pk)).status_code == 302

    assert work(file).state == ImportState.UNDONE
    assert not Course.objects.exists()


def test_what_stands_in_the_way_is_named_and_there_is_no_button(client, house):
    file = house.apply(csv_of(course()))
    seat_confirmed(CourseRun.objects.get())

    page = text_of(client.get(at("undo", file.pk)))

    assert "Norsk på småtrinnet, Hamar, 20. august 2027" in page
    assert 'method="post"' not in page.partition("<main")[2].partition("</main>")[0]
    assert client.post(at("undo", file.pk)).status_code == 409
    assert Course.objects.exists()


def test_whoever_no_longer_speaks_for_the_provider_finds_nothing(client, house):
    file = house.apply(csv_of(course()))
    client.force_login(contact_of(ProviderFactory()))

    assert client.get(at("undo", file.pk)).status_code == 404
