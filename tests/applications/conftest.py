"""An employee with a post, and a round that offers one course and one scheme."""

import pytest

from applications import services
from applications.models import Application, Round
from staff.models import Position, User
from tests.factories import (
    ApplicationFactory,
    CourseRunFactory,
    RoundFactory,
    WorkplaceFactory,
    employee_at,
    scheme_with_rules,
)


@pytest.fixture
def position() -> Position:
    return employee_at(WorkplaceFactory())


@pytest.fixture
def applicant(client, position) -> User:
    """Logged in."""
    client.force_login(position.employee.user)
    return position.employee.user


@pytest.fixture
def round(position) -> Round:
    scheme = scheme_with_rules(staff_groups=[position.code.staff_group])
    return RoundFactory(owner=position.owner, schemes=[scheme], runs=[CourseRunFactory()])


@pytest.fixture
def draft(applicant, round) -> Application:
    """Just begun."""
    return services.start(round=round, by=applicant)


@pytest.fixture
def complete(applicant, position, round) -> Application:
    """A draft with all it needs to be sent."""
    return ApplicationFactory(
        round=round,
        position=position,
        scheme=round.schemes.get(),
        course_run=round.offers.get().course_run,
    )
