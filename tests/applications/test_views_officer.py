"""Confirming, paying and completing: buttons, asked what every button is asked."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications import services
from applications.models import Participation
from applications.states import State
from funding import ledger
from tests.factories import (
    CourseRunFactory,
    OwnerFactory,
    RoundFactory,
    UserFactory,
    employee_at,
    finance_of,
    leader_of,
    officer_of,
)
from tests.factories.cases import (
    accepted,
    earmark_for,
    final,
    fresh,
    proposed,
    recommended,
    submitted,
)

pytestmark = pytest.mark.django_db
CONFLICT = 409
MOST_QUERIES = 12


def begun():
    """A course of two terms that began ten days ago."""
    today = timezone.localdate()
    return CourseRunFactory(
        starts_on=today - datetime.timedelta(days=10),
        ends_on=today + datetime.timedelta(days=300),
    )


@pytest.fixture
def case():
    return accepted(course_run=begun())


@pytest.fixture
def officer(client, case):
    user = officer_of(case.owner)
    client.force_login(user)
    return user


@pytest.fixture
def term(case, officer):
    return services.confirm_participation(application=case, by=officer)


def address(verb, row):
    return reverse(f"applications:{verb}", args=[row.pk])


def participants(case):
    return reverse("rounds:participants", args=[case.round_id])


def test_the_whole_way_by_the_buttons_on_the_page(client, case, officer):
    def press(url):
        page = client.get(participants(case)).content.decode()
        assert f'formaction="{url}"' in page
        assert client.post(url).url == participants(case)

    press(address("confirm", case))
    for place in (1, 2):
        press(address("pay_term", Participation.objects.get(application=case, term=place)))
        if place == 1:
            press(address("confirm", case))
    press(address("complete", case))

    assert fresh(case).state == State.COMPLETED
    assert ledger.discrepancies() == []
    assert "formaction" not in client.get(participants(case)).content.decode()


def test_the_amount_is_on_the_button_before_and_in_the_message_after(client, case, term):
    page = client.get(participants(case)).content.decode()
    assert "7\xa0500\xa0kr" in page

    response = client.post(address("pay_term", term), follow=True)

    assert "7\xa0500\xa0kr" in str(next(iter(response.context["messages"])))
    assert fresh(term).paid_ore == 750_000


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/", "/"),
        ("/rounds/?page=2", "/rounds/?page=2"),
        ("https://example.org/", None),
        ("//example.org/", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_one_comes_back_to_where_the_button_stood_on_this_site(
    client, case, officer, asked, led_to
):
    response = client.post(address("confirm", case), {"next": asked})
    assert response.status_code == 302
    assert response.url == (led_to or participants(case))


def test_a_refusal_shows_the_case_with_the_reason_on_top_and_does_nothing(client, case, officer):
    response = client.post(address("complete", case), {"next": "/"})

    assert response.status_code == CONFLICT
    assert response.context["refusal"]
    assert response.context["refusal"] in response.content.decode()
    assert [row.application.pk for row in response.context["rows"]] == [case.pk]
    assert 'name="next" value="/"' in response.content.decode()
    assert fresh(case).state == State.ACCEPTED


def test_a_term_is_not_confirmed_before_the_course_begins(client):
    case = accepted()
    client.force_login(officer_of(case.owner))
    assert client.post(address("confirm", case)).status_code == CONFLICT
    assert not Participation.objects.exists()


def test_a_term_is_paid_once_however_often_the_button_is_pressed(client, term):
    assert client.post(address("pay_term", term)).status_code == 302
    assert client.post(address("pay_term", term)).status_code == CONFLICT
    assert fresh(term).paid_ore == 750_000
    assert ledger.discrepancies() == []


def test_a_case_that_waits_for_its_cover_has_no_button_to_complete_it(client, case, officer):
    services.note_cover(application=case, is_open=True, by=None)
    for _term in range(2):
        held = services.confirm_participation(application=case, by=officer)
        services.pay_term(participation=held, by=officer)

    assert address("complete", case) not in client.get(participants(case)).content.decode()
    assert client.post(address("complete", case)).status_code == CONFLICT

    services.note_cover(application=case, is_open=False, by=None)
    assert address("complete", case) in client.get(participants(case)).content.decode()


@pytest.mark.parametrize("verb", ["confirm", "pay_term", "complete"])
def test_who_may_press(client, case, term, verb):
    url = address(verb, term if verb == "pay_term" else case)
    for stranger in (UserFactory(), officer_of(OwnerFactory())):
        client.force_login(stranger)
        assert client.post(url).status_code == 404
    for colleague in (leader_of(case.workplace), case.applicant):
        client.force_login(colleague)
        assert client.post(url).status_code == 403
    client.force_login(employee_at(case.workplace).employee.user)
    assert client.post(url).status_code == 404
    client.force_login(officer_of(case.owner))
    assert client.get(url).status_code == 405
    assert fresh(term).paid_at is None
    assert Participation.objects.count() == 1


@pytest.mark.parametrize("verb", ["confirm", "pay_term", "complete"])
def test_nobody_presses_in_their_own_case(client, case, term, verb):
    case.applicant.memberships.create(
        role="owner_officer", owner=case.owner, starts_on=datetime.date(2020, 1, 1)
    )
    client.force_login(case.applicant)
    url = address(verb, term if verb == "pay_term" else case)
    assert client.post(url).status_code == 403


def test_finance_pays_but_sees_no_case(client, case, term):
    client.force_login(finance_of(case.owner))

    assert client.post(address("confirm", case)).status_code == 404
    assert client.post(address("pay_term", term), {"next": "/"}).url == "/"
    refused = client.post(address("pay_term", term), {"next": "/"})

    assert refused.status_code == CONFLICT
    assert 'href="/"' in refused.content.decode()
    assert case.applicant.last_name not in refused.content.decode()
    assert fresh(term).paid_ore == 750_000


@pytest.mark.parametrize("count", [1, 3])
def test_participants_ask_the_same_however_many(client, count):
    round = RoundFactory()
    cases = [recommended(submitted(round=round, course_run=begun())) for _ in range(count)]
    for case in cases:
        earmark_for(case)
    final(proposed(cases))
    officer = officer_of(round.owner)
    for case in cases:
        services.accept(application=fresh(case), by=case.applicant)
        services.confirm_participation(application=fresh(case), by=officer)
    client.force_login(officer)
    client.get(participants(case))

    with CaptureQueriesContext(connection) as captured:
        response = client.get(participants(case))

    assert len(response.context["rows"]) == count
    assert response.content.decode().count("formaction") == 2 * count
    asked = [q for q in captured.captured_queries if not q["sql"].startswith(("SAVE", "RELEASE"))]
    assert len(asked) == 11 <= MOST_QUERIES
