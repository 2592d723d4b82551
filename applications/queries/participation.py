"""Who takes part, which terms have begun, and which confirmed terms are not paid."""

import datetime

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from applications.models import Application, CostLine, Participation
from applications.queries.rounds import FOLLOWED
from catalogue.models import CourseRun

PAID_BY_TERM = (CostLine.Kind.FEES, CostLine.Kind.STIPEND)


def terms_begun(run: CourseRun, day: datetime.date) -> int:
    """How many terms have begun: the run's days are shared evenly among them."""
    if day < run.starts_on:
        return 0
    days = (run.ends_on - run.starts_on).days + 1
    return min(run.terms, 1 + (day - run.starts_on).days * run.terms // days)


def to_confirm(owner_id: int, day: datetime.date) -> int:
    """How many cases have a term that has begun and is not confirmed."""
    terms = (
        Participation.objects.filter(application=OuterRef("pk"))
        .order_by()
        .values("application")
        .annotate(n=Count("pk"))
        .values("n")
    )
    confirmed = Coalesce(Subquery(terms, output_field=IntegerField()), 0)
    waiting = (
        Application.objects.filter(
            owner_id=owner_id, state__in=FOLLOWED, course_run__starts_on__lte=day
        )
        .annotate(confirmed=confirmed)
        .values_list("course_run", "confirmed")
        .annotate(n=Count("pk"))
    )
    counted = list(waiting)
    runs = CourseRun.objects.in_bulk({run_id for run_id, _confirmed, _n in counted})
    return sum(n for run_id, done, n in counted if done < terms_begun(runs[run_id], day))


def unpaid_terms(owner_id: int) -> QuerySet[Participation]:
    """Confirmed terms that something is owed for, the oldest first."""
    owed = CostLine.objects.filter(
        application=OuterRef("application"), kind__in=PAID_BY_TERM, total_ore__gt=0
    )
    return (
        Participation.objects.filter(Exists(owed), owner_id=owner_id, paid_at=None)
        .select_related("application__course_run__course", "application__commitment__earmark")
        .prefetch_related("application__cost_lines")
        .order_by("confirmed_at", "pk")
    )
