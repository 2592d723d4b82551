"""A round's steps, ranking and decision: what the owner's verbs do, and what they refuse."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from applications import services
from applications.models import Application, Decision, Round
from applications.services import Outcome
from applications.services.rounds import OF_THE_DISTRIBUTION
from applications.states import RoundAction, RoundState, State
from audit.models import Event
from funding import ledger
from funding.ledger import InsufficientFunds
from notifications.models import Message
from staff.states import IllegalTransition
from staff.verdict import Refusal
from tests.factories import (
    EarmarkFactory,
    OwnerFactory,
    RoundFactory,
    StaffGroupFactory,
    WorkplaceFactory,
    finance_of,
    leader_of,
    officer_of,
    scheme_with_rules,
)
from tests.factories.cases import fresh, ranked_round, recommended, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return OwnerFactory()


@pytest.fixture
def officer(owner):
    return officer_of(owner)


@pytest.fixture
def round(owner):
    return RoundFactory(owner=owner)


# ── Steps ────────────────────────────────────────────────────────────────────────────────────────


def test_a_round_is_opened_by_its_officer_and_it_is_recorded(owner, officer):
    round = RoundFactory(owner=owner, state=RoundState.PLANNED)

    services.step(round=round, action=RoundAction.OPEN, by=officer)

    assert fresh(round).state == RoundState.OPEN
    assert Event.objects.get(kind="round.open").actor == officer


def test_a_step_that_is_not_there_is_refused(round, officer):
    with pytest.raises(IllegalTransition):
        services.step(round=round, action=RoundAction.CLOSE, by=officer)
    assert fresh(round).state == RoundState.OPEN


@pytest.mark.parametrize("who", ["leader", "finance", "stranger"])
def test_nobody_else_steers(round, who):
    person = {
        "leader": lambda: leader_of(WorkplaceFactory(owner=round.owner)),
        "finance": lambda: finance_of(round.owner),
        "stranger": lambda: officer_of(OwnerFactory()),
    }[who]()
    with pytest.raises(PermissionDenied):
        services.step(round=round, action=RoundAction.CLOSE_FOR_APPLICANTS, by=person)
    assert fresh(round).state == RoundState.OPEN


def test_the_leaders_keep_what_they_have_until_their_deadline(round, officer):
    submitted(round=round)
    services.step(round=round, action=RoundAction.CLOSE_FOR_APPLICANTS, by=officer)

    with pytest.raises(Refusal, match="1"):
        services.step(round=round, action=RoundAction.CLOSE_FOR_LEADERS, by=officer)
    assert fresh(round).state == RoundState.WITH_LEADERS


def test_after_the_leaders_deadline_the_owner_takes_over(owner, officer):
    today = timezone.localdate()
    round = RoundFactory(owner=owner)
    submitted(round=round)
    services.step(round=round, action=RoundAction.CLOSE_FOR_APPLICANTS, by=officer)
    type(round).objects.filter(pk=round.pk).update(
        applicant_deadline=today - datetime.timedelta(days=1),
        leader_deadline=today - datetime.timedelta(days=1),
    )

    services.step(round=round, action=RoundAction.CLOSE_FOR_LEADERS, by=officer)

    assert fresh(round).state == RoundState.WITH_OWNER


def test_a_distribution_does_not_start_before_all_are_ranked(round, officer):
    first, second = recommended(round=round), recommended(round=round)
    for action in (RoundAction.CLOSE_FOR_APPLICANTS, RoundAction.CLOSE_FOR_LEADERS):
        services.step(round=round, action=action, by=officer)

    with pytest.raises(Refusal, match="2"):
        services.step(round=round, action=RoundAction.START_DISTRIBUTION, by=officer)

    services.rank(round=round, order=[second.pk, first.pk], by=officer)
    services.step(round=round, action=RoundAction.START_DISTRIBUTION, by=officer)
    assert fresh(round).state == RoundState.DISTRIBUTING


# ── Ranking ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def with_owner(round, officer):
    """Three recommended cases in a round that is with the owner."""
    cases = [recommended(round=round) for _ in range(3)]
    for action in (RoundAction.CLOSE_FOR_APPLICANTS, RoundAction.CLOSE_FOR_LEADERS):
        services.step(round=round, action=action, by=officer)
    return cases


def test_ranking_gives_each_its_place_and_can_be_done_again(round, officer, with_owner):
    one, two, three = (case.pk for case in with_owner)

    services.rank(round=round, order=[one, two, three], by=officer)
    services.rank(round=round, order=[three, one, two], by=officer)

    ranked = Application.objects.filter(round=round, state=State.RANKED).order_by("rank")
    assert list(ranked.values_list("pk", "rank")) == [(three, 1), (one, 2), (two, 3)]


@pytest.mark.parametrize("wrong", ["one is missing", "one twice", "one too many"])
def test_a_list_that_is_not_the_rounds_is_refused(round, officer, with_owner, wrong):
    keys = [case.pk for case in with_owner]
    order = {
        "one is missing": keys[:2],
        "one twice": [*keys[:2], keys[0]],
        "one too many": [*keys, submitted().pk],
    }[wrong]
    with pytest.raises(Refusal):
        services.rank(round=round, order=order, by=officer)
    assert not Application.objects.filter(round=round, rank__isnull=False).exists()


def test_who_withdraws_leaves_no_hole_that_stops_the_next_ranking(round, officer, with_owner):
    one, two, three = with_owner
    services.rank(round=round, order=[one.pk, two.pk, three.pk], by=officer)
    services.withdraw(application=one, by=one.applicant)

    with pytest.raises(Refusal):  # the list that was on the screen
        services.rank(round=round, order=[three.pk, one.pk, two.pk], by=officer)
    services.rank(round=round, order=[three.pk, two.pk], by=officer)

    assert [fresh(case).rank for case in with_owner] == [None, 2, 1]


def test_ranking_belongs_to_the_owners_part_of_the_round(round, officer):
    case = recommended(round=round)
    with pytest.raises(PermissionDenied):
        services.rank(round=round, order=[case.pk], by=officer)


# ── Deciding ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def ranked(round, officer):
    """Two ranked cases of the same group and scheme in a round that is being distributed."""
    group = StaffGroupFactory()
    scheme = scheme_with_rules(staff_groups=[group])
    cases = [recommended(round=round, scheme=scheme) for _ in range(2)]
    ranked_round(cases, by=officer)
    return [fresh(case) for case in cases]


def grant(case, earmark):
    return Outcome(
        application_id=case.pk,
        outcome=Decision.Outcome.GRANTED,
        reason_code="by_rank",
        grounds="Det var penger.",
        language="nb",
        earmark=earmark,
        amount_ore=case.cost_ore,
    )


def reject(case):
    return Outcome(
        application_id=case.pk,
        outcome=Decision.Outcome.REJECTED,
        reason_code="no_source",
        grounds="Det var ingen penger.",
        language="nb",
    )


def purse_for(cases, amount_ore):
    return EarmarkFactory(
        owner=cases[0].owner, scheme=cases[0].scheme, staff_groups=[], amount_ore=amount_ore
    )


def test_deciding_sets_money_aside_and_tells_everybody(round, officer, ranked):
    yes, no = ranked
    earmark = purse_for(ranked, yes.cost_ore)

    services.decide(round=round, outcomes=[grant(yes, earmark), reject(no)], by=officer)

    yes, no = fresh(yes), fresh(no)
    assert (yes.state, no.state) == (State.GRANTED, State.REJECTED)
    assert yes.commitment.reserved_ore == yes.cost_ore
    assert yes.answer_by == timezone.localdate() + datetime.timedelta(days=round.answer_days)
    assert earmark.balance_ore("available") == 0
    decisions = Decision.objects.filter(application__in=ranked)
    told = Message.objects.filter(key__contains=":decided-")
    assert decisions.count() == told.count() == 2
    assert ledger.discrepancies() == []


def test_when_the_money_does_not_reach_nothing_is_decided(round, officer, ranked):
    earmark = purse_for(ranked, ranked[0].cost_ore + ranked[1].cost_ore - 1)

    with pytest.raises(InsufficientFunds):
        services.decide(round=round, outcomes=[grant(case, earmark) for case in ranked], by=officer)

    assert {fresh(case).state for case in ranked} == {State.RANKED}
    assert not Decision.objects.exists()
    assert not Message.objects.filter(key__contains=":decided-").exists()
    assert earmark.balance_ore("reserved") == 0
    assert ledger.discrepancies() == []


def test_when_one_case_has_moved_on_nothing_is_decided(round, officer, ranked):
    services.withdraw(application=ranked[1], by=ranked[1].applicant)
    earmark = purse_for(ranked, 100_000_000)

    with pytest.raises(IllegalTransition):
        services.decide(round=round, outcomes=[grant(case, earmark) for case in ranked], by=officer)

    assert fresh(ranked[0]).state == State.RANKED
    assert earmark.balance_ore("reserved") == 0


def test_a_case_of_another_round_is_not_decided(round, officer, ranked):
    with pytest.raises(Refusal):
        services.decide(round=round, outcomes=[reject(submitted())], by=officer)


def test_nobody_decides_in_a_round_they_have_applied_in(owner, round, ranked):
    applicant = ranked[0].applicant
    applicant.memberships.create(
        role="owner_officer", owner=owner, starts_on=datetime.date(2020, 1, 1)
    )
    with pytest.raises(PermissionDenied):
        services.decide(round=round, outcomes=[reject(ranked[1])], by=applicant)


@pytest.mark.parametrize("action", OF_THE_DISTRIBUTION)
def test_the_steps_of_the_distribution_are_not_taken_by_hand(action):
    round = RoundFactory(state=RoundState.IN_CONSULTATION)
    with pytest.raises(Refusal):
        services.step(round=round, action=action, by=officer_of(round.owner))
    assert Round.objects.get(pk=round.pk).state == RoundState.IN_CONSULTATION
