"""What the pages of finding show, put together for the templates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.forms.finding import FindForm
from catalogue.models import CourseRun, Session
from catalogue.policy.placements import may_read_trades
from catalogue.queries.advice import advice_on
from catalogue.queries.fitting import Fit, Reader, fits_of, names_in, reader_of
from catalogue.ways import Way
from staff.access import holding
from staff.http import Link, StaffRequest
from staff.models import Sector, StaffGroup, User
from staff.questions import ask
from staff.roles import Permission


@dataclass(frozen=True, slots=True)
class Row:
    """A run in the list; `fit` only for somebody with a post."""

    run: CourseRun
    fit: Fit | None


@dataclass(frozen=True, slots=True)
class Column:
    """A run beside others. `days` participants meet; `url` is the comparison without it."""

    run: CourseRun
    fit: Fit
    groups: list[str]
    days: int
    url: str


def form_of(request: StaffRequest, reader: Reader) -> FindForm:
    """Checked; what is wrong in it is not among its cleaned data."""
    groups = [each for each in reader.groups.items() if each[0] != StaffGroup.UNMAPPED]
    form = FindForm(
        request.GET,
        groups=groups,
        has_post=reader.has_post,
        may_apply=bool(holding(request.user, Permission.APPLY)),
    )
    form.is_valid()
    return form


def rows_of(reader: Reader, runs: Iterable[Any]) -> list[Row]:
    """Runs that come with the codes of their groups, each beside the reader."""
    listed = list(runs)
    meant = [(run.course, run.group_codes) for run in listed]
    fits = fits_of(reader, meant) if reader.has_post else {}
    return [Row(run, fits.get(run.course_id)) for run in listed]


def run_page(request: StaffRequest, run: CourseRun) -> dict[str, Any]:
    """All about one run, as this person sees it."""
    reader, course = reader_of(request.user), run.course
    codes = [group.code for group in course.staff_groups.all()]
    advice, today = advice_on(course), timezone.localdate()
    may_begin = run.cancelled_on is None and run.starts_on >= today
    return {
        "run": run,
        "course": course,
        "groups": [reader.groups[code] for code in codes],
        "sessions": run.sessions.all(),
        "sectors": [Sector(sector).label for sector in course.sectors],
        "reader": reader,
        "fit": fits_of(reader, [(course, codes)], names=names_in([course]))[course.pk],
        "advice": advice if advice and may_read_trades(request.user) else [],
        "ways": ways_to_apply(request.user, run) if may_begin else [],
        "may_begin": may_begin,
        "is_too_late": run.apply_by is not None and run.apply_by < today,
        "trail": trail(),
    }


def trail() -> list[Link]:
    return [Link(_("Overview"), reverse("home")), Link(_("Courses"), reverse("catalogue:index"))]


def ways_to_apply(user: User, run: CourseRun) -> list[Way]:
    """What the rooms above answer: at each employer, a round to apply in or the reason why not."""
    return [way for answer in ask("ways_to_apply", user=user, run=run) for way in answer]


def compared(reader: Reader, runs: Sequence[Any]) -> list[Column]:
    names = names_in(run.course for run in runs)
    fits = fits_of(reader, [(run.course, run.group_codes) for run in runs], names=names)
    met = Session.objects.filter(run__in=runs).order_by()
    days = dict(met.values_list("run").annotate(Count("day", distinct=True)))
    return [
        Column(
            run,
            fits[run.course_id],
            groups=[reader.groups[code] for code in run.group_codes],
            days=days.get(run.pk, 0),
            url=compare_url(other.pk for other in runs if other.pk != run.pk),
        )
        for run in runs
    ]


def compare_url(keys: Iterable[int]) -> str:
    return f"{reverse('catalogue:compare')}?{urlencode({'run': list(keys)}, doseq=True)}"
