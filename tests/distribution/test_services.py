import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from applications import services as applications
from applications.models import Decision
from applications.states import RoundState
from applications.states import State as ApplicationState
from distribution import services
from distribution.engine import by_rank
from distribution.engine.model import fingerprint, plan_to_json, problem_from_json
from distribution.models import Proposal
from distribution.states import State
from funding import ledger
from funding.ledger import InsufficientFunds
from funding.services import Reservation, reserve
from notifications.models import Message
from staff.verdict import Refusal
from tests.factories import RoundFactory, UserFactory, cases, officer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_cases():
    """Two recommended cases of one round; only the first one's staff group has an earmark."""
    round = RoundFactory()
    first = cases.recommended(round=round)
    second = cases.recommended(round=round)
    cases.earmark_for(first, amount_ore=first.cost_ore)
    return first, second


def test_a_proposal_freezes_problem_plan_and_fingerprint(two_cases):
    proposal = cases.proposed(two_cases)

    again = by_rank.solve(problem_from_json(proposal.problem))
    assert plan_to_json(again) == proposal.plan
    assert proposal.sha256 == fingerprint(proposal.problem, proposal.plan)
    assert [line.outcome for line in proposal.lines.order_by("place")] == ["granted", "rejected"]


def test_the_database_refuses_to_thaw_a_proposal(two_cases):
    proposal = cases.proposed(two_cases)
    with pytest.raises(Exception, match="proposal_is_frozen|Cannot update"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(sha256="0" * 64)


def test_final_is_refused_before_the_parties_are_consulted(two_cases):
    proposal = cases.proposed(two_cases)
    officer = officer_of(proposal.owner)

    with pytest.raises(PermissionDenied, match="Partene"):
        services.finalise(proposal=proposal, by=officer)


@pytest.mark.parametrize("state", [State.CONSULTED, State.FINAL])
def test_the_database_refuses_final_without_a_consultation(two_cases, state):
    proposal = cases.proposed(two_cases)
    now = timezone.now()

    with pytest.raises(IntegrityError, match="has_been_consulted"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(state=state, consulted_at=now, final_at=now)


def test_final_decides_everybody_at_once(two_cases, do_what_is_owed):
    first, second = two_cases
    proposal = cases.final(cases.proposed(two_cases))

    assert proposal.state == State.FINAL
    assert proposal.round.state == RoundState.DECIDED
    outcomes = dict(Decision.objects.values_list("application", "outcome"))
    assert outcomes == {first.pk: "granted", second.pk: "rejected"}
    assert cases.fresh(first).state == ApplicationState.GRANTED
    assert cases.fresh(first).commitment.reserved_ore == first.cost_ore
    assert ledger.discrepancies() == []
    told = Message.objects.filter(key__contains=":decided-")
    assert set(told.values_list("recipient", flat=True)) == {
        first.applicant_id,
        second.applicant_id,
    }


def test_final_changes_nothing_when_the_money_has_been_used_meanwhile(two_cases):
    first, _second = two_cases
    consultation = cases.in_consultation(cases.proposed(two_cases))
    cases.consulted(consultation)
    proposal = cases.fresh(consultation.proposal)
    officer = officer_of(proposal.owner)
    earmark = proposal.lines.get(application=first).earmark
    reserve(
        reservations=[Reservation(earmark=earmark, amount_ore=100, purpose="annet")],
        owner=proposal.owner,
        by=officer,
    )

    with pytest.raises(InsufficientFunds):
        services.finalise(proposal=proposal, by=officer)

    assert cases.fresh(proposal).state == State.CONSULTED
    assert cases.fresh(first).state == ApplicationState.RANKED
    assert not Decision.objects.exists()


def test_a_withdrawn_case_is_left_out_and_the_rest_decided(two_cases):
    first, second = two_cases
    consultation = cases.in_consultation(cases.proposed(two_cases))
    cases.consulted(consultation)
    applications.withdraw(application=cases.fresh(second), by=second.applicant)
    proposal = cases.fresh(consultation.proposal)

    services.finalise(proposal=proposal, by=officer_of(proposal.owner))

    assert list(Decision.objects.values_list("application", flat=True)) == [first.pk]


def test_a_new_proposal_takes_the_old_one_back_from_consultation(two_cases):
    proposal = cases.in_consultation(cases.proposed(two_cases)).proposal
    officer = officer_of(proposal.owner)

    newer = services.propose(round=proposal.round, by=officer)

    assert newer.version == 2
    assert cases.fresh(proposal).state == State.SUPERSEDED
    assert cases.fresh(proposal.round).state == RoundState.DISTRIBUTING


def test_propose_is_denied_without_the_role(two_cases):
    round = cases.ranked_round(two_cases)
    with pytest.raises(PermissionDenied):
        services.propose(round=round, by=UserFactory())


def test_there_must_be_somebody_to_distribute_to():
    round = RoundFactory(state=RoundState.DISTRIBUTING)
    with pytest.raises(Refusal):
        services.propose(round=round, by=officer_of(round.owner))
