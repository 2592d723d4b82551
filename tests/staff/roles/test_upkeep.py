"""Roles nobody uses, roles about to end, and noting that a role is used."""

import datetime

import pytest
from django.urls import reverse

from audit.models import Event
from notifications.models import Message
from staff import services
from staff.models import Membership, Threshold
from staff.queries.roles import unused
from staff.roles import Role
from staff.tasks import look_after_roles
from tests.factories import (
    MembershipFactory,
    OwnerFactory,
    ThresholdFactory,
    administrator_of,
    stand_in_for,
)
from tests.factories.cases import fresh

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
HOME = reverse("home")


@pytest.fixture
def held(owner):
    def role(**fields):
        return MembershipFactory(**{"role": Role.FINANCE, "owner": owner} | fields)

    return role


def test_unused_for_as_long_as_the_threshold_says(held, owner, today, thresholds):
    long_ago, lately = today - 180 * DAY, today - 179 * DAY
    proposed = {
        held(last_used_on=None).pk,
        held(last_used_on=long_ago).pk,
        held(last_used_on=None, starts_on=long_ago).pk,
    }
    held(last_used_on=lately)
    held(last_used_on=None, starts_on=lately)
    held(last_used_on=None, ends_on=today - DAY)
    held(last_used_on=None, role=Role.EMPLOYEE)
    held(last_used_on=None, role=Role.SUBSTITUTE)
    held(last_used_on=None, owner=OwnerFactory())
    assert set(unused(owner.pk, today).values_list("pk", flat=True)) == proposed


def test_a_role_somebody_stands_in_in_is_used(held, owner, today, thresholds):
    away = held(last_used_on=None)
    stand_in = stand_in_for(away, last_used_on=today)
    assert not unused(owner.pk, today).exists()
    Membership.objects.filter(pk=stand_in.pk).update(last_used_on=None)
    assert unused(owner.pk, today).get() == away


def test_the_owners_own_number_counts_and_without_any_nothing_is_proposed(held, owner, today):
    role = held(last_used_on=today - 30 * DAY)
    assert not unused(owner.pk, today).exists()
    ThresholdFactory(code=Threshold.Code.ROLE_UNUSED_DAYS, value=180)
    assert not unused(owner.pk, today).exists()
    ThresholdFactory(code=Threshold.Code.ROLE_UNUSED_DAYS, value=30, owner=owner)
    assert unused(owner.pk, today).get() == role


def test_administrators_are_told_once_a_month(
    held, owner, today, thresholds, do_what_is_owed, time_machine
):
    keepers = [administrator_of(owner), administrator_of(owner)]
    role = held(last_used_on=None)
    time_machine.move_to(_noon(today.replace(day=10)))
    Membership.objects.filter(user__in=keepers).update(last_used_on=today.replace(day=10))

    def night(day):
        time_machine.move_to(_noon(day))
        Message.objects.all().delete()
        look_after_roles()
        do_what_is_owed()
        return [
            (message.recipient, str(role.user) in message.body)
            for message in Message.objects.order_by("pk")
        ]

    first = today.replace(day=10)
    assert night(first) == [(keeper, True) for keeper in keepers]
    assert night(first + DAY) == []
    other = held(last_used_on=None)
    assert night(first + 2 * DAY) == [(keeper, False) for keeper in keepers]
    assert night((first + 30 * DAY).replace(day=1)) == [(keeper, True) for keeper in keepers]
    assert Event.objects.filter(kind="role.proposed_for_removal").count() == 4
    assert other.pk != role.pk


def test_holder_and_administrators_are_reminded_once_of_each_last_day(
    held, administrator, owner, today
):
    soon = held(ends_on=today + 14 * DAY)
    held(ends_on=today + 15 * DAY)
    held(ends_on=None)
    held(ends_on=today + 3 * DAY, starts_on=today - 3 * DAY)  # nobody needs to be reminded
    held(ends_on=today - DAY)
    assert services.remind_of_ends(on=today) == 1
    assert {message.recipient for message in Message.objects.all()} == {soon.user, administrator}
    assert services.remind_of_ends(on=today) == 0
    services.end_role(membership=soon, ends_on=today + 10 * DAY, by=administrator)
    assert services.remind_of_ends(on=today) == 1


def test_a_long_stand_in_is_reminded_too(leader, today, administrator):
    stand_in = stand_in_for(leader, starts_on=today - 30 * DAY, ends_on=today + 5 * DAY)
    assert services.remind_of_ends(on=today) == 1
    assert Message.objects.filter(recipient=stand_in.user).count() == 1


# ── Use ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_role_one_acts_in_is_used_and_no_other(client, leader, owner, today):
    other = MembershipFactory(user=leader.user, role=Role.FINANCE, owner=owner)
    Membership.objects.update(last_used_on=None)
    client.force_login(leader.user)
    client.get(HOME)
    assert fresh(leader).last_used_on == today
    assert fresh(other).last_used_on is None
    client.post(reverse("acting"), {"membership": other.pk})
    client.get(HOME)
    assert fresh(other).last_used_on == today


def test_use_is_written_at_most_once_a_day(client, leader, query_count):
    Membership.objects.update(last_used_on=None)
    client.force_login(leader.user)
    first = query_count(lambda: client.get(HOME))
    second = query_count(lambda: client.get(HOME))
    assert query_count(lambda: client.get(HOME)) == second < first


def test_nobody_uses_anothers_role(leader, colleague):
    Membership.objects.update(last_used_on=None)
    services.use_role(membership=fresh(leader), by=colleague)
    assert fresh(leader).last_used_on is None


def _noon(day):
    return datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
