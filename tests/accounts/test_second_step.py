"""Authenticator app, recovery codes, and what a page about passkeys says without a device."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core import mail
from django.urls import reverse

from tests.accounts.people import PASSWORD, an_hour_passes, is_logged_in, person
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ADD = reverse("mfa_activate_totp")
REMOVE = reverse("mfa_deactivate_totp")
SECOND = reverse("mfa_authenticate")


@pytest.fixture
def user(client):
    user = person()
    client.force_login(user)
    return user


def code(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def enrol(client):
    """Adds an app; returns its secret."""
    secret = client.get(ADD).context["form"].secret
    answer = client.post(ADD, {"code": code(secret)})
    assert answer.url == reverse("mfa_view_recovery_codes")
    return secret


def log_in(client, user):
    client.logout()
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def test_an_app_is_added_and_asked_for(client, user):
    secret = enrol(client)
    assert log_in(client, user).url == SECOND
    assert not is_logged_in(client)
    assert client.get(SECOND).status_code == 200
    assert client.post(SECOND, {"code": code(secret)}).url == "/"
    assert is_logged_in(client)


@pytest.mark.django_db(transaction=True)
def test_it_is_told_by_email(client, user):
    enrol(client)
    told = mail.outbox[0]
    assert told.to == [user.email]
    assert "app" in told.body
    assert "127.0.0.1" in told.body


@pytest.mark.parametrize("typed", ["", "000000", "abc", "\x00", "9" * 500])
def test_a_wrong_code_adds_nothing(client, user, typed):
    client.get(ADD)
    page = client.post(ADD, {"code": typed})
    assert page.status_code == 422
    assert page.context["form"].errors["code"]
    assert not Authenticator.objects.exists()


def test_a_wrong_code_lets_nobody_in_and_guessing_is_stopped(client, user):
    enrol(client)
    log_in(client, user)
    answers = [client.post(SECOND, {"code": "000000"}).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]
    assert not is_logged_in(client)


def test_the_secret_is_not_readable_in_the_database(client, user):
    secret = enrol(client)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept


def test_recovery_codes_are_shown_once_and_let_in_once_each(client, user):
    enrol(client)
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert len(codes) == 10
    again = client.get(reverse("mfa_view_recovery_codes"))
    assert codes[0] not in again.text
    log_in(client, user)
    assert client.post(SECOND, {"code": codes[0]}).url == "/"
    log_in(client, user)
    assert client.post(SECOND, {"code": codes[0]}).status_code == 422
    assert not is_logged_in(client)


def test_new_recovery_codes_make_the_old_ones_void(client, user):
    enrol(client)
    old = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    answer = client.post(reverse("mfa_generate_recovery_codes"))
    assert answer.url == reverse("mfa_view_recovery_codes")
    new = client.get(answer.url).context["unused_codes"]
    assert not set(old) & set(new)
    log_in(client, user)
    assert client.post(SECOND, {"code": old[0]}).status_code == 422


def test_the_app_is_removed_and_no_longer_asked_for(client, user):
    enrol(client)
    assert client.post(REMOVE).url == reverse("account_security")
    assert not Authenticator.objects.exists()
    assert log_in(client, user).url == "/"


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn", "account_set_password"])
@pytest.mark.parametrize("has_password", [True, False])
def test_ways_in_are_changed_by_whoever_has_confirmed_lately(client, name, has_password):
    user = person() if has_password else UserFactory()
    if not has_password:
        user.set_unusable_password()
        user.save()
    client.force_login(user)
    an_hour_passes(client)
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_reauthenticate"))


def test_confirming_with_the_app(client, user):
    secret = enrol(client)
    an_hour_passes(client)
    page = client.get(reverse("account_reauthenticate"), {"next": "/help/"})
    assert reverse("mfa_reauthenticate") in page.text
    url = reverse("mfa_reauthenticate")
    assert client.get(url).status_code == 200
    assert client.post(url, {"code": "000000", "next": "/help/"}).status_code == 422
    Authenticator.objects.update(last_used_at=None)
    assert client.post(url, {"code": code(secret), "next": "/help/"}).url == "/help/"
    assert client.get(REMOVE).status_code == 200


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize(
    "name",
    [
        "account_security",
        "usersessions_list",
        "account_change_password",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_logout",
    ],
)
def test_pages_about_the_log_in_open(client, user, language, name):
    user.written_language = language
    user.save()
    page = client.get(reverse(name))
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert f'<html lang="{language}"' in page.text


@pytest.mark.parametrize(
    "name", ["account_security", "usersessions_list", "mfa_activate_totp", "mfa_add_webauthn"]
)
def test_they_are_for_whoever_is_logged_in(client, name):
    assert client.get(reverse(name)).url.startswith(reverse(settings.LOGIN_URL))


def test_somebody_elses_passkey_does_not_exist(client, user):
    theirs = Authenticator.objects.create(
        user=UserFactory(), type=Authenticator.Type.WEBAUTHN, data={"name": "x"}
    )
    assert client.get(reverse("mfa_remove_webauthn", args=[theirs.pk])).status_code == 404
    assert client.post(reverse("mfa_remove_webauthn", args=[theirs.pk])).status_code == 404


NO_PASSKEYS = [
    "",
    "x",
    "{}",
    "[]",
    "null",
    "7",
    '{"id": 1}',
    '{"id": "AA", "rawId": "AA", "response": {}}',
    '{"id": "AA", "rawId": "AA", "response": {"clientDataJSON": "AA"}, "type": "public-key"}',
    '{"response": {"userHandle": "AA"}}',
    '{"response": []}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "e30", '
    '"authenticatorData": "AA", "signature": "AA", "userHandle": "MQ", "attestationObject": "AA"}}',
]


@pytest.mark.parametrize("credential", NO_PASSKEYS)
def test_a_passkey_that_is_none(client, user, credential):
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200
    page = client.post(reverse("mfa_add_webauthn"), {"credential": credential, "name": "x"})
    assert page.status_code == 422
    answer = client.post(reverse("mfa_reauthenticate_webauthn"), {"credential": credential})
    assert answer.status_code == 302
    client.logout()
    page = client.post(reverse("mfa_login_webauthn"), {"credential": credential})
    assert page.url == reverse("account_login")
    assert not is_logged_in(client)
