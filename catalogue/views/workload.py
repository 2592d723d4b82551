"""How much of one's time a course takes, week by week, beside one's posts."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from catalogue.models import CourseRun
from catalogue.queries import calendar as queries
from catalogue.workload import (
    FULL,
    TOO_MUCH,
    Relief,
    Span,
    Strain,
    Stretch,
    Week,
    alike,
    strain,
    week_by_week,
)
from staff.formats import percent
from staff.http import Link, StaffRequest
from staff.questions import ask

WIDTH: Final = 760
LEFT: Final = 64
BASE: Final = 170


@dataclass(frozen=True, slots=True)
class Judgement:
    """What to say of the load, as it is or with one scheme's leave."""

    title: str
    text: str
    is_too_much: bool


@dataclass(frozen=True, slots=True)
class Row:
    """Alike weeks of the table; minutes a week, loads in hundredths of a percent."""

    weeks: str
    first: datetime.date
    last: datetime.date
    week: Week
    relieved: int
    minutes_at_work: int
    own_minutes: int
    is_too_much: bool
    is_still_too_much: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar."""

    kind: str
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Bar:
    x: int
    width: int
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Line:
    y: int
    text_y: int
    label: str


@require_safe
def workload(request: StaffRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(queries.visible_or_own(request.user), pk=pk)
    return render(request, "calendar/workload.html", _page(request, run))


def _page(request: StaffRequest, run: CourseRun) -> dict[str, Any]:
    others = queries.other_runs(request.user, run)
    weeks = _weeks(request, run, others)
    reliefs = [
        found for answer in ask("relief_for", user=request.user, run=run) for found in answer
    ]
    relief = max(reliefs, key=lambda each: each.leave, default=None)
    leave = relief.leave if relief else 0
    has_posts = any(week.positions for week in weeks)
    return {
        "run": run,
        "others": others,
        "relief": relief,
        "judgements": _judgements(weeks, reliefs if has_posts else []),
        "has_posts": has_posts,
        "has_meetings": any(week.meeting_minutes for week in weeks),
        "rows": [_row(stretch, leave) for stretch in alike(weeks)],
        "bars": _bars(weeks, leave),
        "lines": _lines(weeks),
        "months": _ticks(weeks),
        "trail": [
            Link(_("Courses"), reverse("catalogue:index")),
            Link(str(run.course), _above(run)),
        ],
    }


def _above(run: CourseRun) -> str:
    study = getattr(run, "outside_study", None)
    return str(study.get_absolute_url() if study else run.get_absolute_url())


def _weeks(request: StaffRequest, run: CourseRun, others: list[CourseRun]) -> list[Week]:
    sunday = run.ends_on + datetime.timedelta(days=6 - run.ends_on.weekday())
    monday = run.starts_on - datetime.timedelta(days=run.starts_on.weekday())
    return week_by_week(
        _span(run),
        posts=queries.posts_of(request.user, monday, sunday),
        others=[_span(other) for other in others],
        meetings=queries.meetings_of([run, *others]),
    )


def _span(run: CourseRun) -> Span:
    return Span(run.starts_on, run.ends_on, run.study_load)


def _judgements(weeks: Sequence[Week], reliefs: Sequence[Relief]) -> list[Judgement]:
    """As it is first, then with each scheme."""
    made = [_judgement(_("Without leave"), strain(weeks))]
    for relief in reliefs:
        words = {"scheme": relief.label, "leave": percent(relief.leave)}
        title = _("With %(leave)s leave: %(scheme)s") % words
        made.append(_judgement(title, strain(weeks, relief.leave)))
    return made


def _judgement(title: str, found: Strain) -> Judgement:
    week, most = found.heaviest.isocalendar().week, percent(found.most)
    heaviest = _("The heaviest is week %(week)d, with %(most)s.") % {"week": week, "most": most}
    if found.least == found.most:
        heaviest = _("Each week comes to %(most)s.") % {"most": most}
    limit = {"limit": percent(TOO_MUCH), "over": found.over, "of": found.of}
    if not found.over:
        text = _("No week is above %(limit)s of a full load.")
    elif found.over == found.of:
        text = _("Every week is above %(limit)s of a full load. That is more than most manage.")
    else:
        text = ngettext(
            "%(over)d of %(of)d weeks is above %(limit)s of a full load.",
            "%(over)d of %(of)d weeks are above %(limit)s of a full load.",
            found.over,
        )
    return Judgement(title, f"{text % limit} {heaviest}", is_too_much=found.over > 0)


def _row(stretch: Stretch, leave: int) -> Row:
    week = stretch.first
    numbers = week.monday.isocalendar().week, stretch.last.monday.isocalendar().week
    return Row(
        weeks="–".join(str(number) for number in dict.fromkeys(numbers)),
        first=week.monday,
        last=stretch.last.monday + datetime.timedelta(days=6),
        week=week,
        relieved=week.relieved(leave),
        minutes_at_work=week.minutes_at_work(leave),
        own_minutes=week.own_minutes(leave),
        is_too_much=week.total > TOO_MUCH,
        is_still_too_much=week.relieved(leave) > TOO_MUCH,
    )


def _bars(weeks: Sequence[Week], leave: int) -> list[Bar]:
    """Posts less the leave at the bottom, then the study, and on top what the leave takes off."""
    bars = []
    edges = [LEFT + (WIDTH - LEFT) * number // len(weeks) for number in range(len(weeks) + 1)]
    for number, week in enumerate(weeks):
        off = week.relief(leave)
        parts = {
            "part-1": week.positions - off,
            "part-2": week.study,
            "part-4": week.others,
            "released": off,
        }
        pieces, below = [], 0
        for kind, amount in parts.items():
            top, bottom = _y(below + amount, weeks), _y(below, weeks)
            below += amount
            if bottom > top:
                pieces.append(Piece(kind, top, bottom - top))
        gap = 1 if edges[1] - edges[0] > 3 else 0
        bars.append(Bar(edges[number], edges[number + 1] - edges[number] - gap, pieces))
    return bars


def _lines(weeks: Sequence[Week]) -> list[Line]:
    """A full load, and what is too much: their words keep clear of each other."""
    full, limit = _y(FULL, weeks), _y(TOO_MUCH, weeks)
    return [Line(full, full + 12, percent(FULL)), Line(limit, limit, percent(TOO_MUCH))]


def _y(load: int, weeks: Sequence[Week]) -> int:
    """Where a load is drawn: the top is a little above the highest bar."""
    most = max(TOO_MUCH, *(week.total for week in weeks)) * 21 // 20
    return BASE - BASE * load // most


def _ticks(weeks: Sequence[Week]) -> list[tuple[int, int]]:
    """(x, number) of some of the weeks, as many as there is room for."""
    step = -(-len(weeks) // 16)
    return [
        (
            LEFT + (WIDTH - LEFT) * (2 * place + 1) // (2 * len(weeks)),
            week.monday.isocalendar().week,
        )
        for place, week in enumerate(weeks)
        if place % step == 0
    ]
