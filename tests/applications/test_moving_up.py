"""A case moves upward where its leader may not handle it: who acts, who is told, what is said."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation

from applications import messages, policy, services
from applications.models import Recommendation
from applications.queries import leading
from applications.states import State
from applications.timeline import next_step
from notifications.models import Message
from staff import services as staff
from staff.models import Membership
from staff.roles import Role
from tests.factories import (
    ConflictOfInterestFactory,
    MembershipFactory,
    RoundFactory,
    WorkplaceFactory,
    administrator_of,
    employee_at,
    leader_of,
    officer_of,
    stand_in_for,
)
from tests.factories.cases import fresh, ranked_round, recommended, submitted

pytestmark = pytest.mark.django_db
LIST = reverse("applications:waiting")


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def workplace():
    return WorkplaceFactory(owner__name="Vik kommune")


@pytest.fixture
def officer(workplace):
    return officer_of(workplace.owner)


@pytest.fixture
def leader(workplace):
    return leader_of(workplace)


@pytest.fixture
def apply(workplace):
    round = RoundFactory(owner=workplace.owner)

    def sent(position=None):
        position = position or employee_at(workplace)
        return submitted(round=round, position=position)

    return sent


@pytest.fixture
def own_case(leader, workplace, apply, officer):
    """The only leader's own application."""
    return apply(employee_at(workplace, employee__user=leader))


def declare(case, user):
    return ConflictOfInterestFactory(owner=case.owner, user=user, about=case.applicant)


def advise(case, by):
    return services.advise(
        application=case, recommended=True, reason="Ja.", cover=None, by=fresh(by)
    )


def reason(by, case):
    return str(policy.may_recommend(fresh(by), case).reason)


def waiting(user):
    found = leading.in_view(leading.led_by(fresh(user)), "waiting", reader=fresh(user))
    return set(found.values_list("pk", flat=True))


def test_the_leaders_own_case_goes_to_the_officers(own_case, leader, officer):
    assert reason(leader, own_case) == (
        "You cannot handle your own application; it moves to someone else. "
        f"It is now with the case officers of Vik kommune: {officer}."
    )
    assert (waiting(leader), waiting(officer)) == (set(), {own_case.pk})
    assert advise(own_case, officer).given_by == officer
    assert fresh(own_case).state == State.RECOMMENDED


def test_it_goes_to_another_leader_first(own_case, workplace, leader, officer):
    second = leader_of(workplace)
    assert f"It is now with {second}." in reason(leader, own_case)
    assert (waiting(second), waiting(officer)) == ({own_case.pk}, set())
    with pytest.raises(PermissionDenied, match="Only the leader of the workplace"):
        advise(own_case, officer)
    assert advise(own_case, second).given_by == second


def test_a_stand_in_who_is_not_barred_is_a_leader(own_case, leader, officer):
    stand_in = stand_in_for(Membership.objects.get(user=leader, role=Role.LEADER)).user
    assert (waiting(stand_in), waiting(officer)) == ({own_case.pk}, set())
    declare(own_case, stand_in)
    assert (waiting(stand_in), waiting(officer)) == (set(), {own_case.pk})


@pytest.mark.parametrize("by_the_leader", [True, False])
def test_a_declared_conflict_bars_both_ways(apply, leader, officer, by_the_leader):
    case, other = apply(), apply()
    one, about = (leader, case.applicant) if by_the_leader else (case.applicant, leader)
    conflict = ConflictOfInterestFactory(owner=case.owner, user=one, about=about)
    assert "conflict of interest is declared" in reason(leader, case)
    with pytest.raises(PermissionDenied, match="case officers of Vik kommune"):
        advise(case, leader)
    assert (waiting(leader), waiting(officer)) == ({other.pk}, {case.pk})
    conflict.withdrawn_on = conflict.declared_on
    conflict.save()
    assert (waiting(leader), waiting(officer)) == ({case.pk, other.pk}, set())


def test_where_every_officer_is_barred_another_must_be_appointed(own_case, leader, officer):
    keeper = administrator_of(own_case.owner)
    declare(own_case, officer)
    assert "must appoint another one" in reason(leader, own_case)
    assert "must appoint another one" in reason(officer, own_case)
    assert waiting(officer) == set()
    Message.objects.all().delete()
    messages.submitted(fresh(own_case))
    assert Message.objects.filter(recipient=keeper, key__contains="nobody-may").count() == 1


def test_officers_elsewhere_and_leaders_elsewhere_get_nothing(own_case):
    assert waiting(officer_of(WorkplaceFactory().owner)) == set()
    assert waiting(leader_of(WorkplaceFactory(owner=own_case.owner))) == set()


