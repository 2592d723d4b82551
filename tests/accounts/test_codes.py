"""A code by email, for whoever wants it: it says nothing about who is known here."""

import re

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from tests.accounts.people import is_logged_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ASK = reverse("account_request_login_code")
WRITE = reverse("account_confirm_login_code")


def ask(client, email):
    return client.post(ASK, {"email": email})


def code_in_mail():
    return re.search(r"^([A-Z]{4}-[A-Z]{4})$", mail.outbox[-1].body, re.MULTILINE).group(1)


def test_a_code_lets_in(client):
    user = UserFactory(email="kari@example.org")
    assert ask(client, "kari@example.org").url == WRITE
    assert client.get(WRITE).status_code == 200
    assert mail.outbox[0].to == ["kari@example.org"]
    assert client.post(WRITE, {"code": code_in_mail()}).url == "/"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_it_leads_to_the_page_one_wanted(client):
    UserFactory(email="kari@example.org")
    client.post(ASK, {"email": "kari@example.org", "next": "/help/"})
    assert client.post(WRITE, {"code": code_in_mail(), "next": "/help/"}).url == "/help/"


def test_the_answer_is_the_same_whether_or_not_one_is_known(client):
    UserFactory(email="kari@example.org")
    known = ask(client, "kari@example.org")
    known_page = client.get(WRITE).text.replace("kari@example.org", "")
    client.session.flush()
    client.cookies.clear()
    unknown = ask(client, "nobody@example.org")
    unknown_page = client.get(WRITE).text.replace("nobody@example.org", "")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert without_token(known_page) == without_token(unknown_page)
    assert len(mail.outbox) == 2  # so that it takes as long, too


def without_token(page):
    return re.sub(r'[A-Za-z0-9]{64}|"X-CSRFToken": "[^"]*"', "", page)


def test_whoever_is_unknown_cannot_guess_a_code(client):
    ask(client, "nobody@example.org")
    for typed in ("", "000000", "None"):
        client.post(WRITE, {"code": typed})
    assert not is_logged_in(client)


def test_an_address_that_people_share_lets_nobody_in(client):
    UserFactory(email="post@skole.no")
    UserFactory(email="post@skole.no")
    assert ask(client, "post@skole.no").url == WRITE
    assert not re.search(r"^[A-Z]{4}-[A-Z]{4}$", mail.outbox[0].body, re.MULTILINE)


def test_whoever_has_left_gets_no_code(client):
    UserFactory(email="kari@example.org", is_active=False)
    ask(client, "kari@example.org")
    assert not re.search(r"^[A-Z]{4}-[A-Z]{4}$", mail.outbox[0].body, re.MULTILINE)


def test_a_code_works_for_ten_minutes(client):
    UserFactory(email="kari@example.org")
    with time_machine.travel(timezone.now(), tick=True) as clock:
        ask(client, "kari@example.org")
        clock.shift(11 * 60)
        client.post(WRITE, {"code": code_in_mail()})
    assert not is_logged_in(client)


def test_a_code_works_in_the_browser_that_asked_alone(client):
    UserFactory(email="kari@example.org")
    ask(client, "kari@example.org")
    client.cookies.clear()
    assert client.post(WRITE, {"code": code_in_mail()}).url == ASK
    assert not is_logged_in(client)


@pytest.mark.parametrize("typed", ["", "000000", "\x00", "9" * 500])
def test_a_wrong_code_can_be_corrected(client, typed):
    UserFactory(email="kari@example.org")
    ask(client, "kari@example.org")
    page = client.post(WRITE, {"code": typed})
    assert page.status_code == 422
    assert page.context["form"].errors["code"]
    client.post(WRITE, {"code": code_in_mail()})
    assert is_logged_in(client)


def test_after_three_wrong_codes_one_asks_for_a_new_one(client):
    UserFactory(email="kari@example.org")
    ask(client, "kari@example.org")
    right = code_in_mail()
    for _ in range(3):
        answer = client.post(WRITE, {"code": "000000"})
    assert answer.url == ASK
    client.post(WRITE, {"code": right})
    assert not is_logged_in(client)


@pytest.mark.parametrize("email", ["", "x", "a@", "\x00@x.no"])
def test_an_address_that_is_none_is_said(client, email):
    page = ask(client, email)
    assert page.status_code == 422
    assert page.context["form"].errors["email"]
    assert mail.outbox == []


def test_asking_again_and_again_is_stopped_with_a_sentence(client):
    UserFactory(email="kari@example.org")
    for _ in range(3):
        assert ask(client, "kari@example.org").status_code == 302
        client.cookies.clear()
    page = ask(client, "kari@example.org")
    assert page.status_code == 429
    assert str(page.context["form"].errors["email"][0]) in page.text
    assert len(mail.outbox) == 3


def test_a_mail_server_that_is_away_is_said(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    UserFactory(email="kari@example.org")
    page = client.post(ASK, {"email": "kari@example.org"}, follow=True)
    assert page.status_code == 200
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
