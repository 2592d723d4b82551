"""From the answer to the last krone: what follows a decision, and what is refused."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from applications import services
from applications.models import Application, CostLine, Participation
from applications.services.following import term_amounts
from applications.states import State
from funding import ledger
from funding.models import Transfer
from funding.states import State as MoneyState
from staff.verdict import Refusal
from tests.factories import (
    CourseRunFactory,
    OwnerFactory,
    UserFactory,
    finance_of,
    leader_of,
    officer_of,
)
from tests.factories.cases import accepted, fresh, granted

pytestmark = pytest.mark.django_db


def under_way(**fields):
    """An accepted case whose course, of two terms, has begun."""
    today = timezone.localdate()
    run = CourseRunFactory(
        starts_on=today - datetime.timedelta(days=10),
        ends_on=today + datetime.timedelta(days=300),
    )
    return accepted(course_run=run, **fields)


def taken_through(application, officer):
    """Every term confirmed and paid."""
    for _term in range(application.course_run.terms):
        held = services.confirm_participation(application=application, by=officer)
        services.pay_term(participation=held, by=officer)


# ── The answer ───────────────────────────────────────────────────────────────────────────────────


def test_accepting_commits_what_was_reserved():
    case = granted()
    services.accept(application=case, by=case.applicant)

    case = fresh(case)
    assert case.state == State.ACCEPTED
    assert (case.commitment.reserved_ore, case.commitment.committed_ore) == (0, case.cost_ore)
    assert case.commitment.state == MoneyState.COMMITTED


def test_declining_gives_the_money_back_at_once():
    case = granted()
    earmark = case.commitment.earmark
    before = earmark.balance_ore("available")

    services.decline(application=case, by=case.applicant)

    case = fresh(case)
    assert case.state == State.DECLINED
    assert case.commitment.state == MoneyState.RELEASED
    assert earmark.balance_ore("available") == before + case.cost_ore
    assert earmark.balance_ore("reserved") == 0
    assert ledger.discrepancies() == []


def test_only_the_applicant_answers():
    case = granted()
    for verb in (services.accept, services.decline):
        with pytest.raises(PermissionDenied):
            verb(application=case, by=officer_of(case.owner))


def test_the_last_day_to_accept_is_a_whole_day():
    case = granted()
    today = timezone.localdate()
    Application.objects.filter(pk=case.pk).update(answer_by=today - datetime.timedelta(days=1))
    with pytest.raises(Refusal):
        services.accept(application=case, by=case.applicant)

    Application.objects.filter(pk=case.pk).update(answer_by=today)
    services.accept(application=case, by=case.applicant)
    assert fresh(case).state == State.ACCEPTED


# ── Taking part ──────────────────────────────────────────────────────────────────────────────────


def test_a_term_is_confirmed_when_the_course_has_begun():
    case = under_way()
    officer = officer_of(case.owner)

    first = services.confirm_participation(application=case, by=officer)
    second = services.confirm_participation(application=case, by=officer)

    assert (first.term, second.term) == (1, 2)
    assert fresh(case).state == State.PARTICIPATING
    with pytest.raises(Refusal):
        services.confirm_participation(application=case, by=officer)
    assert Participation.objects.count() == 2


def test_no_term_is_confirmed_before_the_course_begins():
    case = accepted()
    with pytest.raises(Refusal):
        services.confirm_participation(application=case, by=officer_of(case.owner))


def test_nobody_confirms_pays_or_completes_their_own_case():
    case = under_way()
    case.applicant.memberships.create(
        role="owner_officer", owner=case.owner, starts_on=datetime.date(2020, 1, 1)
    )
    held = services.confirm_participation(application=case, by=officer_of(case.owner))
    with pytest.raises(PermissionDenied):
        services.confirm_participation(application=case, by=case.applicant)
    with pytest.raises(PermissionDenied):
        services.pay_term(participation=held, by=case.applicant)
    with pytest.raises(PermissionDenied):
        services.complete(application=case, by=case.applicant)


def test_a_term_is_paid_once_from_the_cases_own_earmark():
    case = under_way()
    officer = finance_of(case.owner)
    held = services.confirm_participation(application=case, by=officer_of(case.owner))

    paid = services.pay_term(participation=held, by=officer)
    with pytest.raises(Refusal):
        services.pay_term(participation=held, by=officer)

    fees = case.cost_lines.get(kind=CostLine.Kind.FEES).total_ore
    assert paid.paid_ore == fees // 2
    transfer = Transfer.objects.get(kind=Transfer.Kind.PAID_FEES)
    assert transfer.amount_ore == fees // 2
    assert transfer.about == f"applications.participation:{held.pk}"
    assert fresh(case).commitment.paid_ore == fees // 2
    assert ledger.discrepancies() == []


def test_the_terms_sum_to_the_whole():
    case = under_way()
    CostLine.objects.filter(application=case, kind=CostLine.Kind.FEES).delete()
    CostLine.objects.create(
        owner=case.owner, application=case, kind=CostLine.Kind.FEES, state_ore=100, owner_ore=1
    )
    amounts = [sum(term_amounts(case, term).values()) for term in (1, 2)]
    assert amounts == [51, 50]


def test_completing_needs_every_term_and_releases_the_rest():
    case = under_way()
    officer, earmark = officer_of(case.owner), case.commitment.earmark
    with pytest.raises(Refusal):
        services.complete(application=case, by=officer)

    taken_through(case, officer)
    services.complete(application=case, by=officer)

    case = fresh(case)
    assert case.state == State.COMPLETED
    assert case.commitment.state == MoneyState.SETTLED
    assert (case.commitment.reserved_ore, case.commitment.committed_ore) == (0, 0)
    assert earmark.balance_ore("available") + earmark.balance_ore("paid") == 100_000_000
    assert ledger.discrepancies() == []


def test_a_stranger_pays_nothing():
    case = under_way()
    held = services.confirm_participation(application=case, by=officer_of(case.owner))
    for person in (UserFactory(), officer_of(OwnerFactory()), leader_of(case.workplace)):
        with pytest.raises(PermissionDenied):
            services.pay_term(participation=held, by=person)
    assert fresh(held).paid_at is None
