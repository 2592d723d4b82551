"""The same day gives the same people, posts and money."""

import datetime

import pytest
from django.db import transaction

from catalogue.models import CourseRun
from evu.demo import load
from funding.models import Transfer
from staff.models import Membership, Position, Qualification

pytestmark = pytest.mark.django_db
FACTS = (
    (Position, ("employee__user__username", "workplace__name", "code__code", "percent")),
    (Position, ("employee__user__username", "annual_pay_ore", "starts_on")),
    (Membership, ("user__username", "role", "owner__name", "workplace__name", "starts_on")),
    (Qualification, ("employee__user__username", "kind", "title", "year")),
    (CourseRun, ("course__title", "starts_on", "ends_on", "price_ore")),
    (Transfer, ("kind", "amount_ore", "entered_at")),
)


def set_up_and_forget(day: datetime.date) -> list[list[tuple[object, ...]]]:
    with transaction.atomic():
        load.set_up(day)
        facts = [list(model.objects.order_by("pk").values_list(*names)) for model, names in FACTS]
        transaction.set_rollback(True)
    return facts


def test_the_same_day_gives_the_same_data():
    day = datetime.date(2026, 11, 23)
    assert set_up_and_forget(day) == set_up_and_forget(day)


@pytest.mark.soak
@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("year", [2026, 2027])
def test_it_can_be_loaded_in_any_month(year, month):
    loaded = load.load(datetime.date(year, month, 24))
    assert loaded.applications > 120
