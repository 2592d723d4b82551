"""The provider's first page: what waits, course runs with their seats, money due and paid."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from applications.models import Application, CostLine
from applications.states import State
from catalogue.models import CourseRun
from catalogue.queries.providing import ToDo, what_waits
from staff.http import StaffRequest
from staff.money import Ore
from staff.paging import NearestEndPaginator

TAKEN = (State.ACCEPTED, State.PARTICIPATING, State.COMPLETED)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One run, in figures. The names of those who ask for a seat are on the page of its seats."""

    run: CourseRun
    offered: int  # places granted and not yet answered
    accepted: int
    paid_ore: Ore
    agreed_ore: Ore

    @property
    def due_ore(self) -> Ore:
        return self.agreed_ore - self.paid_ore


def context(request: StaffRequest) -> dict[str, Any]:
    mine = CourseRun.objects.delivered_by(request.user)
    page = NearestEndPaginator(
        mine.order_by("-starts_on", "-pk"), CourseRun.objects.for_display()
    ).get_page(request.GET.get("page"))
    counts, fees = _counts(mine), _fees(mine)
    waits = what_waits(request.user, timezone.localdate())
    return {
        "providers": list(waits),
        "page": page,
        "deliveries": [
            Delivery(run, *counts.get(run.pk, (0, 0, 0)), agreed_ore=fees.get(run.pk, 0))
            for run in page
        ],
        "totals": _totals(counts, fees),
        "to_do": ToDo(
            sum(each.seats for each in waits.values()),
            sum(each.results for each in waits.values()),
        ),
    }


def _totals(counts: dict[int, tuple[int, int, Ore]], fees: dict[int, Ore]) -> dict[str, int]:
    """Over all runs, also those on other pages."""
    agreed_ore = sum(fees.values())
    paid_ore = sum(paid for _offered, _accepted, paid in counts.values())
    return {
        "accepted": sum(accepted for _offered, accepted, _paid in counts.values()),
        "agreed_ore": agreed_ore,
        "paid_ore": paid_ore,
        "due_ore": agreed_ore - paid_ore,
    }


def _counts(runs: QuerySet[CourseRun]) -> dict[int, tuple[int, int, Ore]]:
    """Of each run: places offered, places accepted, fees the ledger says are paid."""
    rows = (
        Application.objects.filter(course_run__in=runs)
        .values_list("course_run")
        .annotate(
            offered=Count("pk", filter=Q(state=State.GRANTED), distinct=True),
            accepted=Count("pk", filter=Q(state__in=TAKEN), distinct=True),
            paid=Sum(
                "commitment__transfers__amount_ore",
                filter=Q(commitment__transfers__kind="paid_fees"),
                default=0,
            ),
        )
    )
    return {run: (offered, accepted, paid) for run, offered, accepted, paid in rows}


def _fees(runs: QuerySet[CourseRun]) -> dict[int, Ore]:
    """Fees of those who have accepted, by run."""
    rows = CostLine.objects.filter(
        application__course_run__in=runs,
        application__state__in=TAKEN,
        kind=CostLine.Kind.FEES,
    ).values_list("application__course_run")
    return dict(rows.annotate(Sum("total_ore")))
