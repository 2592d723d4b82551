"""From the round's rows to the engine's problem."""

from django.db.models import Count, F, Q

from applications.models import Application, Round
from applications.states import HOLDING_MONEY, State
from catalogue.models import CourseRun
from distribution.engine.model import Claim, Pot, Problem
from funding.models import Earmark


def problem_of(round: Round) -> Problem:
    """Ranked applications of the round, its owner's earmarks of the year, and seats left."""
    claims = tuple(_claim(application) for application in _ranked(round))
    return Problem(pots=_pots(round), claims=claims, seats=_seats({c.run for c in claims}))


def _ranked(round: Round) -> list[Application]:
    return list(
        Application.objects.filter(round=round, state=State.RANKED)
        .select_related("scheme", "staff_group", "workplace", "recommendation")
        .order_by("rank")
    )


def _claim(application: Application) -> Claim:
    advice = getattr(application, "recommendation", None)
    assert application.scheme is not None and application.rank is not None  # noqa: S101, PT018
    return Claim(
        key=application.pk,
        rank=application.rank,
        amount_ore=application.cost_ore,
        scheme=application.scheme.code,
        staff_group=application.staff_group.code,
        sector=application.workplace.sector,
        run=application.course_run_id or 0,
        recommended=advice is None or advice.recommended,
    )


def _pots(round: Round) -> tuple[Pot, ...]:
    earmarks = (
        Earmark.objects.filter(
            owner_id=round.owner_id, year=round.year, spend_by__gte=round.decision_by
        )
        .with_balances()
        .select_related("scheme")
        .prefetch_related("staff_groups")
        .order_by("pk")
    )
    return tuple(
        Pot(
            key=earmark.pk,
            available_ore=earmark.available_ore,
            scheme=earmark.scheme.code,
            staff_groups=tuple(sorted(group.code for group in earmark.staff_groups.all())),
            sectors=tuple(sorted(earmark.sectors)),
        )
        for earmark in earmarks
    )


def _seats(runs: set[int]) -> dict[int, int]:
    taken = Count("applications", filter=Q(applications__state__in=HOLDING_MONEY))
    counted = CourseRun.objects.filter(pk__in=runs).annotate(left=F("seats") - taken)
    return dict(counted.values_list("pk", "left"))
