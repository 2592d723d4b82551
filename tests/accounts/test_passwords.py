"""Log-in with a password: wrong ones, forgotten ones, and how often one may try."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.accounts.people import PASSWORD, is_logged_in, person
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
LOGIN = reverse("account_login")
RESET = reverse("account_reset_password")


def log_in(client, user, password=PASSWORD):
    return client.post(LOGIN, {"login": user.email, "password": password})


def test_the_right_password_lets_in(client):
    user = person()
    assert log_in(client, user).url == "/"
    assert is_logged_in(client)


@pytest.mark.parametrize("password", ["", "feil", "\x00", "x" * 5000])
def test_a_wrong_one_does_not_and_keeps_the_address(client, password):
    user = person()
    page = log_in(client, user, password)
    assert page.status_code == 422
    assert f'value="{user.email}"' in page.text
    assert not is_logged_in(client)


def test_the_answer_does_not_tell_who_is_known(client):
    known = log_in(client, person(email="kari@example.org"), "feil-passord")
    unknown = client.post(LOGIN, {"login": "nobody@example.org", "password": "feil-passord"})
    assert known.status_code == unknown.status_code == 422
    assert known.context["form"].errors == unknown.context["form"].errors


def test_guessing_one_password_is_stopped_and_the_right_one_waits_too(client):
    user = person()
    answers = [log_in(client, user, "feil-passord").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]
    page = log_in(client, user)
    assert page.status_code == 429
    assert str(page.context["form"].non_field_errors()[0]) in page.text
    assert not is_logged_in(client)


def test_guessing_one_does_not_stop_others(client):
    user = person()
    for _ in range(6):
        log_in(client, user, "feil-passord")
    assert log_in(Client(), person()).url == "/"


def test_a_flood_from_one_address_gets_a_page_that_says_so(client):
    for number in range(120):
        client.post(LOGIN, {"login": f"{number}@example.org", "password": ""})
    page = client.post(LOGIN, {"login": "x@example.org", "password": "x"})
    assert page.status_code == 429
    assert "429.html" in [template.name for template in page.templates]
    assert page.text.count("<h1") == 1


def test_the_right_address_counts_behind_a_proxy(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    user = person()
    for number in range(61):
        client = Client(headers={"x-forwarded-for": f"6.6.6.6, 10.0.0.{number}"})
        client.post(LOGIN, {"login": f"{number}@example.org", "password": "feil-passord"})
    assert log_in(Client(headers={"x-forwarded-for": "10.0.1.1"}), user).url == "/"


def test_whose_access_has_ended_hears_so(client):
    assert log_in(client, person(is_active=False)).url == reverse("account_inactive")
    assert not is_logged_in(client)


def test_nobody_signs_up(client):
    page = client.get(reverse("account_signup"))
    assert "account/signup_closed.html" in [template.name for template in page.templates]


def test_changing_it_logs_out_everywhere_else(client):
    user = person()
    elsewhere = Client()
    log_in(client, user)
    log_in(elsewhere, user)
    form = {"oldpassword": PASSWORD, "password1": "et-helt-nytt-passord", "password2": ""}
    wrong = client.post(reverse("account_change_password"), form)
    assert wrong.status_code == 422
    form["password2"] = form["password1"]
    done = client.post(reverse("account_change_password"), form)
    assert done.url == reverse("account_security")
    # Listed as ended before anybody has tried it.
    assert len(client.get(reverse("usersessions_list")).context["places"]) == 1
    assert client.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    assert mail.outbox[-1].to == [user.email]


@pytest.mark.parametrize(
    ("new", "again"), [("kort", "kort"), ("passord12345", "noe-helt-annet"), ("123456789012", "")]
)
def test_a_password_that_is_no_good_is_said(client, new, again):
    user = person()
    log_in(client, user)
    form = {"oldpassword": PASSWORD, "password1": new, "password2": again}
    page = client.post(reverse("account_change_password"), form)
    assert page.status_code == 422
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_one_without_a_password_may_choose_one(client):
    user = UserFactory()
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    assert client.get(reverse("account_change_password")).url == reverse("account_set_password")
    form = {"password1": "et-helt-nytt-passord", "password2": "et-helt-nytt-passord"}
    assert client.post(reverse("account_set_password"), form).status_code == 302
    user.refresh_from_db()
    assert user.check_password("et-helt-nytt-passord")


def test_a_forgotten_one_is_replaced_through_a_link(client):
    user = person(email="kari@example.org")
    assert client.post(RESET, {"email": user.email}).url == reverse("account_reset_password_done")
    link = re.search(r"https?://\S+", mail.outbox[0].body).group()
    form_page = client.get(link)
    wrong = client.post(form_page.url, {"password1": "kort", "password2": "kort"})
    assert wrong.status_code == 422
    new = "et-helt-nytt-passord"
    client.post(form_page.url, {"password1": new, "password2": new})
    assert log_in(client, user, new).url == "/"
    client.logout()
    assert client.get(link, follow=True).context["token_fail"]


def test_asking_for_links_is_stopped(client):
    user = person()
    for _ in range(3):
        assert client.post(RESET, {"email": user.email}).status_code == 302
    page = client.post(RESET, {"email": user.email})
    assert page.status_code == 429
    assert "429.html" in [template.name for template in page.templates]
    assert len(mail.outbox) == 3


def test_links_say_nothing_about_who_is_known(client):
    known = client.post(RESET, {"email": person().email})
    unknown = client.post(RESET, {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert len(mail.outbox) == 2
