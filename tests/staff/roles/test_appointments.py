"""Giving, ending and keeping roles: what is done, and what is refused in words."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from audit.models import Event
from notifications.models import Message
from staff import services
from staff.access import has_permission, memberships_of
from staff.models import Membership, OwnerKind
from staff.queries.roles import first_gap
from staff.roles import APPOINTED, Permission, Role
from staff.verdict import Refusal
from tests.factories import (
    ConflictOfInterestFactory,
    MembershipFactory,
    OwnerFactory,
    UnionFactory,
    UserFactory,
    WorkplaceFactory,
    administrator_of,
    officer_of,
    stand_in_for,
)
from tests.factories.cases import fresh

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def appoint(owner, administrator, colleague, today):
    def given(**changes):
        wish = {
            "user": colleague,
            "role": Role.FINANCE,
            "owner": owner,
            "workplace": None,
            "union": None,
            "starts_on": today,
            "ends_on": None,
            "by": administrator,
        }
        return services.appoint(**wish | changes)

    return given


@pytest.fixture
def end(administrator):
    def ended(role, last, by=None):
        services.end_role(membership=role, ends_on=last, by=by or administrator)

    return ended


# ── Giving ───────────────────────────────────────────────────────────────────────────────────────


def test_a_role_is_given_told_and_kept_in_history(appoint, administrator, colleague, owner):
    role = appoint()
    assert (role.appointed_by, role.owner, role.ends_on) == (administrator, owner, None)
    assert has_permission(fresh(colleague), Permission.MONEY_READ, owner_id=owner.pk)
    event = Event.objects.get(kind="role.appointed")
    assert (event.owner_id, event.actor, event.details["role"]) == (
        owner.pk,
        administrator,
        "finance",
    )
    told = Message.objects.get(recipient=colleague)
    assert told.important


def test_dates_are_inclusive_and_it_ends_by_itself(appoint, colleague, today, time_machine):
    appoint(starts_on=today + 2 * DAY, ends_on=today + 4 * DAY)
    held = []
    for days in range(7):
        time_machine.move_to(_noon(today + days * DAY))
        held.append(any(each.role == Role.FINANCE for each in memberships_of(fresh(colleague))))
    assert held == [False, False, True, True, True, False, False]


def test_only_the_owners_administrator_gives_roles(appoint, owner, colleague):
    elsewhere = administrator_of(OwnerFactory())
    for other in (officer_of(owner), elsewhere, UserFactory()):
        with pytest.raises(PermissionDenied, match="administrator"):
            appoint(by=other)
    assert not Membership.objects.filter(user=colleague, role=Role.FINANCE).exists()


def test_nobody_gives_themselves_a_role(appoint, administrator):
    with pytest.raises(PermissionDenied, match="themselves"):
        appoint(user=administrator)


def test_nor_somebody_with_whom_a_conflict_is_declared(appoint, owner, administrator, colleague):
    ConflictOfInterestFactory(owner=owner, user=colleague, about=administrator)
    with pytest.raises(PermissionDenied, match="another administrator"):
        appoint()


def test_a_stranger_to_the_owner_is_not_appointed(appoint):
    with pytest.raises(Refusal, match="neither works for Vik kommune"):
        appoint(user=UserFactory())


def test_dates_the_wrong_way_round_and_in_the_past(appoint, today):
    with pytest.raises(ValidationError, match="start before it ends"):
        appoint(starts_on=today + DAY, ends_on=today)
    with pytest.raises(Refusal, match="backwards in time"):
        appoint(starts_on=today - DAY)
    assert appoint(ends_on=today).ends_on == today


@pytest.mark.parametrize("role", [r for r in Role if r not in APPOINTED])
def test_what_follows_a_post_or_belongs_to_no_owner_is_not_given(appoint, role):
    with pytest.raises(Refusal, match="Nobody is appointed to this role here"):
        appoint(role=role)


def test_a_role_fits_its_place(appoint, owner, workplace):
    elsewhere = WorkplaceFactory()
    for words, wish in {
        "choose which": {"role": Role.LEADER},
        "another owner": {"role": Role.LEADER, "workplace": elsewhere},
        "for the whole owner": {"workplace": workplace},
        "which union": {"role": Role.UNION_REP},
        "Only a union representative": {"union": UnionFactory()},
        "Only a county authority": {"role": Role.TRAINING_BOARD},
    }.items():
        with pytest.raises(Refusal, match=words):
            appoint(**wish)
    assert appoint(role=Role.LEADER, workplace=workplace).workplace == workplace
    owner.kind = OwnerKind.COUNTY
    owner.save()
    assert appoint(role=Role.TRAINING_BOARD).role == Role.TRAINING_BOARD


def test_the_same_role_is_not_held_twice_at_once(appoint, today):
    first = appoint(ends_on=today + 10 * DAY)
    for days in ((0, 0), (10, 20), (5, None)):
        start, last = (today + n * DAY if n is not None else None for n in days)
        with pytest.raises(Refusal, match="has this role already, from"):
            appoint(starts_on=start, ends_on=last)
    assert appoint(starts_on=first.ends_on + DAY).starts_on == today + 11 * DAY
    assert appoint(role=Role.AUDITOR).role == Role.AUDITOR


# ── Ending ───────────────────────────────────────────────────────────────────────────────────────


def test_a_role_ends_on_a_day_or_at_once(appoint, end, colleague, today):
    role = appoint()
    end(role, today + DAY)
    assert fresh(role).ends_on == today + DAY
    Membership.objects.filter(pk=role.pk).update(starts_on=today - 9 * DAY)
    end(role, today - DAY)
    assert Role.FINANCE not in {held.role for held in memberships_of(fresh(colleague))}
    with pytest.raises(Refusal, match="earlier than yesterday"):
        end(MembershipFactory(role=Role.FINANCE, owner=role.owner), today - 2 * DAY)
    with pytest.raises(PermissionDenied, match="has ended"):
        end(role, today)
    assert Message.objects.filter(recipient=colleague, key__contains="ends-").count() == 2


def test_what_has_not_begun_is_called_off(appoint, end, colleague, today):
    role = appoint(starts_on=today + 9 * DAY)
    end(role, today)
    assert not Membership.objects.filter(pk=role.pk).exists()
    assert Event.objects.filter(kind="role.called_off").count() == 1
    assert Message.objects.filter(recipient=colleague, key__contains="called-off").exists()


def test_stand_ins_end_with_the_role(leader, end, today):
    now = stand_in_for(leader, ends_on=today + 30 * DAY)
    later = stand_in_for(leader, starts_on=today + 20 * DAY, ends_on=today + 30 * DAY)
    before = stand_in_for(leader, ends_on=today + 2 * DAY)
    end(leader, today + 5 * DAY)
    assert (fresh(leader).ends_on, fresh(now).ends_on) == (today + 5 * DAY,) * 2
    assert fresh(before).ends_on == today + 2 * DAY
    assert not Membership.objects.filter(pk=later.pk).exists()
    assert {message.recipient for message in Message.objects.all()} == {
        leader.user,
        now.user,
        later.user,
    }


def test_a_role_is_made_longer_by_somebody_else_only(administrator, owner, end, today):
    role = Membership.objects.get(user=administrator)
    Membership.objects.filter(pk=role.pk).update(ends_on=today + DAY)
    with pytest.raises(PermissionDenied, match="themselves"):
        end(role, today + 9 * DAY)
    end(role, today + 9 * DAY, by=administrator_of(owner))
    assert fresh(role).ends_on == today + 9 * DAY


def test_the_owner_keeps_an_administrator(administrator, owner, end, today):
    role = Membership.objects.get(user=administrator)
    with pytest.raises(Refusal, match="no administrator"):
        end(role, today + 30 * DAY)
    other = MembershipFactory(
        role=Role.ADMINISTRATOR, owner=owner, starts_on=today + 20 * DAY, ends_on=None
    )
    with pytest.raises(Refusal, match="no administrator"):
        end(role, today + 18 * DAY)
    end(role, today + 19 * DAY)
    with pytest.raises(Refusal, match="no administrator"):
        end(other, today + 40 * DAY)


def test_a_stand_in_is_no_administrator_to_rely_on(administrator, end, today):
    role = Membership.objects.get(user=administrator)
    stand_in_for(role, ends_on=today + 90 * DAY)
    with pytest.raises(Refusal, match="no administrator"):
        end(role, today)


def test_only_the_administrator_ends_and_nobody_ends_what_follows_a_post(
    leader, owner, end, colleague, today
):
    for other in (leader.user, officer_of(owner), administrator_of(OwnerFactory())):
        with pytest.raises(PermissionDenied, match="administrator"):
            end(leader, today, by=other)
    with pytest.raises(PermissionDenied, match="follows the post"):
        end(Membership.objects.get(user=colleague), today)
    with pytest.raises(PermissionDenied, match="stand-in"):
        end(stand_in_for(leader), today)


periods = st.lists(
    st.tuples(st.integers(-5, 12), st.one_of(st.none(), st.integers(0, 8))), max_size=5
)


@given(periods)
def test_the_first_day_without_anybody_is_found(lengths):
    """Compared with asking each day; after day 30 nothing begins or ends any more."""
    start = datetime.date(2026, 1, 10)
    held = [
        (start + n * DAY, None if length is None else start + (n + length) * DAY)
        for n, length in lengths
    ]

    def covered(day):
        return any(first <= day and (last is None or day <= last) for first, last in held)

    open_days = (start + n * DAY for n in range(31) if not covered(start + n * DAY))
    assert first_gap(held, start) == next(open_days, None)


# ── Keeping ──────────────────────────────────────────────────────────────────────────────────────


def test_a_role_is_kept_by_somebody_else(leader, administrator, owner, today):
    Membership.objects.update(last_used_on=None)
    services.keep_role(membership=leader, by=administrator)
    assert fresh(leader).last_used_on == today
    assert Event.objects.filter(kind="role.kept").count() == 1
    own = Membership.objects.get(user=administrator)
    for role, by in ((own, administrator), (leader, leader.user), (leader, officer_of(owner))):
        with pytest.raises(PermissionDenied):
            services.keep_role(membership=role, by=by)


def _noon(day):
    return datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
