"""What a case costs, from the dated rates and the person's pay."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from applications import calendar
from applications.models import Application, CostLine
from funding import costs
from funding.rules import terms_on
from staff.money import Ore

TERMS_A_YEAR = 2


def estimate(application: Application) -> list[costs.Line]:
    """Cost lines by the rates in force when the course starts.

    Needs course run, scheme and position. Raises staff.verdict.Refusal where no rate is registered.
    """
    run, scheme = application.course_run, application.scheme
    if run is None or scheme is None:
        return []
    terms = terms_on(scheme, run.starts_on)
    return costs.lines(
        terms,
        substitute_scheme=scheme.is_substitute,
        credits=run.course.credits,
        leave_percent=application.leave_percent,
        price_ore=run.price_ore,
        annual_pay_ore=application.position.annual_pay_ore,
    )


def keep(application: Application) -> None:
    """Store the estimate as the case's cost lines, in place of an earlier one."""
    found = estimate(application)
    application.cost_lines.all().delete()
    CostLine.objects.bulk_create(
        [
            CostLine(
                owner_id=application.owner_id,
                application=application,
                kind=line.kind,
                state_ore=line.state_ore,
                owner_ore=line.owner_ore,
            )
            for line in found
        ]
    )
    application.cost_ore = sum(line.total_ore for line in found)


def leave_at_work(application: Application) -> int:
    """The leave in each week the course runs, in hundredths of a percent of a full post.

    What is applied for is counted through one year; a longer course spreads it, half a year
    gathers it.
    """
    run = application.course_run
    terms = run.terms if run else TERMS_A_YEAR
    return min(costs.HUNDRED_PERCENT, application.leave_percent * TERMS_A_YEAR // terms)


@dataclass(frozen=True, slots=True)
class CoverEstimate:
    """What a cover plan comes to, and what the case sets aside for cover."""

    days: int
    minutes: int
    weekly_need: int  # minutes a week that the percent means
    weekly_room: int  # minutes a week that the weekdays can hold
    cost_ore: Ore
    set_aside_ore: Ore

    @property
    def about_ore(self) -> Ore:
        """The cost in whole kroner: it is an estimate."""
        return self.cost_ore // 100 * 100

    @property
    def is_short(self) -> bool:
        """Whether full days on the chosen weekdays hold less than the percentage means."""
        return self.weekly_room < self.weekly_need

    @property
    def is_too_dear(self) -> bool:
        return self.cost_ore > self.set_aside_ore


def estimate_cover(
    application: Application,
    *,
    percent: int,
    weekdays: Collection[int],
    first: datetime.date,
    last: datetime.date,
) -> CoverEstimate:
    """The plan's days, hours and cost at the applicant's own pay. Needs what `estimate` needs.

    Raises staff.verdict.Refusal where no rate is registered.
    """
    run, scheme = application.course_run, application.scheme
    assert run is not None and scheme is not None  # noqa: S101, PT018  (sent is complete)
    terms = terms_on(scheme, run.starts_on)
    pay_ore = application.position.annual_pay_ore
    days = sum(1 for _day in calendar.working_days(first, last, weekdays))
    minutes = days * calendar.minutes_a_day(percent, weekdays)
    year_minutes = costs.cover_minutes(terms, application.leave_percent)
    return CoverEstimate(
        days=days,
        minutes=minutes,
        weekly_need=calendar.FULL_DAY_MINUTES * 5 * percent // costs.HUNDRED_PERCENT,
        weekly_room=calendar.FULL_DAY_MINUTES * len(weekdays),
        cost_ore=costs.cover_ore(terms, minutes, pay_ore),
        set_aside_ore=costs.cover_ore(terms, year_minutes, pay_ore),
    )
