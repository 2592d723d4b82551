"""Every factory makes a row that stands on its own, and every step of a case can be reached."""

import pytest

from applications.states import RoundState, State
from distribution.states import State as ProposalState
from funding import ledger
from funding.states import State as CommitmentState
from substitutes.models import Order
from substitutes.states import State as OrderState
from tests import factories
from tests.factories import cases

pytestmark = pytest.mark.django_db
FACTORIES = sorted(name for name in factories.__all__ if name.endswith("Factory"))


@pytest.mark.parametrize("name", FACTORIES)
def test_a_factory_needs_nothing_and_makes_two(name):
    made = [getattr(factories, name)() for _ in range(2)]
    assert len({row.pk for row in made}) == 2


def test_a_case_can_be_taken_to_its_acceptance(do_what_is_owed):
    case = cases.cover_ordered(do_what_is_owed)
    assert case.state == State.ACCEPTED
    assert case.round.state == RoundState.DECIDED
    assert case.lines.get().proposal.state == ProposalState.FINAL
    assert case.commitment.state == CommitmentState.COMMITTED
    assert case.commitment.committed_ore == case.cost_ore
    assert Order.objects.get(application=case).state == OrderState.OPEN
    assert ledger.discrepancies() == []
