"""Before money or roles are changed one shows that one is still oneself; nothing typed is lost."""

import time

import pytest
from django.urls import reverse

from funding.models import Grant
from staff.roles import Role
from tests.accounts.people import (
    NATIONAL_ID,
    PASSWORD,
    an_hour_passes,
    is_logged_in,
    known_as,
    person,
)
from tests.factories import MembershipFactory, OwnerFactory, UserFactory

pytestmark = pytest.mark.django_db
NEW_GRANT = reverse("funding:new_grant")
CONFIRM = reverse("account_reauthenticate")


@pytest.fixture
def owner():
    return OwnerFactory()


@pytest.fixture
def finance(client, owner):
    user = known_as(person(), "national_id", NATIONAL_ID)
    MembershipFactory(user=user, role=Role.FINANCE, owner=owner)
    client.force_login(user)
    return user


def grant_form(**changed):
    return {
        "name": "Tilskudd til barnehager",
        "giver": Grant.Giver.STATE,
        "letter": "2027/18",
        "amount": "1 250 000",
        "received_on": "2027-01-15",
        "report_by": "2028-03-01",
        **changed,
    }


def asked_to_confirm(answer):
    return answer.status_code == 302 and answer.url == f"{CONFIRM}?next=%2Fmoney%2Fgrants%2Fnew%2F"


def confirm(client, password=PASSWORD):
    return client.post(CONFIRM, {"password": password, "next": NEW_GRANT})


# ── With a password ──────────────────────────────────────────────────────────────────────────────


def test_whoever_has_just_logged_in_is_not_asked(client, finance):
    assert client.get(NEW_GRANT).status_code == 200
    assert client.post(NEW_GRANT, grant_form()).url == reverse("funding:index")


def test_opening_the_form_asks_already(client, finance):
    an_hour_passes(client)
    answer = client.get(NEW_GRANT)
    assert asked_to_confirm(answer)
    assert client.get(answer.url).status_code == 200
    assert confirm(client).url == NEW_GRANT
    assert client.get(NEW_GRANT).status_code == 200


def test_what_was_posted_too_late_goes_through_after_the_password(client, finance):
    an_hour_passes(client)
    assert asked_to_confirm(client.post(NEW_GRANT, grant_form()))
    assert not Grant.objects.exists()
    assert confirm(client).url == reverse("funding:index")
    assert Grant.objects.get().name == "Tilskudd til barnehager"


def test_a_wrong_password_loses_nothing(client, finance):
    an_hour_passes(client)
    client.post(NEW_GRANT, grant_form())
    wrong = confirm(client, "feil-passord-som-er-langt")
    assert wrong.status_code == 422
    assert "password" in wrong.context["form"].errors
    assert not Grant.objects.exists()
    assert confirm(client).url == reverse("funding:index")
    assert Grant.objects.get().letter == "2027/18"


def test_what_does_not_hold_comes_back_with_all_that_was_typed(client, finance):
    an_hour_passes(client)
    client.post(NEW_GRANT, grant_form(amount="-5", name="Skrevet før"))
    page = confirm(client)
    assert page.status_code == 422
    assert 'value="Skrevet før"' in page.text
    assert f'action="{NEW_GRANT}"' in page.text  # so that correcting it goes to the right page
    assert client.post(NEW_GRANT, grant_form()).url == reverse("funding:index")


def test_a_kept_form_goes_through_once(client, finance):
    an_hour_passes(client)
    client.post(NEW_GRANT, grant_form())
    confirm(client)
    assert confirm(client).url == NEW_GRANT
    assert Grant.objects.count() == 1


def test_guessing_is_stopped(client, finance):
    an_hour_passes(client)
    answers = [confirm(client, "feil-passord-som-er-langt").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]
    assert confirm(client).status_code == 429


def test_money_for_a_term_asks_too(client, finance):
    an_hour_passes(client)
    url = reverse("applications:pay_term", args=[1])
    assert client.post(url).url.startswith(CONFIRM)


def test_earmarking_asks_too(client, finance):
    an_hour_passes(client)
    assert client.get(reverse("funding:new_earmark", args=[1])).url.startswith(CONFIRM)


def test_reading_does_not_ask(client, finance):
    an_hour_passes(client)
    assert client.get(reverse("funding:index")).status_code == 200


def test_somebody_elses_confirmation_does_not_count(client, finance):
    """What is noted belongs to the person, not only to the browser."""
    other = person()
    session = client.session
    session["account_authentication_methods_user"] = str(other.pk)
    session.save()
    assert asked_to_confirm(client.get(NEW_GRANT))


# ── Without a password: at Feide, ID-porten or Entra ─────────────────────────────────────────────


