"""What is round every page: who one acts as, language, messages, and what every site must say."""

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from notifications.models import Message
from notifications.services import Telling, tell
from staff.roles import Role
from tests.factories import MembershipFactory, OwnerFactory, UserFactory, WorkplaceFactory

pytestmark = pytest.mark.django_db
PLAIN = ("accessibility", "privacy", "help")


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user)
    return user


def told(user, number=1, url=""):
    """A message to the person; returns it."""
    tell([Telling(user.pk, f"key-{number}", f"Emne {number}", "Brødtekst", url)], owner_id=None)
    return Message.objects.get(recipient=user, key=f"key-{number}")


# ── Acting ───────────────────────────────────────────────────────────────────────────────────────


def test_one_acts_in_the_first_role_until_one_chooses_another(client, user):
    owner = OwnerFactory()
    first = MembershipFactory(user=user, owner=owner)
    other = MembershipFactory(
        user=user, owner=owner, role=Role.LEADER, workplace=WorkplaceFactory(owner=owner)
    )
    assert client.get(reverse("home")).context["acting"] == first
    answer = client.post(reverse("acting"), {"membership": other.pk})
    assert answer.url == reverse("home")
    assert client.get(reverse("home")).context["acting"] == other


@pytest.mark.parametrize("chosen", ["", "x", "\x00", "999999999999999999999"])
def test_nobody_acts_in_a_role_they_do_not_hold(client, user, chosen):
    mine = MembershipFactory(user=user)
    stranger = MembershipFactory()
    for choice in (chosen, str(stranger.pk)):
        assert client.post(reverse("acting"), {"membership": choice}).status_code == 302
        assert client.get(reverse("home")).context["acting"] == mine


def test_a_role_that_has_ended_is_no_longer_acted_in(client, user):
    mine = MembershipFactory(user=user)
    ended = MembershipFactory(user=user, role=Role.OWNER_OFFICER)
    client.post(reverse("acting"), {"membership": ended.pk})
    ended.ends_on = ended.starts_on
    ended.save()
    assert client.get(reverse("home")).context["acting"] == mine


def test_roles_and_languages_are_changed_by_post_alone(client, user):
    for name in ("acting", "set_language"):
        assert client.get(reverse(name)).status_code == 405


# ── Language ─────────────────────────────────────────────────────────────────────────────────────


def test_language_is_kept_with_the_person(client, user):
    answer = client.post(reverse("set_language"), {"language": "nn", "next": "/help/"})
    assert answer.url == "/help/"
    user.refresh_from_db()
    assert user.written_language == "nn"
    assert '<html lang="nn"' in client.get(reverse("help")).text


def test_language_is_remembered_for_whoever_is_not_logged_in(client):
    client.post(reverse("set_language"), {"language": "nn"})
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "nn"
    assert client.get(reverse("help")).headers["Content-Language"] == "nn"


def test_unknown_language_and_foreign_address_change_nothing(client, user):
    for address in ("https://evil.example.org/", "//evil.example.org", "javascript:alert(1)"):
        answer = client.post(reverse("set_language"), {"language": "tlh", "next": address})
        assert answer.url == "/"
    user.refresh_from_db()
    assert user.written_language == "nb"


# ── Messages ─────────────────────────────────────────────────────────────────────────────────────


def test_messages_are_ones_own_the_newest_first(client, user):
    told(user, 1)
    told(user, 2)
    told(UserFactory(), 3)
    page = client.get(reverse("messages")).text
    assert page.index("Emne 2") < page.index("Emne 1")
    assert "Emne 3" not in page


def test_opening_a_message_marks_it_read_and_leads_to_the_case(client, user):
    message = told(user, url="/help/")
    assert client.get(reverse("home")).context["unread"] == 1
    answer = client.post(reverse("read_message", args=[message.pk]))
    assert answer.url == "/help/"
    assert client.get(reverse("home")).context["unread"] == 0


def test_message_to_somebody_else_does_not_exist(client, user):
    message = told(UserFactory())
    assert client.post(reverse("read_message", args=[message.pk])).status_code == 404
    assert client.get(reverse("read_message", args=[message.pk])).status_code == 405


def test_no_messages_is_said(client, user):
    assert client.get(reverse("messages")).status_code == 200


def test_messages_ask_the_database_as_often_for_one_as_for_three(client, user, query_count):
    told(user, 1)
    once = query_count(lambda: client.get(reverse("messages")))
    told(user, 2)
    told(user, 3)
    assert query_count(lambda: client.get(reverse("messages"))) == once


# ── What every site must say ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("name", PLAIN)
def test_plain_pages_are_for_everybody(client, name, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    with override(language):
        answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert f'<html lang="{language}"' in answer.text


def test_health_answers(client):
    assert client.get(reverse("health")).content == b"ok"
