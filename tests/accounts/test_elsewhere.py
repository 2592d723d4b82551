"""Log-in at Feide, ID-porten and Entra: who is let in, and what is kept of it."""

import json

import pytest
import responses
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse

from staff.models import User
from tests.accounts.people import NATIONAL_ID, is_logged_in, known_as, person
from tests.accounts.provider import ISSUER
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
FEIDE_NAME = "https://n.feide.no/claims/eduPersonPrincipalName"
FEIDE_NIN = "https://n.feide.no/claims/nin"


def logged_in_as(client, user):
    return client.session.get("_auth_user_id") == str(user.pk)


# ── What is asked for ────────────────────────────────────────────────────────────────────────────


def test_it_asks_for_a_code_with_pkce_nonce_state_and_level(idporten):
    page = idporten.begin()
    assert page.context["url"].startswith(f"{ISSUER}/authorize?")
    asked = idporten.asked
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert asked["acr_values"] == "idporten-loa-substantial"
    assert asked["redirect_uri"].endswith("/accounts/oidc/idporten/login/callback/")
    assert len(asked["nonce"]) >= 20
    assert len(asked["state"]) >= 16
    assert set(asked["scope"].split()) == {"openid", "profile"}
    first = asked["nonce"]
    idporten.begin()
    assert idporten.asked["nonce"] != first


def test_the_page_leads_on_without_scripts_and_without_a_redirect(idporten):
    page = idporten.begin()
    assert page.status_code == 200
    assert page.text.count("idp.example.org/authorize?") == 2  # by itself, and as a link
    assert '<meta http-equiv="refresh" content="0;url=https://' in page.text
    assert "form-action 'self'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("more", ["scope=admin", "auth_params=acr_values%3Dlow%26nonce%3Dmine"])
def test_an_address_adds_nothing_to_what_is_asked_for(idporten, more):
    idporten.client.post(f"{reverse('openid_connect_login', args=['idporten'])}?{more}")
    idporten.begin()
    assert "admin" not in idporten.asked["scope"]
    assert idporten.asked["acr_values"] == "idporten-loa-substantial"
    assert idporten.asked["nonce"] != "mine"


def test_a_link_alone_starts_nothing(idporten):
    page = idporten.client.get(reverse("openid_connect_login", args=["idporten"]))
    assert page.status_code == 200
    assert "socialaccount_states" not in idporten.client.session


def test_only_what_is_configured_is_shown(client):
    assert "openid_connect" not in client.get(reverse("account_login")).text
    assert client.get(reverse("account_login")).context["places"] == []
    assert client.post(reverse("openid_connect_login", args=["feide"])).status_code == 404
    assert client.get(reverse("openid_connect_callback", args=["feide"])).status_code == 404


def test_all_three_are_shown_side_by_side(client, configured):
    page = client.get(reverse("account_login"))
    assert [place.name for place in page.context["places"]] == [
        "Feide",
        "ID-porten",
        "Microsoft Entra",
    ]
    for name in ("feide", "idporten", "entra"):
        assert f'action="{reverse("openid_connect_login", args=[name])}"' in page.text


# ── Who is let in ────────────────────────────────────────────────────────────────────────────────


def test_by_the_national_id_of_id_porten(idporten, client):
    user = known_as(UserFactory(), "national_id", NATIONAL_ID)
    known_as(UserFactory(), "national_id", "01819012345")
    assert idporten.log_in(pid=NATIONAL_ID).url == "/"
    assert logged_in_as(client, user)


@pytest.mark.parametrize("name", ["kari@kommune.no", "Kari@Kommune.no", " kari@kommune.no "])
def test_by_the_feide_name_however_it_is_written(feide, client, name):
    user = known_as(UserFactory(), "feide", "kari@kommune.no")
    assert feide.log_in(**{FEIDE_NAME: name}).status_code == 302
    assert logged_in_as(client, user)


def test_by_the_feide_name_in_the_userinfo(feide, client):
    user = known_as(UserFactory(), "feide", "kari@kommune.no")
    feide.userinfo = {FEIDE_NAME: "kari@kommune.no"}
    feide.log_in()
    assert logged_in_as(client, user)


def test_by_the_national_id_that_feide_gives(feide, client):
    user = known_as(UserFactory(), "national_id", NATIONAL_ID)
    feide.log_in(**{FEIDE_NIN: NATIONAL_ID, FEIDE_NAME: "unknown@kommune.no"})
    assert logged_in_as(client, user)


def test_userinfo_about_somebody_else_is_refused(feide, client):
    known_as(UserFactory(), "feide", "kari@kommune.no")
    feide.userinfo = {"sub": "somebody-else", FEIDE_NAME: "kari@kommune.no"}
    assert feide.log_in().status_code == 401
    assert not is_logged_in(client)


def test_by_the_user_name_of_entra(entra, client):
    user = known_as(UserFactory(), "entra", "kari@kommune.onmicrosoft.com")
    entra.log_in(preferred_username="kari@kommune.onmicrosoft.com")
    assert logged_in_as(client, user)


