"""The first page, by the role one acts in."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import services
from applications.states import State
from staff.models import User
from staff.roles import AT_A_WORKPLACE, FOR_A_UNION, OWNERLESS, Role
from tests.factories import (
    ApplicationFactory,
    ContactFactory,
    CourseFactory,
    CourseRunFactory,
    MembershipFactory,
    OwnerFactory,
    RoundFactory,
    UnionFactory,
    UserFactory,
    WorkplaceFactory,
    employee_at,
    finance_of,
    officer_of,
    scheme_with_rules,
)
from tests.factories.cases import accepted, fresh, granted, submitted

pytestmark = pytest.mark.django_db


def home(client, user):
    client.force_login(user)
    return client.get(reverse("home"))


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_first_page(client, role):
    owner = None if role in OWNERLESS else OwnerFactory()
    membership = MembershipFactory(
        role=role,
        owner=owner,
        workplace=WorkplaceFactory(owner=owner) if role in AT_A_WORKPLACE else None,
        union=UnionFactory() if role in FOR_A_UNION else None,
    )
    answer = home(client, membership.user)
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1


def test_somebody_without_a_role_is_told_whom_to_ask(client):
    answer = home(client, UserFactory())
    assert answer.status_code == 200
    assert reverse("help") in answer.text
    assert client.post(reverse("home")).status_code == 405


# ── The employee ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def position():
    return employee_at(WorkplaceFactory())


@pytest.fixture
def round(position):
    group = position.code.staff_group
    run = CourseRunFactory(course=CourseFactory(staff_groups=[group]))
    return RoundFactory(
        owner=position.owner, runs=[run], schemes=[scheme_with_rules(staff_groups=[group])]
    )


def test_open_round_can_be_applied_in(client, position, round):
    page = home(client, position.employee.user).text
    assert reverse("applications:start", args=[round.pk]) in page
    assert round.offers.get().course_run.course.title in page
    assert "23.59" in page


def test_round_that_is_over_cannot(client, position, round):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    round.opens_on = round.applicant_deadline = yesterday
    round.save()
    page = home(client, position.employee.user).text
    assert reverse("applications:start", args=[round.pk]) not in page
    assert _("No round is open now. You can apply when your employer opens one.") in page


def test_draft_is_shown_as_not_sent(client, position, round):
    draft = services.start(round=round, by=position.employee.user)
    page = home(client, position.employee.user).text
    assert _("Not sent yet") in page
    assert draft.get_absolute_url() in page
    assert reverse("applications:start", args=[round.pk]) not in page


def test_sent_application_says_who_acts_next(client):
    case = submitted()
    page = home(client, case.applicant).text
    assert _("Not sent yet") not in page
    assert case.number in page
    assert str(State.SUBMITTED.label) in page
    assert case.workplace.name in page


def test_place_to_answer_comes_first(client):
    case = granted()
    page = home(client, case.applicant).text
    assert _("You have got a place: accept or decline") in page
    assert case.get_absolute_url() in page


def test_case_of_somebody_else_is_not_shown(client, position, round):
    other = submitted(round=round)
    assert other.number not in home(client, position.employee.user).text


def test_employee_asks_the_database_as_often_for_one_as_for_three(client, query_count):
    cases = [submitted()]
    user = cases[0].applicant
    client.force_login(user)
    once = query_count(lambda: client.get(reverse("home")))
    for _number in range(2):
        another = RoundFactory(owner=cases[0].owner)
        submitted(ApplicationFactory(round=another, position=cases[0].position))
    assert query_count(lambda: client.get(reverse("home"))) == once
    assert once <= 12


# ── The provider ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def run():
    started = timezone.localdate() - datetime.timedelta(days=1)
    return CourseRunFactory(starts_on=started, ends_on=started + datetime.timedelta(days=300))


def test_provider_sees_counts_and_money_but_no_names(client, run):
    case = accepted(course_run=run)
    User.objects.filter(pk=case.applicant_id).update(last_name="Hemmeligsen")
    contact = ContactFactory(provider=run.course.provider)
    officer = officer_of(case.owner)
    term = services.confirm_participation(application=case, by=officer)
    services.pay_term(participation=term, by=officer)
    page = home(client, contact.membership.user)
    assert str(run.course) in page.text
    assert "Hemmeligsen" not in page.text
    [row] = page.context["deliveries"]
    assert (row.offered, row.accepted) == (0, 1)
    assert (row.agreed_ore, row.paid_ore, row.due_ore) == (1_500_000, 750_000, 750_000)
    assert page.context["totals"]["due_ore"] == 750_000


def test_provider_sees_none_of_another_provider(client, run):
    accepted(course_run=run)
    page = home(client, ContactFactory().membership.user)
    assert str(run.course) not in page.text
    assert page.context["totals"]["accepted"] == 0


def test_provider_asks_the_database_as_often_for_one_as_for_three(client, run, query_count):
    contact = ContactFactory(provider=run.course.provider)
    client.force_login(contact.membership.user)
    once = query_count(lambda: client.get(reverse("home")))
    for place in ("Lillehammer", "Tromsø"):
        granted(course_run=CourseRunFactory(course=run.course, place=place))
    assert query_count(lambda: client.get(reverse("home"))) == once
    assert once <= 12


# ── The grant-giver ──────────────────────────────────────────────────────────────────────────────


def central():
    return MembershipFactory(role=Role.CENTRAL, owner=None).user


def test_country_adds_up(client):
    case = granted()
    page = home(client, central())
    country = page.context["country"]
    assert country.owners == len({case.owner_id})
    assert country.received_ore == country.from_state_ore == 100_000_000
    assert [row.received_ore for row in page.context["kinds"]] == [100_000_000]


def test_few_people_are_hidden(client):
    case = granted()
    page = home(client, central())
    assert page.context["country"].shown.applicants is None
    [row] = [row for row in page.context["groups"] if row.label == str(case.staff_group)]
    assert (row.applicants, row.granted, row.amount_ore) == (None, None, None)
    assert _("hidden") in page.text


def test_many_people_are_shown(client, round):
    group = round.schemes.get().staff_groups.get()
    for _number in range(5):
        post = employee_at(WorkplaceFactory(owner=round.owner), code__staff_group=group)
        case = submitted(ApplicationFactory(round=round, position=post))
    page = home(client, central())
    [row] = [row for row in page.context["groups"] if row.label == str(group)]
    assert row.applicants == 5
    assert page.context["country"].shown.applicants == 5
    assert fresh(case).state == State.SUBMITTED


def test_country_is_not_for_owners(client):
    page = home(client, finance_of(OwnerFactory()))
    assert "country" not in page.context
