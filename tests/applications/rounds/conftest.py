"""An owner's round, its officer, logged in, and those who apply in it."""

import pytest

from tests.applications.rounds.pages import take_over
from tests.factories import (
    OwnerFactory,
    RoundFactory,
    StaffGroupFactory,
    WorkplaceFactory,
    employee_at,
    officer_of,
    scheme_with_rules,
)
from tests.factories.cases import recommended, submitted


@pytest.fixture
def owner():
    return OwnerFactory()


@pytest.fixture
def round(owner):
    return RoundFactory(owner=owner, name="Høstrunden")


@pytest.fixture
def officer(client, owner):
    user = officer_of(owner)
    client.force_login(user)
    return user


@pytest.fixture
def apply(round):
    """Sends an application in the round; `who` is the applicant's last name."""
    group, scheme = StaffGroupFactory(), scheme_with_rules()
    workplace = WorkplaceFactory(owner=round.owner)

    def send(who="Hansen", **fields):
        position = employee_at(fields.pop("workplace", workplace), code__staff_group=group)
        position.employee.user.last_name = who
        position.employee.user.save()
        return submitted(round=round, position=position, **({"scheme": scheme} | fields))

    return send


@pytest.fixture
def listed(round, officer, apply):
    """Four recommended cases in a round that is with the owner."""
    cases = [recommended(apply(who)) for who in ("Berg", "Dahl", "Lie", "Moe")]
    take_over(round, officer)
    return cases
