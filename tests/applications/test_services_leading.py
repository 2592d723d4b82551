"""The leader's advice: given, changed, refused, and what is stored of the cover plan."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from applications.costing import estimate_cover, leave_at_work
from applications.models import Application, Recommendation
from applications.services import Cover, advise, withdraw
from applications.states import RoundState, State
from audit.models import Event
from notifications.models import Message
from staff.roles import Role
from tests.factories import (
    ApplicationFactory,
    CourseRunFactory,
    MembershipFactory,
    WorkplaceFactory,
    employee_at,
    leader_of,
    officer_of,
)
from tests.factories.cases import fresh, ranked_round, recommended, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    """Reasons as they are written in the code, whatever they are translated to."""
    with translation.override("en"):
        yield


@pytest.fixture
def case():
    return submitted()


@pytest.fixture
def leader(case):
    return leader_of(case.workplace)


def cover_of(case, **changes):
    run = case.course_run
    plan = {"percent": 3_750, "weekdays": [3, 1], "first": run.starts_on, "last": run.ends_on}
    return Cover(**plan | changes)


def given(case, by, *, recommended=True, reason="Ja.", cover=None):
    return advise(application=case, recommended=recommended, reason=reason, cover=cover, by=by)


def test_advice_is_stored_with_its_cover_and_told(case, leader):
    advice = given(case, leader, cover=cover_of(case))
    assert fresh(case).state == State.RECOMMENDED
    assert (advice.cover_percent, advice.cover_weekdays) == (3_750, [1, 3])
    assert advice.given_by == leader
    assert Event.objects.filter(kind="application.advised").count() == 1
    assert Message.objects.filter(recipient=case.applicant, key__contains="advised").count() == 1


def test_advice_against_needs_no_cover(case, leader):
    advice = given(case, leader, recommended=False, reason="Ikke i år.")
    assert fresh(case).state == State.NOT_RECOMMENDED
    assert (advice.cover_percent, advice.cover_from) == (0, None)


def test_advice_is_changed_both_ways_and_in_words_alone(case, leader):
    for recommends, state in (
        (True, State.RECOMMENDED),
        (False, State.NOT_RECOMMENDED),
        (False, State.NOT_RECOMMENDED),
        (True, State.RECOMMENDED),
    ):
        given(case, leader, recommended=recommends, reason=f"{recommends}")
        assert fresh(case).state == state
    assert Recommendation.objects.get().reason == "True"


def test_a_changed_mind_leaves_no_cover_behind(case, leader):
    given(case, leader, cover=cover_of(case))
    given(case, leader, recommended=False)
    advice = Recommendation.objects.get()
    assert (advice.cover_percent, advice.cover_weekdays, advice.cover_to) == (0, [], None)


def test_only_the_leader_of_the_workplace_advises(case):
    next_door = leader_of(WorkplaceFactory(owner=case.owner))
    for other in (next_door, officer_of(case.owner), leader_of(WorkplaceFactory())):
        with pytest.raises(PermissionDenied, match="leader of the workplace"):
            given(case, other)
    assert fresh(case).state == State.SUBMITTED


def test_nobody_advises_on_their_own_application():
    workplace = WorkplaceFactory()
    position = employee_at(workplace)
    applicant = position.employee.user
    MembershipFactory(user=applicant, role=Role.LEADER, owner=workplace.owner, workplace=workplace)
    case = submitted(round__owner=workplace.owner, position=position)
    with pytest.raises(PermissionDenied, match="your own application"):
        given(case, applicant)
    assert fresh(case).state == State.SUBMITTED


def test_a_leader_who_has_left_advises_no_more(case, leader):
    yesterday = datetime.date(2021, 1, 1)
    leader.memberships.update(ends_on=yesterday)
    with pytest.raises(PermissionDenied, match="leader of the workplace"):
        given(case, fresh(leader))


def test_after_the_ranking_it_is_too_late():
    case = recommended()
    ranked_round([case])
    with pytest.raises(PermissionDenied, match="part of the round is over"):
        given(fresh(case), leader_of(case.workplace))


def test_a_draft_and_a_withdrawn_case_are_not_advised_on(leader, case):
    draft = ApplicationFactory(round=case.round)
    with pytest.raises(PermissionDenied, match="no longer with the leader"):
        given(draft, leader_of(draft.workplace))
    withdraw(application=case, by=case.applicant)
    with pytest.raises(PermissionDenied, match="no longer with the leader"):
        given(case, leader)


def test_a_cover_that_ends_before_it_starts_is_refused_and_nothing_is_kept(case, leader):
    run = case.course_run
    with pytest.raises(ValidationError, match="start before it ends"):
        given(case, leader, cover=cover_of(case, first=run.ends_on, last=run.starts_on))
    assert not Recommendation.objects.exists()
    assert fresh(case).state == State.SUBMITTED


def test_the_round_stays_with_the_leaders_when_applying_is_over(case, leader):
    case.round.__class__.objects.filter(pk=case.round_id).update(state=RoundState.WITH_LEADERS)
    given(fresh(case), leader)
    assert Application.objects.get(pk=case.pk).state == State.RECOMMENDED


@pytest.mark.parametrize(("terms", "at_work"), [(1, 5_000), (2, 2_500), (4, 1_250), (3, 1_666)])
def test_leave_counted_through_a_year_is_spread_over_the_terms(terms, at_work):
    case = ApplicationFactory(leave_percent=2_500, course_run=CourseRunFactory(terms=terms))
    assert leave_at_work(case) == at_work


def test_leave_at_work_is_never_more_than_a_post():
    case = ApplicationFactory(leave_percent=8_000, course_run=CourseRunFactory(terms=1))
    assert leave_at_work(case) == 10_000


def test_the_estimate_warns_of_a_plan_the_case_cannot_pay(case):
    """25 % leave for a year is set aside; twice that through the same time is too dear."""
    plan = cover_of(case, percent=5_000, weekdays=[1, 2, 3, 4, 5])
    found = estimate_cover(
        case, percent=plan.percent, weekdays=plan.weekdays, first=plan.first, last=plan.last
    )
    assert found.is_too_dear
    assert not found.is_short
    half = estimate_cover(
        case, percent=plan.percent, weekdays=[1], first=plan.first, last=plan.last
    )
    assert half.is_short
    assert half.minutes == half.days * 450
