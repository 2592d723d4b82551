"""People on the road to a qualification, and those who ought to find one."""

import datetime
from typing import Final

from evu.demo.clock import at, office_hours
from evu.demo.days import Date
from evu.demo.stage import Hired, Stage
from staff import services
from staff.models import Path, PathTaken, Position, Qualification
from staff.queries.conditions import ON_CONDITION
from staff.reference import paths, thresholds

HALF_WAY: Final = "Brekkebakken barnehage"
MONTH: Final = 30.44
# Days ago, credits passed.
PROGRESS: Final = ((480, 30), (320, 60), (40, 90))


def prepare(stage: Stage) -> None:
    """Before anybody applies: the roads, and what three of the personas bring with them."""
    paths.load()
    thresholds.load()
    _has_worked(stage, "assistant", months=42)
    _has_worked(stage, "unqualified-substitute", months=15)
    _has_learned(stage, "unqualified-substitute", "degree", "Bachelor i idrett", credits=180)
    _has_learned(stage, "skilled-worker", "trade_certificate", "Barne- og ungdomsarbeider")
    _is_confirmed(stage, "skilled-worker")


def walk(stage: Stage) -> None:
    """One is half-way to becoming a kindergarten teacher; some of the unqualified have started."""
    _half_way(stage)
    teaching = [
        hired
        for hired in stage.hired
        if hired.group == ON_CONDITION and hired.user.username != "unqualified-substitute"
    ]
    for number, hired in enumerate(teaching[:6]):
        road = "ppu" if number % 2 else "grunnskolelaerer"
        started_on = stage.days.ago(90 + number)
        months = 24 if number % 2 else 60
        taken = _start(hired, road, started_on, months=months, written_on=started_on)
        if number % 3:
            _confirm(stage, taken, hired, stage.days.ago(70 + number))


def _half_way(stage: Stage) -> None:
    hired = next(
        hired
        for hired in stage.hired
        if hired.group == "assistant" and hired.workplace.name == HALF_WAY
    )
    _has_worked(stage, hired.user.username, months=60, percent=8_000)
    _has_learned(stage, hired.user.username, "entrance", "Generell studiekompetanse")
    written_on = stage.days.past_steps.opens + datetime.timedelta(days=3)
    started_on = min(written_on, stage.days.ago(730))
    taken = _start(hired, "ablu", started_on, months=48, written_on=written_on)
    _confirm(stage, taken, hired, written_on + datetime.timedelta(days=9))
    for days_ago, credits in PROGRESS:
        with at(office_hours(stage.days.ago(days_ago))):
            services.report_progress(
                taken=taken,
                credits_done=credits,
                on=stage.days.ago(days_ago),
                expected_end=taken.expected_end,
                by=hired.user,
            )


def _start(
    hired: Hired, road: str, started_on: Date, *, months: int, written_on: Date
) -> PathTaken:
    with at(office_hours(written_on, 60)):
        return services.start_road(
            employee=hired.employee,
            path=Path.objects.get(code=road),
            institution="Høgskolen i Elvedal",
            started_on=started_on,
            expected_end=started_on + datetime.timedelta(days=round(months * MONTH)),
            by=hired.user,
        )


def _confirm(stage: Stage, taken: PathTaken, hired: Hired, on: Date) -> None:
    with at(office_hours(on, 90)):
        services.confirm_road(taken=taken, by=stage.leaders[hired.workplace.pk])


def _has_worked(stage: Stage, slug: str, *, months: int, percent: int | None = None) -> None:
    held = Position.objects.filter(employee=stage.persona(slug).employee)
    held.update(starts_on=stage.days.ago(round(months * MONTH)))
    if percent is not None:
        held.update(percent=percent)


def _has_learned(stage: Stage, slug: str, kind: str, title: str, *, credits: int = 0) -> None:
    """Instead of what was drawn."""
    employee = stage.persona(slug).employee
    Qualification.objects.filter(employee=employee).delete()
    Qualification.objects.create(
        owner_id=employee.owner_id,
        employee=employee,
        kind=kind,
        title=title,
        year=stage.days.today.year - 6,
        credits=credits or None,
        credit_system="higher" if credits else "",
        level=6 if credits else None,
    )


def _is_confirmed(stage: Stage, slug: str) -> None:
    hired = stage.persona(slug)
    Qualification.objects.filter(employee=hired.employee).update(
        verified_by=stage.leaders[hired.workplace.pk], verified_on=stage.days.ago(200)
    )
