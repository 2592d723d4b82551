"""Where one is logged in: seen in words, ended one by one or all at once."""

import datetime

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from evu.accounts import sessions
from tests.accounts.people import PASSWORD, is_logged_in, person

pytestmark = pytest.mark.django_db
PAGE = reverse("usersessions_list")
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


def browser(user, agent=FIREFOX):
    """A browser that is logged in."""
    client = Client(headers={"user-agent": agent})
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert is_logged_in(client)
    return client


@pytest.fixture
def user():
    return person()


def test_each_browser_is_listed_and_this_one_is_marked(user):
    browser(user, IPHONE)
    here = browser(user)
    browser(person())
    places = here.get(PAGE).context["places"]
    assert {place.device: place.is_here for place in places} == {
        sessions.device(FIREFOX): True,
        sessions.device(IPHONE): False,
    }
    assert "Firefox" in sessions.device(FIREFOX)
    assert {place.address for place in places} == {"127.0.0.1"}


@pytest.mark.parametrize(
    ("agent", "browser_name", "system"),
    [
        (FIREFOX, "Firefox", "Windows"),
        (IPHONE, "Safari", "iPhone"),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/130.0 Safari/537.36", "Chrome", "Chromebook"),
        ("Mozilla/5.0 (Macintosh; Mac OS X 10) Chrome/130 Safari/537 Edg/130", "Edge", "Mac"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/130.0 Mobile Safari", "Chrome", "Android"),
    ],
)
def test_a_device_is_said_in_words(agent, browser_name, system):
    assert browser_name in sessions.device(agent)
    assert system in sessions.device(agent)


@pytest.mark.parametrize("agent", ["", "curl/8", "<script>"])
def test_an_unknown_device_is_said_to_be_one(agent):
    assert sessions.device(agent)
    assert "<" not in sessions.device(agent)


def test_one_is_ended(user):
    other, here = browser(user, IPHONE), browser(user)
    there = next(place for place in here.get(PAGE).context["places"] if not place.is_here)
    assert here.post(reverse("end_session", args=[there.pk])).url == PAGE
    assert other.get("/").status_code == 302
    assert here.get("/").status_code == 200
    assert len(here.get(PAGE).context["places"]) == 1


def test_all_others_are_ended(user):
    others, here, stranger = [browser(user), browser(user)], browser(user), browser(person())
    assert here.post(reverse("end_other_sessions")).url == PAGE
    assert [client.get("/").status_code for client in others] == [302, 302]
    assert here.get("/").status_code == stranger.get("/").status_code == 200


def test_somebody_elses_does_not_exist(user):
    here, theirs = browser(user), browser(person())
    row = UserSession.objects.exclude(user=user).get()
    assert here.post(reverse("end_session", args=[row.pk])).status_code == 404
    assert theirs.get("/").status_code == 200


def test_ending_this_one_is_logging_out(user):
    here = browser(user)
    row = UserSession.objects.get()
    assert here.post(reverse("end_session", args=[row.pk])).url == reverse("account_logout")
    assert here.get("/").status_code == 200


def test_they_are_ended_by_post_alone(user):
    here = browser(user)
    row = UserSession.objects.get()
    assert here.get(reverse("end_session", args=[row.pk])).status_code == 405
    assert here.get(reverse("end_other_sessions")).status_code == 405


def test_one_that_has_run_out_is_not_listed(user):
    now = timezone.now()
    with time_machine.travel(now - datetime.timedelta(hours=11), tick=True):
        browser(user, IPHONE)
    here = browser(user)
    assert len(here.get(PAGE).context["places"]) == 1


def test_it_says_when_it_was_last_used_to_a_quarter_of_an_hour(user):
    now = timezone.now()
    with time_machine.travel(now - datetime.timedelta(hours=2), tick=True):
        here = browser(user)
    here.get("/")
    row = UserSession.objects.get()
    assert row.created_at < now - datetime.timedelta(hours=1)
    assert row.last_seen_at >= now


def test_pages_do_not_write_every_time(user, query_count):
    here = browser(user)
    seen = UserSession.objects.get().last_seen_at
    here.get("/help/")
    assert UserSession.objects.get().last_seen_at == seen


def test_it_asks_the_database_as_often_for_one_as_for_three(user, query_count):
    here = browser(user)
    once = query_count(lambda: here.get(PAGE))
    browser(user)
    browser(user, IPHONE)
    assert query_count(lambda: here.get(PAGE)) == once
    assert once <= 12


def test_a_demo_person_is_listed_too(client, settings):
    settings.DEMO = True
    user = person(username="teacher")
    client.post(reverse("demo"), {"persona": "teacher"})
    assert client.session["_auth_user_id"] == str(user.pk)
    assert [place.is_here for place in client.get(PAGE).context["places"]] == [True]
