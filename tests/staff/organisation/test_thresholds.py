"""Numbers from the law or an owner's choice, as they were on a day."""

import datetime

import pytest
from django.db import IntegrityError
from django.db.backends.postgresql.psycopg_any import DateRange

from staff import thresholds
from staff.models import Threshold
from staff.reference import thresholds as shipped
from tests.factories import OwnerFactory, ThresholdFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 11, 24)


def test_an_owners_own_number_wins_on_its_days_alone():
    owner, other = OwnerFactory(), OwnerFactory()
    ThresholdFactory(code="role_unused_days", value=180)
    ThresholdFactory(
        code="role_unused_days",
        value=90,
        owner=owner,
        valid=DateRange(DAY, datetime.date(2027, 1, 1)),
    )

    def on(day, of):
        return thresholds.value("role_unused_days", of.pk if of else None, day)

    before, after = DAY - datetime.timedelta(days=1), datetime.date(2027, 1, 1)
    assert [on(day, owner) for day in (before, DAY, after)] == [180, 90, 180]
    assert (on(DAY, other), on(DAY, None)) == (180, 180)


def test_a_missing_number_says_which_and_what_to_do():
    with pytest.raises(LookupError, match="role_unused_days.*load_reference"):
        thresholds.value("role_unused_days", None, DAY)


def test_there_is_one_number_at_a_time():
    ThresholdFactory(code="role_unused_days")
    with pytest.raises(IntegrityError):
        ThresholdFactory(code="role_unused_days", value=1)


def test_every_number_is_shipped_once_and_a_given_one_is_kept():
    ThresholdFactory(code="profile_kept_days", value=1)
    assert shipped.load().made == len(Threshold.Code) - 1
    assert shipped.load().made == 0
    assert set(Threshold.objects.values_list("code", flat=True)) == set(Threshold.Code)
    assert thresholds.value("profile_kept_days", None, DAY) == 1
    assert thresholds.value("condition_ends", None, DAY) == 731
