"""A constant number of questions can hide one that reads the whole table: at two sizes."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from catalogue.models import CourseRun
from catalogue.queries.finding import on_offer
from tests.factories import CourseFactory

pytestmark = pytest.mark.django_db


def grow_to(size):
    course, today = CourseFactory(), timezone.localdate()
    CourseRun.objects.bulk_create(
        CourseRun(
            course=course,
            starts_on=today + datetime.timedelta(days=number % 700),
            ends_on=today + datetime.timedelta(days=900),
            place=f"Sted {number}",
            study_load=5_000,
            seats=20,
        )
        for number in range(size)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE catalogue_courserun")


def plan_of(runs):
    sql, params = runs.values_list("pk")[:25].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        [[[found]]] = cursor.fetchall()
    return found["Plan"]


def test_both_ends_of_the_list_cost_the_same_however_long_it_is():
    costs = []
    for size in (1_000, 10_000):
        grow_to(size)
        runs = on_offer(timezone.localdate())
        for end in (runs, runs.reverse()):
            plan = plan_of(end)
            assert "Sort" not in str(plan)
            assert "courserun_listed" in str(plan)
            costs.append(plan["Total Cost"])
    assert max(costs) < 2 * min(costs)
