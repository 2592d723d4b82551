"""The first page of the owner's case officer and of its finance officer."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications import services
from applications.models import Decision
from applications.states import RoundAction, RoundState
from tests.factories import (
    CourseRunFactory,
    EarmarkFactory,
    OwnerFactory,
    RoundFactory,
    UnionFactory,
    finance_of,
    officer_of,
)
from tests.factories.cases import (
    accepted,
    earmark_for,
    fresh,
    granted,
    in_consultation,
    proposed,
    recommended,
    submitted,
)

pytestmark = pytest.mark.django_db
HOME = reverse("home")
MOST_QUERIES = 12


@pytest.fixture
def owner():
    return OwnerFactory()


@pytest.fixture
def officer(client, owner):
    user = officer_of(owner)
    client.force_login(user)
    return user


def queries(client):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(HOME).status_code == 200
    return sum(
        not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in captured.captured_queries
    )


def under_way():
    today = timezone.localdate()
    run = CourseRunFactory(
        starts_on=today - datetime.timedelta(days=10),
        ends_on=today + datetime.timedelta(days=300),
    )
    return accepted(course_run=run)


def next_thing(client):
    [line] = client.get(HOME).context["rounds"]
    return line.next


# ── The case officer ─────────────────────────────────────────────────────────────────────────────


def test_each_live_round_is_a_line_of_steps(client, owner, officer):
    live = RoundFactory(owner=owner, name="Høstrunden")
    RoundFactory(owner=owner, state=RoundState.CLOSED)
    RoundFactory(name="De andres runde")

    response = client.get(HOME)

    [line] = response.context["rounds"]
    assert line.round == live
    assert [step.current for step in line.steps] == [False, True, *[False] * 6]
    assert line.deadline == live.applicant_deadline
    text = response.content.decode()
    assert "Høstrunden" in text
    assert "De andres runde" not in text
    assert "23:59" in text or "23.59" in text


def test_a_round_says_the_next_thing_to_do(client, owner, officer):
    planned = RoundFactory(owner=owner, state=RoundState.PLANNED)
    assert next_thing(client) == "open"
    services.step(round=planned, action=RoundAction.OPEN, by=officer)
    assert next_thing(client) == "wait_for_applicants"
    case = submitted(round=planned)
    services.step(round=planned, action=RoundAction.CLOSE_FOR_APPLICANTS, by=officer)
    assert next_thing(client) == "wait_for_leaders"
    recommended(case)
    assert next_thing(client) == "take_over"
    services.step(round=planned, action=RoundAction.CLOSE_FOR_LEADERS, by=officer)
    assert next_thing(client) == "rank"
    services.rank(round=planned, order=[case.pk], by=officer)
    assert next_thing(client) == "start"
    services.step(round=planned, action=RoundAction.START_DISTRIBUTION, by=officer)
    assert next_thing(client) == "distribute"


def test_past_the_deadline_the_next_thing_is_to_hand_over(client, owner, officer):
    today = timezone.localdate()
    RoundFactory(owner=owner, applicant_deadline=today, opens_on=today)
    assert next_thing(client) == "wait_for_applicants"  # the last day is a whole day
    owner.rounds.update(
        opens_on=today - datetime.timedelta(days=9),
        applicant_deadline=today - datetime.timedelta(days=1),
    )
    assert next_thing(client) == "hand_over"


def test_a_consultation_waits_with_its_statements(client):
    case = recommended()
    earmark_for(case)
    consultation = in_consultation(proposed([case]), unions=[UnionFactory(), UnionFactory()])
    client.force_login(officer_of(case.owner))

    response = client.get(HOME)

    [waiting] = response.context["consultations"]
    assert waiting == consultation
    assert (waiting.asked, waiting.stated, waiting.unanswered) == (2, 0, 0)
    assert reverse("consultations:detail", args=[consultation.pk]) in response.content.decode()
    assert next_thing(client) == "consult"


def test_letters_being_made_are_counted(client):
    case = granted()
    client.force_login(officer_of(case.owner))
    [line] = client.get(HOME).context["letters"]
    assert (line.letters.made, line.letters.total) == (0, 1)
    Decision.objects.update(letter="letters/a.pdf")
    assert client.get(HOME).context["letters"] == []


def test_terms_that_have_begun_wait_to_be_confirmed(client):
    case = under_way()
    officer = officer_of(case.owner)
    client.force_login(officer)
    response = client.get(HOME)
    assert response.context["to_confirm"] == 1
    assert reverse("rounds:participants", args=[case.round_id]) in response.content.decode()

    services.confirm_participation(application=case, by=officer)
    assert client.get(HOME).context["to_confirm"] == 0  # the second has not begun


def test_the_money_of_the_live_rounds_is_shown(client, owner, officer):
    RoundFactory(owner=owner)
    EarmarkFactory(owner=owner, amount_ore=5_000_000)
    EarmarkFactory(owner=owner, year=timezone.localdate().year - 3)
    EarmarkFactory()
    assert client.get(HOME).context["money"].available_ore == 5_000_000


def test_the_officers_page_asks_the_same_for_one_and_three(client, owner, officer):
    RoundFactory(owner=owner)
    EarmarkFactory(owner=owner)
    client.get(HOME)
    once = queries(client)
    RoundFactory.create_batch(2, owner=owner)
    EarmarkFactory.create_batch(2, owner=owner)
    assert queries(client) == once <= MOST_QUERIES


def test_an_officer_of_a_new_owner_finds_an_empty_page(client, officer):
    assert client.get(HOME).context["rounds"] == []


# ── The finance officer ──────────────────────────────────────────────────────────────────────────


def test_confirmed_terms_are_due_until_they_are_paid(client):
    case = under_way()
    finance = finance_of(case.owner)
    held = services.confirm_participation(application=case, by=officer_of(case.owner))
    client.force_login(finance)

    response = client.get(HOME)

    [due] = response.context["due"]
    assert (due.participation, due.amount_ore, bool(due.may_pay)) == (held, 750_000, True)
    page = response.content.decode()
    assert reverse("applications:pay_term", args=[held.pk]) in page
    assert str(case.applicant) not in page.split("<tbody>")[1]  # finance pays a case, not a name

    client.post(reverse("applications:pay_term", args=[held.pk]), {"next": HOME})
    assert client.get(HOME).context["due"] == []


def test_finance_sees_grants_and_the_latest_transfers(client, owner):
    EarmarkFactory(owner=owner, amount_ore=5_000_000)
    EarmarkFactory()
    client.force_login(finance_of(owner))

    response = client.get(HOME)

    assert len(response.context["grants"]) == 1
    assert [line.transfer.kind for line in response.context["lines"]] == ["earmarked", "received"]
    assert reverse("funding:new_grant") in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_finance_page_asks_the_same_however_many(client, count):
    cases = [under_way() for _ in range(count)]
    owner = cases[0].owner
    officer = officer_of(owner)
    services.confirm_participation(application=cases[0], by=officer)
    if count > 1:
        services.confirm_participation(application=fresh(cases[0]), by=officer)
        EarmarkFactory.create_batch(2, owner=owner)
    client.force_login(finance_of(owner))
    client.get(HOME)
    assert queries(client) == 11 <= MOST_QUERIES