def test_a_name_counts_only_where_it_belongs(entra, client):
    """Whoever may choose their name at one place gains nothing at another."""
    known_as(UserFactory(), "feide", "kari@kommune.no")
    assert entra.log_in(preferred_username="kari@kommune.no").status_code == 403
    assert not is_logged_in(client)


def test_one_comes_back_to_the_page_one_wanted(idporten):
    known_as(UserFactory(), "national_id", NATIONAL_ID)
    idporten.begin(next="/help/")
    assert idporten.come_back(pid=NATIONAL_ID).url == "/help/"


def test_one_is_not_sent_to_a_foreign_page(idporten):
    known_as(UserFactory(), "national_id", NATIONAL_ID)
    idporten.begin(next="https://evil.example.org/")
    assert idporten.come_back(pid=NATIONAL_ID).url == "/"


def test_whoever_has_left_all_owners_sees_that_there_is_nothing(idporten, client):
    known_as(UserFactory(), "national_id", NATIONAL_ID)
    idporten.log_in(pid=NATIONAL_ID)
    page = client.get("/")
    assert page.status_code == 200
    assert "evu/home_nobody.html" in [template.name for template in page.templates]


def test_whose_access_has_ended_hears_so(idporten, client):
    known_as(UserFactory(is_active=False), "national_id", NATIONAL_ID)
    assert idporten.log_in(pid=NATIONAL_ID).url == reverse("account_inactive")
    assert client.get(reverse("account_inactive")).status_code == 200
    assert not is_logged_in(client)


# ── Who is not ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_somebody_unknown_gets_a_page_that_says_what_to_do(idporten, client, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = idporten.log_in(pid=NATIONAL_ID)
    assert page.status_code == 403
    assert "account/unknown_person.html" in [template.name for template in page.templates]
    assert "ID-porten" in page.text
    assert reverse("account_login") in page.text
    assert reverse("help") in page.text
    assert NATIONAL_ID not in page.text
    assert not is_logged_in(client)
    assert User.objects.count() == 0


def test_the_same_address_is_not_the_same_person(feide, idporten, entra, client):
    UserFactory(email="kari@kommune.no", username="kari@kommune.no")
    said = {"email": "kari@kommune.no", "email_verified": True}
    assert feide.log_in(**said, **{FEIDE_NAME: "kari2@kommune.no"}).status_code == 403
    assert idporten.log_in(**said, pid=NATIONAL_ID).status_code == 403
    assert entra.log_in(**said, preferred_username="kari@kommune.no").status_code == 403
    assert not is_logged_in(client)
    assert User.objects.count() == 1


@pytest.mark.parametrize("claim", [{}, {"pid": ""}, {"pid": None}, {"pid": 5}, {"pid": [1]}])
def test_a_token_without_a_name_is_nobody(idporten, client, claim):
    known_as(UserFactory(), "national_id", NATIONAL_ID)
    assert idporten.log_in(**claim).status_code == 403
    assert not is_logged_in(client)


@pytest.mark.parametrize("process", ["connect", "redirect", "confirm", "x"])
def test_the_form_cannot_ask_for_anything_but_a_log_in(idporten, client, process):
    user = known_as(UserFactory(), "national_id", NATIONAL_ID)
    idporten.begin(process=process)
    idporten.come_back(pid=NATIONAL_ID)
    assert logged_in_as(client, user)
    assert SocialAccount.objects.count() == 0


# ── What is kept ─────────────────────────────────────────────────────────────────────────────────


def test_nothing_of_what_the_token_said_is_kept_or_logged(idporten, client, caplog):
    known_as(UserFactory(), "national_id", NATIONAL_ID)
    idporten.log_in(pid=NATIONAL_ID)
    kept = json.dumps([row.get_decoded() for row in Session.objects.all()], default=str)
    assert "_auth_user_id" in kept
    for secret in (NATIONAL_ID, "an-access-token", "a-pairwise-subject@"):
        assert secret not in kept
        assert secret not in caplog.text
    assert SocialAccount.objects.count() == SocialToken.objects.count() == 0


def test_nothing_is_kept_while_a_second_step_is_asked_for(idporten, client):
    from allauth.mfa.totp.internal.auth import TOTP

    user = known_as(person(), "national_id", NATIONAL_ID)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    assert idporten.log_in(pid=NATIONAL_ID).url == reverse("mfa_authenticate")
    kept = json.dumps([row.get_decoded() for row in Session.objects.all()], default=str)
    assert NATIONAL_ID not in kept
    assert "an-access-token" not in kept


# ── When it is away ──────────────────────────────────────────────────────────────────────────────


def test_a_place_that_does_not_answer_is_said(client, configured, wire):
    responses.get(f"{ISSUER}/.well-known/openid-configuration", status=503)
    page = client.post(reverse("openid_connect_login", args=["feide"]))
    assert page.status_code == 502
    assert "Feide" in page.text
    assert str(page.context["text"]) in page.text


def test_a_place_that_falls_silent_on_the_way_back_is_said(idporten, client):
    idporten.begin()
    responses.post(f"{ISSUER}/token", status=500)
    page = idporten.call_back(code="x", state=idporten.asked["state"])
    assert page.status_code in (401, 502)
    assert str(page.context["text"]) in page.text
    assert not is_logged_in(client)
