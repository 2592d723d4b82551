"""Nobody decides on themselves or, where it is declared, a relative: both ways, at that owner."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.models import Message
from staff import services
from staff.access import memberships_of
from staff.impartiality import barred_from, impartial_among, is_impartial, somebody_can
from staff.models import ConflictOfInterest
from staff.roles import Permission, Role
from staff.verdict import Refusal
from tests.factories import (
    ConflictOfInterestFactory,
    MembershipFactory,
    OwnerFactory,
    UserFactory,
    officer_of,
)
from tests.factories.cases import fresh

pytestmark = pytest.mark.django_db


def test_oneself_and_those_declared_by_either_side(owner):
    officer, relative, friend, stranger = officer_of(owner), *UserFactory.create_batch(3)
    ConflictOfInterestFactory(owner=owner, user=officer, about=relative)
    ConflictOfInterestFactory(owner=owner, user=friend, about=officer)
    assert barred_from(officer, owner.pk) == {officer.pk, relative.pk, friend.pk}
    assert is_impartial(officer, stranger.pk, owner.pk)
    assert "your own" in str(is_impartial(officer, officer.pk, owner.pk).reason)
    for other in (relative, friend):
        assert "conflict of interest" in str(is_impartial(officer, other.pk, owner.pk).reason)
    assert not is_impartial(officer, [stranger.pk, friend.pk], owner.pk)


def test_a_withdrawn_one_and_one_at_another_owner_bar_nobody(owner, today):
    officer, relative = officer_of(owner), UserFactory()
    MembershipFactory(user=officer, owner=OwnerFactory(name="Nes kommune"))
    ConflictOfInterestFactory(user=officer, about=relative, owner__name="Ås kommune")
    ConflictOfInterestFactory(owner=owner, user=officer, about=relative, withdrawn_on=today)
    assert is_impartial(officer, relative.pk, owner.pk)


people = st.integers(0, 3)
declared = st.lists(st.tuples(people, people, st.booleans()), max_size=5)


@given(declared)
@settings(max_examples=40)
def test_the_three_questions_agree(pairs):
    """Asked of one person, of a list, and of a permission, the answers are the same."""
    with transaction.atomic():
        owner = OwnerFactory()
        officers = [officer_of(owner) for _n in range(4)]
        for one, other, withdrawn in dict.fromkeys(pairs):
            if one != other and not ConflictOfInterest.objects.filter(
                user=officers[one], about=officers[other], withdrawn_on=None
            ):
                ConflictOfInterestFactory(
                    owner=owner,
                    user=officers[one],
                    about=officers[other],
                    withdrawn_on="2026-01-01" if withdrawn else None,
                )
        for about in officers:
            able = [person for person in officers if is_impartial(person, about.pk, owner.pk)]
            assert impartial_among(officers, about.pk, owner.pk) == able
            assert somebody_can(Permission.APPLICATION_RANK, [about.pk], owner.pk) == bool(able)
            both = {
                (is_impartial(about, other.pk, owner.pk).allowed)
                == (is_impartial(other, about.pk, owner.pk).allowed)
                for other in officers
            }
            assert both == {True}
        transaction.set_rollback(True)


def test_being_barred_costs_no_question_of_its_own(owner, query_count):
    officer = officer_of(owner)
    ConflictOfInterestFactory(owner=owner, user=officer)
    assert query_count(lambda: memberships_of(officer)) == 1
    assert query_count(lambda: is_impartial(officer, 1, owner.pk)) == 0


# ── Declaring ────────────────────────────────────────────────────────────────────────────────────


def test_it_is_declared_told_and_withdrawn(owner, leader, colleague, today):
    conflict = services.declare_conflict(owner=owner, about=colleague, by=leader.user)
    assert not is_impartial(fresh(leader.user), colleague.pk, owner.pk)
    assert Message.objects.get(recipient=colleague).important
    with pytest.raises(ValidationError, match="already said so"):
        services.declare_conflict(owner=owner, about=colleague, by=leader.user)
    with pytest.raises(PermissionDenied, match="whoever declared"):
        services.withdraw_conflict(conflict=conflict, by=colleague)
    services.withdraw_conflict(conflict=conflict, by=leader.user)
    assert fresh(conflict).withdrawn_on == today
    assert is_impartial(fresh(leader.user), colleague.pk, owner.pk)
    with pytest.raises(PermissionDenied, match="withdrawn already"):
        services.withdraw_conflict(conflict=conflict, by=leader.user)
    assert Message.objects.filter(recipient=colleague).count() == 2
    services.declare_conflict(owner=owner, about=colleague, by=leader.user)


def test_not_about_oneself_a_stranger_or_by_one(owner, leader, colleague):
    with pytest.raises(ValidationError, match="by themselves"):
        services.declare_conflict(owner=owner, about=leader.user, by=leader.user)
    with pytest.raises(Refusal, match="neither works for"):
        services.declare_conflict(owner=owner, about=UserFactory(), by=leader.user)
    stranger = MembershipFactory(role=Role.FINANCE).user
    with pytest.raises(PermissionDenied, match="work for the owner"):
        services.declare_conflict(owner=owner, about=colleague, by=stranger)