def test_who_acts_next_says_so(own_case, leader, officer, client):
    step = next_step(own_case, reader=leader)
    assert step.who == (
        f"The case officers of Vik kommune, as no leader of {own_case.workplace} may handle it"
    )
    leader_of(own_case.workplace)
    assert next_step(fresh(own_case), reader=leader).who.startswith("The leader of")


def test_those_who_act_are_told_and_those_who_may_not_hear_why(apply, leader, officer, workplace):
    position = employee_at(workplace)
    ConflictOfInterestFactory(owner=workplace.owner, user=leader, about=position.employee.user)
    case = apply(position)
    keys = {
        (message.recipient, message.key.rsplit(":", 1)[1])
        for message in Message.objects.filter(key__startswith=f"application:{case.pk}:")
    }
    assert keys == {
        (case.applicant, "submitted"),
        (officer, "to-advise"),
        (leader, "moved"),
    }
    services.withdraw(application=case, by=case.applicant)
    assert Message.objects.filter(recipient=officer, key__endswith="withdrawn").count() == 1


def test_a_conflict_declared_later_moves_what_waits_and_tells(
    apply, leader, officer, do_what_is_owed
):
    case, other = apply(), apply()
    MembershipFactory(user=leader, owner=case.owner)
    staff.declare_conflict(owner=case.owner, about=case.applicant, by=leader)
    do_what_is_owed()
    told = Message.objects.filter(recipient=officer, key__endswith="to-advise")
    assert [message.url for message in told] == [case.get_absolute_url()]
    moved = Message.objects.filter(recipient=leader, key__endswith="moved")
    assert [message.url for message in moved] == [case.get_absolute_url()]
    assert other.pk in waiting(leader)


def test_the_pages_of_the_officer(own_case, leader, officer, client):
    client.force_login(officer)
    assert own_case.number in client.get(LIST).content.decode()
    case_page = client.get(own_case.get_absolute_url()).content.decode()
    url = reverse("applications:advise", args=[own_case.pk])
    assert url in case_page
    answer = client.post(url, {"recommended": "yes", "reason": ""})
    assert answer.status_code == 422
    assert client.get(url).status_code == 200
    client.force_login(leader)
    refused = client.get(url)
    assert refused.status_code == 403
    assert not Recommendation.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_officers_list_asks_the_same_however_long(
    apply, leader, officer, client, workplace, count, query_count
):
    for _n in range(count):
        position = employee_at(workplace)
        ConflictOfInterestFactory(owner=workplace.owner, user=leader, about=position.employee.user)
        apply(position)
    client.force_login(officer)
    assert client.get(LIST).content.decode().count("<tr>") == count + 1
    assert query_count(lambda: client.get(LIST)) == 14  # two of them are savepoints


# ── Ranking, deciding, confirming, paying ────────────────────────────────────────────────────────


def test_who_is_barred_from_one_applicant_does_not_decide(apply, leader, officer):
    case = recommended(apply())
    colleague = officer_of(case.owner)
    ranked_round([case], by=colleague)
    declare(case, officer)
    verdict = policy.may_decide(fresh(officer), fresh(case.round))
    assert str(verdict.reason).endswith("a colleague must decide it.")
    assert policy.may_decide(fresh(colleague), fresh(case.round))
    declare(case, colleague)
    verdict = policy.may_decide(fresh(officer), fresh(case.round))
    assert "must appoint another one" in str(verdict.reason)


def test_a_barred_officer_does_not_rank_the_round(apply, leader, officer):
    case = recommended(apply())
    declare(case, officer)
    with pytest.raises(PermissionDenied, match="a colleague must decide it"):
        ranked_round([case], by=fresh(officer))


def test_an_officer_with_an_own_case_does_not_rank(apply, officer, workplace):
    case = recommended(apply(employee_at(workplace, employee__user=officer)))
    with pytest.raises(PermissionDenied, match="You have an application in this round"):
        ranked_round([case], by=fresh(officer))


def test_terms_of_a_relative_are_confirmed_and_paid_by_a_colleague(apply, officer):
    case = apply()
    finance = MembershipFactory(role=Role.FINANCE, owner=case.owner).user
    for user in (officer, finance):
        declare(case, user)
    assert "conflict of interest" in str(policy.may_confirm(fresh(officer), case).reason)
    for user in (officer, finance):
        verdict = policy.may_pay_term(fresh(user), case)
        assert "must appoint another one" in str(verdict.reason)
    assert policy.may_pay_term(officer_of(case.owner), case)
    assert "another" not in str(policy.may_pay_term(fresh(finance), case).reason)