@pytest.fixture
def only_elsewhere(client, owner):
    user = known_as(UserFactory(), "national_id", NATIONAL_ID)
    user.set_unusable_password()
    user.save()
    MembershipFactory(user=user, role=Role.FINANCE, owner=owner)
    client.force_login(user)
    an_hour_passes(client)
    return user


def test_the_page_offers_the_places_one_is_known_at(client, only_elsewhere, configured):
    page = client.get(CONFIRM)
    assert [place.name for place in page.context["places"]] == ["Feide", "ID-porten"]
    assert 'name="password"' not in page.text


def test_it_asks_for_a_new_log_in_there(only_elsewhere, idporten):
    idporten.begin(process="confirm", next=NEW_GRANT)
    assert (idporten.asked["prompt"], idporten.asked["max_age"]) == ("login", "0")


def test_what_was_posted_too_late_goes_through_after_confirming(client, only_elsewhere, idporten):
    assert asked_to_confirm(client.post(NEW_GRANT, grant_form()))
    idporten.begin(process="confirm", next=NEW_GRANT)
    back = idporten.come_back(pid=NATIONAL_ID)
    assert back.url.startswith(reverse("account_confirmed"))
    assert client.get(back.url).url == reverse("funding:index")
    assert Grant.objects.get().name == "Tilskudd til barnehager"


def test_going_back_to_the_page_alone_sends_nothing(client, only_elsewhere, idporten):
    client.post(NEW_GRANT, grant_form())
    answer = client.get(reverse("account_confirmed"), {"next": NEW_GRANT})
    assert answer.url == NEW_GRANT
    assert not Grant.objects.exists()


def test_a_log_in_of_this_morning_is_not_one_of_now(client, only_elsewhere, idporten):
    """Their own session answered, and nobody was asked."""
    client.post(NEW_GRANT, grant_form())
    idporten.begin(process="confirm", next=NEW_GRANT)
    page = idporten.come_back(pid=NATIONAL_ID, auth_time=int(time.time()) - 7200)
    assert page.status_code == 401
    assert asked_to_confirm(client.get(NEW_GRANT))
    assert is_logged_in(client)


@pytest.mark.parametrize("auth_time", [None, "now", 1.5e30])
def test_without_a_time_it_does_not_count(client, only_elsewhere, idporten, auth_time):
    idporten.begin(process="confirm", next=NEW_GRANT)
    assert idporten.come_back(pid=NATIONAL_ID, auth_time=auth_time).status_code == 401
    assert asked_to_confirm(client.get(NEW_GRANT))


@pytest.mark.parametrize("known", [True, False])
def test_somebody_else_cannot_confirm_for_me(client, only_elsewhere, idporten, known):
    if known:
        known_as(UserFactory(), "national_id", "01819012345")
    idporten.begin(process="confirm", next=NEW_GRANT)
    page = idporten.come_back(pid="01819012345")
    assert page.status_code == 403
    assert asked_to_confirm(client.get(NEW_GRANT))
    assert client.session["_auth_user_id"] == str(only_elsewhere.pk)


def test_a_fresh_log_in_elsewhere_counts(client, owner, idporten):
    user = known_as(UserFactory(), "national_id", NATIONAL_ID)
    MembershipFactory(user=user, role=Role.FINANCE, owner=owner)
    idporten.log_in(pid=NATIONAL_ID)
    assert client.get(NEW_GRANT).status_code == 200


@pytest.mark.parametrize("hours_ago", [2, None])
def test_a_log_in_there_of_this_morning_does_not(client, owner, idporten, hours_ago):
    user = known_as(UserFactory(), "national_id", NATIONAL_ID)
    MembershipFactory(user=user, role=Role.FINANCE, owner=owner)
    auth_time = hours_ago and int(time.time()) - hours_ago * 3600
    idporten.log_in(pid=NATIONAL_ID, auth_time=auth_time)
    assert is_logged_in(client)
    assert asked_to_confirm(client.get(NEW_GRANT))


def test_whoever_has_nothing_to_confirm_with_is_told_the_way(client, owner):
    user = UserFactory()
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    page = client.get(CONFIRM)
    assert page.status_code == 200
    assert page.context["places"] == []
    assert page.text.count(f'action="{reverse("account_logout")}"') == 2  # the menu's, and one here


# ── The demo ─────────────────────────────────────────────────────────────────────────────────────


def test_a_demo_person_has_just_logged_in(client, settings, owner):
    settings.DEMO = True
    user = UserFactory(username="finance")
    MembershipFactory(user=user, role=Role.FINANCE, owner=owner)
    client.post(reverse("demo"), {"persona": "finance"})
    assert client.get(NEW_GRANT).status_code == 200
