"""A provider's feed: kept, asked every night, and what comes of its answers."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from catalogue import feeds, services, tasks
from catalogue.feeds import Fetched, Unfetchable
from catalogue.models import CatalogueFeed, CatalogueFile, Course
from catalogue.services.feeds import fetch_feed
from notifications.models import Message, Owed
from staff.importing.states import ImportState
from tests.catalogue.files.house import House, changes, json_of, work
from tests.factories import CatalogueFeedFactory, CatalogueFileFactory, contact_of

pytestmark = pytest.mark.django_db
ADDRESS = "https://kurs.example.org/emner.json"
NORSK = json_of({"code": "NORD101", "title": "Norsk"})
ENGELSK = json_of({"code": "NORD101", "title": "Norsk"}, {"code": "ENG101", "title": "Engelsk"})


@pytest.fixture
def house():
    return House()


@pytest.fixture
def feed(house):
    return CatalogueFeedFactory(provider=house.provider, kept_by=house.by)


@pytest.fixture
def answers(monkeypatch):
    """Say what the feed answers from now on; who asked with which mark is in the list."""
    asked = []

    def answer(said, etag=""):
        def fetch(address, known):
            asked.append((address, known))
            if isinstance(said, Exception):
                raise said
            return Fetched(said, etag)

        monkeypatch.setattr(feeds, "fetch", fetch)
        return asked

    return answer


def ask(feed):
    """Ask it, and do all that follows."""
    fetch_feed(feed.pk)
    latest = CatalogueFile.objects.order_by("-pk").first()
    if latest is not None:
        work(latest)
    feed.refresh_from_db()
    return latest


# ── What comes of an answer ──────────────────────────────────────────────────────────────────────


def test_what_is_new_comes_in_as_a_file_and_nothing_is_changed(house, feed, answers):
    asked = answers(NORSK, '"v1"')

    file = ask(feed)

    assert asked == [(ADDRESS, "")]
    assert (file.state, file.feed, file.uploaded_by) == (ImportState.CHECKED, feed, None)
    assert changes(file) == {"new_course": 1}
    assert not Course.objects.exists()
    assert (feed.etag, feed.failure) == ('"v1"', "")
    assert feed.asked_at is not None
    told = Message.objects.get(recipient=house.by)
    assert told.url == reverse("feeds:detail", args=[file.pk])


def test_the_feed_is_asked_whether_anything_is_new_since(feed, answers):
    answers(NORSK, '"v1"')
    ask(feed)
    asked = answers(None)

    ask(feed)

    assert asked[-1] == (ADDRESS, '"v1"')
    assert CatalogueFile.objects.count() == 1
    assert feed.etag == '"v1"'


def test_the_same_content_without_a_mark_is_no_new_file(feed, answers):
    answers(NORSK)
    ask(feed)
    ask(feed)

    assert CatalogueFile.objects.count() == 1


def test_newer_content_takes_the_place_of_a_file_that_waits(feed, answers):
    answers(NORSK)
    first = ask(feed)
    answers(ENGELSK)

    second = ask(feed)

    first.refresh_from_db()
    assert (first.state, bytes(first.content)) == (ImportState.DISCARDED, b"")
    assert (second.state, changes(second)) == (ImportState.CHECKED, {"new_course": 2})


def test_a_file_somebody_sent_in_by_hand_keeps_waiting(house, feed, answers):
    by_hand = house.check(NORSK)
    answers(ENGELSK)
    ask(feed)

    by_hand.refresh_from_db()
    assert by_hand.state == ImportState.CHECKED


def test_a_file_that_changes_nothing_troubles_nobody(house, feed, answers):
    house.apply(NORSK)
    Message.objects.all().delete()
    answers(NORSK)

    file = ask(feed)

    assert (file.feed, changes(file)) == (feed, {})
    assert not Message.objects.exists()


def test_a_fetched_file_is_applied_by_a_contact(house, feed, answers):
    answers(NORSK)
    file = ask(feed)

    services.apply_courses(file=file, by=house.by)

    assert work(file).state == ImportState.APPLIED
    assert Course.objects.get().title == "Norsk"


# ── When it fails ────────────────────────────────────────────────────────────────────────────────


def test_a_failure_is_kept_and_told_once(house, feed, answers):
    answers(Unfetchable("Adressen svarte ikke."))
    ask(feed)
    ask(feed)

    assert feed.failure == "Adressen svarte ikke."
    told = Message.objects.get(recipient=house.by)
    assert told.url == reverse("feeds:feed", args=[house.provider.pk])
    answers(NORSK)
    ask(feed)
    assert feed.failure == ""
    answers(Unfetchable("Adressen svarte ikke."))
    ask(feed)
    assert Message.objects.filter(url=told.url).count() == 2


@pytest.mark.parametrize("content", [b"", b"<html>", b"{", b'{"courses": []}', b'{"emner": []}'])
def test_an_answer_that_cannot_be_read_is_a_failure_and_asked_for_again(feed, answers, content):
    answers(content, '"v1"')

    ask(feed)

    assert feed.failure
    assert feed.etag == ""
    assert not CatalogueFile.objects.exists()


def test_an_answer_that_cannot_be_read_leaves_the_file_that_waits(feed, answers):
    answers(NORSK)
    waiting = ask(feed)
    answers(b"<html>")
    ask(feed)

    waiting.refresh_from_db()
    assert waiting.state == ImportState.CHECKED


def test_a_feed_that_is_dropped_meanwhile_is_not_asked(house, feed, answers):
    asked = answers(NORSK)
    services.drop_feed(feed=feed, by=house.by)

    fetch_feed(feed.pk or 0)

    assert asked == []


# ── Every night ──────────────────────────────────────────────────────────────────────────────────


def test_each_feed_is_owed_a_question_of_its_own(feed):
    other = CatalogueFeedFactory()

    tasks.owe_feed_questions()

    owed = Owed.objects.filter(task="catalogue.tasks.fetch_feed")
    assert [each.args for each in owed.order_by("pk")] == [
        {"feed_id": feed.pk},
        {"feed_id": other.pk},
    ]


# ── Keeping and dropping ─────────────────────────────────────────────────────────────────────────


def test_a_new_address_forgets_what_the_old_one_said_and_is_asked(house, feed):
    CatalogueFeed.objects.update(etag='"v1"', failure="Nei.")

    kept = services.keep_feed(
        provider=house.provider, address="https://ny.example.org/", by=house.by
    )

    assert (kept.pk, kept.etag, kept.failure, kept.asked_at) == (feed.pk, "", "", None)
    assert Owed.objects.filter(task="catalogue.tasks.fetch_feed").count() == 1
    services.keep_feed(provider=house.provider, address="https://ny.example.org/", by=house.by)
    assert Owed.objects.filter(task="catalogue.tasks.fetch_feed").count() == 1


@pytest.mark.parametrize("address", ["http://a.no/", "https://10.0.0.1/", "https://a.no/ x", "nei"])
def test_an_address_we_would_not_ask_is_not_kept(house, address):
    with pytest.raises(ValidationError):
        services.keep_feed(provider=house.provider, address=address, by=house.by)

    assert not CatalogueFeed.objects.exists()


def test_the_database_keeps_no_address_without_https():
    with pytest.raises(IntegrityError), transaction.atomic():
        CatalogueFeedFactory(address="http://kurs.example.org/")


def test_somebody_elses_feed_is_not_ones_own(feed):
    stranger = House().by
    for act in (
        lambda: services.keep_feed(provider=feed.provider, address=ADDRESS, by=stranger),
        lambda: services.ask_feed(feed=feed, by=stranger),
        lambda: services.drop_feed(feed=feed, by=stranger),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_files_that_came_from_a_feed_outlive_it(house, feed, answers):
    answers(NORSK)
    file = ask(feed)

    services.drop_feed(feed=feed, by=contact_of(house.provider))

    file.refresh_from_db()
    assert (file.feed, file.state) == (None, ImportState.CHECKED)


# ── Pages ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def inside(client, house):
    client.force_login(house.by)
    return lambda name: reverse(f"feeds:{name}", args=[house.provider.pk])


def test_an_address_is_kept_and_asked_at_once(client, house, inside):
    assert client.get(inside("feed")).status_code == 200

    response = client.post(inside("feed"), {"address": ADDRESS})

    assert (response.status_code, response.url) == (302, inside("feed"))
    kept = CatalogueFeed.objects.get()
    assert (kept.provider, kept.address, kept.kept_by) == (house.provider, ADDRESS, house.by)


@pytest.mark.parametrize(
    "address", ["", "http://a.no/", "https://localhost/", "https://a.no/" + "x" * 300]
)
def test_what_is_wrong_with_an_address_is_said_beside_it_and_nothing_is_lost(
    client, inside, address
):
    response = client.post(inside("feed"), {"address": address})

    assert response.status_code == 422
    assert response.context["form"].errors["address"]
    assert response.context["form"]["address"].value() == address


def test_the_page_says_how_it_stands(client, house, feed, inside, answers):
    answers(NORSK)
    file = ask(feed)
    answers(Unfetchable("Adressen svarte ikke."))
    ask(feed)

    page = client.get(inside("feed")).content.decode()

    assert reverse("feeds:detail", args=[file.pk]) in page
    assert "Adressen svarte ikke." in page
    assert "Adressen svarte ikke." in client.get(reverse("feeds:index")).content.decode()


def test_the_feed_is_asked_now(client, feed, inside):
    assert client.post(inside("ask")).status_code == 302

    assert Owed.objects.filter(task="catalogue.tasks.fetch_feed").count() == 1
    assert client.get(inside("ask")).status_code == 405


def test_the_feed_is_dropped_once_it_is_said_what_follows(client, feed, inside):
    assert client.get(inside("drop")).status_code == 200
    assert CatalogueFeed.objects.exists()

    assert client.post(inside("drop")).status_code == 302

    assert not CatalogueFeed.objects.exists()
    assert client.post(inside("ask")).status_code == 404


@pytest.mark.parametrize("name", ["feed", "ask", "drop", "new"])
def test_another_providers_pages_do_not_exist(client, inside, name):
    other = CatalogueFeedFactory().provider

    assert client.post(reverse(f"feeds:{name}", args=[other.pk])).status_code == 404


def test_a_feed_page_asks_the_database_a_fixed_number_of_times(client, feed, inside, query_count):
    with_none = query_count(lambda: client.get(inside("feed")))
    for _ in range(3):
        CatalogueFileFactory(provider=feed.provider, feed=feed)

    assert query_count(lambda: client.get(inside("feed"))) <= max(with_none, 12)
