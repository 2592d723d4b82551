"""Standing in: between two dates, in a role that is held, known to the owner, and never longer."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.models import Message
from staff import services
from staff.access import has_permission, memberships_of, people_with
from staff.models import Membership
from staff.roles import Permission, Role
from staff.verdict import Refusal
from tests.factories import (
    ConflictOfInterestFactory,
    MembershipFactory,
    OwnerFactory,
    UserFactory,
    WorkplaceFactory,
    administrator_of,
    leader_of,
    stand_in_for,
)
from tests.factories.cases import fresh

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
TODAY = datetime.date(2026, 11, 24)


@pytest.fixture
def name(leader, colleague, today):
    def named(**changes):
        wish = {
            "membership": leader,
            "user": colleague,
            "starts_on": today,
            "ends_on": today + 5 * DAY,
            "by": leader.user,
        }
        return services.name_stand_in(**wish | changes)

    return named


def test_a_leader_names_a_stand_in_who_acts_in_the_role(name, leader, colleague, workplace):
    stand_in = name()
    held = next(each for each in memberships_of(fresh(colleague)) if each.pk == stand_in.pk)
    assert held.role_label == f"Leader (stand-in for {leader.user})"
    assert has_permission(
        fresh(colleague),
        Permission.APPLICATION_RECOMMEND,
        owner_id=workplace.owner_id,
        workplace_id=workplace.pk,
    )
    people = people_with(
        Permission.APPLICATION_RECOMMEND, owner=workplace.owner, workplace=workplace
    )
    assert people == [leader.user, colleague]
    assert Message.objects.filter(recipient=colleague).count() == 1
    assert not Message.objects.filter(recipient=leader.user).exists()


def test_the_administrator_names_one_for_anybody_and_the_holder_is_told(
    name, administrator, leader, colleague
):
    name(by=administrator)
    assert {message.recipient for message in Message.objects.all()} == {leader.user, colleague}


def test_a_deputy_names_nobody_and_a_stranger_neither(name, leader, colleague, workplace, owner):
    deputy = MembershipFactory(role=Role.DEPUTY, owner=owner, workplace=workplace)
    for other in (deputy.user, colleague, leader_of(workplace), administrator_of(OwnerFactory())):
        with pytest.raises(PermissionDenied, match="Only the holder"):
            name(by=other)
    with pytest.raises(PermissionDenied, match="Only the holder"):
        name(membership=deputy, by=deputy.user)


def test_not_for_oneself_nor_oneself_for_others(name, leader, administrator):
    with pytest.raises(PermissionDenied, match="for themselves"):
        name(user=leader.user)
    with pytest.raises(PermissionDenied, match="for themselves"):
        name(user=administrator, by=administrator)
    with pytest.raises(PermissionDenied, match="for themselves"):
        name(user=leader.user, by=administrator)


def test_nobody_stands_in_for_a_stand_in(name, leader, administrator, today):
    stand_in = stand_in_for(leader, starts_on=today, ends_on=today + 9 * DAY)
    for by in (stand_in.user, administrator):
        with pytest.raises(PermissionDenied, match="for a stand-in"):
            name(membership=stand_in, by=by)


def test_not_somebody_in_a_conflict_nor_a_stranger(name, owner, leader, colleague):
    with pytest.raises(Refusal, match="neither works for"):
        name(user=UserFactory())
    ConflictOfInterestFactory(owner=owner, user=leader.user, about=colleague)
    with pytest.raises(PermissionDenied, match="conflict of interest"):
        name(membership=leader, by=fresh(leader.user))


def test_dates_lie_inside_the_role(name, leader, today):
    Membership.objects.filter(pk=leader.pk).update(ends_on=today + 5 * DAY)
    with pytest.raises(Refusal, match="The role ends on"):
        name(ends_on=today + 6 * DAY)
    with pytest.raises(ValidationError, match="start before it ends"):
        name(starts_on=today + 2 * DAY, ends_on=today + DAY)
    with pytest.raises(Refusal, match="backwards"):
        name(starts_on=today - DAY)
    Membership.objects.filter(pk=leader.pk).update(starts_on=today + DAY)
    with pytest.raises(Refusal, match="The role begins on"):
        name()
    assert name(starts_on=today + DAY).starts_on == today + DAY


def test_who_holds_the_role_or_stands_in_already_does_not_stand_in(name, workplace, today):
    with pytest.raises(Refusal, match="has this role already"):
        name(user=leader_of(workplace))
    name()
    with pytest.raises(Refusal, match="has this role already"):
        name(starts_on=today + 5 * DAY, ends_on=today + 6 * DAY)
    assert name(starts_on=today + 6 * DAY, ends_on=today + 6 * DAY)


def test_what_follows_a_post_has_no_stand_in(name, colleague, administrator):
    with pytest.raises(PermissionDenied, match="no stand-in for this role"):
        name(membership=Membership.objects.get(user=colleague), by=administrator)


def test_standing_in_is_ended_by_the_holder_or_the_administrator(
    leader, administrator, colleague, owner, today
):
    first, second = stand_in_for(leader), stand_in_for(leader)
    later = stand_in_for(leader, starts_on=today + 5 * DAY, ends_on=today + 9 * DAY)
    with pytest.raises(PermissionDenied, match="Only the holder"):
        services.end_stand_in(membership=first, ends_on=today, by=colleague)
    with pytest.raises(PermissionDenied, match="no stand-in"):
        services.end_stand_in(membership=leader, ends_on=today, by=administrator)
    with pytest.raises(Refusal, match="not made longer"):
        services.end_stand_in(membership=first, ends_on=today + 5 * DAY, by=leader.user)
    services.end_stand_in(membership=first, ends_on=today - DAY, by=leader.user)
    services.end_stand_in(membership=second, ends_on=today, by=administrator)
    services.end_stand_in(membership=later, ends_on=today, by=leader.user)
    assert memberships_of(fresh(first.user)) == []
    assert len(memberships_of(fresh(second.user))) == 1
    assert not Membership.objects.filter(pk=later.pk).exists()
    with pytest.raises(PermissionDenied, match="has ended"):
        services.end_stand_in(membership=first, ends_on=today, by=leader.user)


days = st.integers(-6, 6)


@given(
    st.tuples(days, days).map(sorted),
    st.one_of(st.none(), days),
    days,
)
@settings(max_examples=60)
def test_a_stand_in_counts_in_its_days_while_the_role_is_held(inside, cut, asked):
    """Whatever happens to the role's last day afterwards, by whatever way."""
    first, last = (TODAY + n * DAY for n in inside)
    with transaction.atomic():
        role = MembershipFactory(
            role=Role.LEADER, workplace=WorkplaceFactory(), starts_on=TODAY - 6 * DAY
        )
        stand_in = stand_in_for(role, starts_on=first, ends_on=last)
        elsewhere = stand_in_for(
            MembershipFactory(role=Role.FINANCE), starts_on=first, ends_on=last
        )
        ends_on = None if cut is None else TODAY + cut * DAY
        Membership.objects.filter(pk=role.pk).update(ends_on=ends_on)
        day = TODAY + asked * DAY
        found = set(Membership.objects.on(day).values_list("pk", flat=True))
        transaction.set_rollback(True)
    is_inside = first <= day <= last
    assert (stand_in.pk in found) == (is_inside and (ends_on is None or day <= ends_on))
    assert (elsewhere.pk in found) == is_inside


@pytest.mark.parametrize(
    "wrong",
    [
        lambda role: {"starts_on": role.starts_on - DAY},
        lambda role: {"ends_on": role.ends_on + DAY},
        lambda role: {"user": role.user},
        lambda role: {"role": Role.DEPUTY},
        lambda role: {"workplace": WorkplaceFactory(owner=role.owner)},
        lambda role: {"stand_in_for": stand_in_for(role)},
    ],
    ids=["too early", "too long", "oneself", "another role", "elsewhere", "a stand-in’s"],
)
def test_the_database_refuses_a_stand_in_that_does_not_fit(leader, today, wrong):
    leader.ends_on = today + 30 * DAY
    leader.save()
    with pytest.raises(IntegrityError, match="inside its dates"), transaction.atomic():
        stand_in_for(leader, **wrong(leader))
