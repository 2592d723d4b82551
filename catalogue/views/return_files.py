"""The same as rows for a spreadsheet."""

from collections.abc import Iterable, Iterator

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.policy import returns as policy_returns
from catalogue.queries.return_reports import Line, Report, Returns
from catalogue.queries.returns import RunResult, colleges
from catalogue.returns import Counts
from catalogue.views.returns import (
    chosen_year,
    college_or_403,
    county_or_403,
    returns_of,
    told_runs,
)
from staff.http import StaffRequest
from staff.money import plain
from staff.spreadsheets import csv_lines
from staff.verdict import require


@require_safe
def college(request: StaffRequest, pk: int) -> HttpResponse:
    """Every year, then the runs of the chosen one, then the payments."""
    found = college_or_403(request, pk)
    returns = returns_of(request, found)
    year = chosen_year(request, returns.years())
    rows = _college_rows(returns, returns.by_year(found), year)
    return csv_response(rows, name=f"{found.name}-{year}")


@require_safe
def county(request: StaffRequest, pk: int) -> HttpResponse:
    found = county_or_403(request, pk)
    returns = Returns(colleges().filter(county=found))
    year = chosen_year(request, returns.years())
    rows = _report_rows(returns.by_college(year), _("Vocational college"))
    return csv_response(rows, name=f"{found.name}-{year}")


@require_safe
def country(request: StaffRequest) -> HttpResponse:
    require(policy_returns.may_read_country(request.user))
    returns = Returns(colleges())
    year = chosen_year(request, returns.years())
    return csv_response(_report_rows(returns.by_county(year), _("County")), name=f"{year}")


def csv_response(rows: Iterable[list[str]], *, name: str) -> HttpResponse:
    response = HttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="evu-{slugify(name)}.csv"'
    return response


def run_rows(
    alone: Iterable[RunResult], summed: list[RunResult], total: Counts | None
) -> Iterator[list[str]]:
    """Runs with what came of them; those that are told together as one row."""
    yield [
        *(_("Course"), _("Place"), _("Starts"), _("Ends")),
        *count_headings(),
    ]
    for result in alone:
        run = result.run
        about = [run.course.title, run.place, run.starts_on.isoformat(), run.ends_on.isoformat()]
        yield [*about, *count_cells(result.counts)]
    if summed:
        label = _("Small runs together (%(number)s)") % {"number": len(summed)}
        cells = count_cells(total) if total else [_("few"), "", "", ""]
        yield [label, "", "", "", *cells]


def count_headings() -> list[str]:
    return [_("Had a seat"), _("Took part"), _("Completed"), _("Credits")]


def count_cells(counts: Counts, *, is_few: bool = False) -> list[str]:
    people = (counts.enrolled, counts.met, counts.completed)
    cells = [_("few"), "", ""] if is_few else [str(count) for count in people]
    return [*cells, str(counts.credits)]


def _college_rows(returns: Returns, report: Report, year: int) -> Iterator[list[str]]:
    college = returns.colleges[0]
    yield from _report_rows(report, _("Year"))
    yield []
    yield from run_rows(*told_runs(college, year, is_own=returns.is_own))


def _report_rows(report: Report, heading: str) -> Iterator[list[str]]:
    yield [heading, *count_headings(), _("Result part (kr)"), _("Paid in")]
    for line in report.lines:
        yield _line_cells(line, line.name or _("Without a county"))
    yield _line_cells(report.total, _("In all"))
    yield []
    yield [_("Paid in"), _("Basic part (kr)"), _("Result part (kr)"), _("In all (kr)")]
    for payment in report.payments:
        amounts = (payment.basic_ore, payment.result_ore, payment.total_ore)
        yield [str(payment.year), *(plain(amount) for amount in amounts)]


def _line_cells(line: Line, name: str) -> list[str]:
    paid_in = str(line.paid_in) if line.paid_in else ""
    return [name, *count_cells(line.counts, is_few=line.is_few), plain(line.result_ore), paid_in]
