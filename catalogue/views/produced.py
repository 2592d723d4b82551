"""What the places an owner paid for have produced: its own employees alone, run by run."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.policy import returns as policy_returns
from catalogue.queries.counties import county_of
from catalogue.queries.returns import RunResult, produced_for, years_of
from catalogue.returns import FEWEST, Counts, told
from catalogue.views.return_files import csv_response, run_rows
from catalogue.views.returns import chosen_year, counts_of, year_tabs
from staff.http import StaffRequest
from staff.models import Membership, Owner
from staff.paging import PAGE_SIZE
from staff.verdict import require


@require_safe
def produced(request: StaffRequest) -> HttpResponse:
    held, owner = _acting(request)
    years = _years(owner)
    year = chosen_year(request, years)
    alone, summed, small = _told(held, owner, year)
    total = sum((result.counts for result in [*alone, *summed]), Counts())
    is_few = total.are_few and not policy_returns.sees_every_run(held)
    context = {
        "owner": owner,
        "year": str(year),
        "tabs": year_tabs(years, year),
        "page": Paginator(alone, PAGE_SIZE).get_page(request.GET.get("page")),
        "summed": len(summed),
        "small": small,
        "total": total,
        "is_few": is_few,
        "fewest": FEWEST,
        "county": county_of(owner),
    }
    return render(request, "returns/produced.html", context)


@require_safe
def produced_csv(request: StaffRequest) -> HttpResponse:
    held, owner = _acting(request)
    year = chosen_year(request, _years(owner))
    return csv_response(run_rows(*_told(held, owner, year)), name=f"{owner.name}-{year}")


def _acting(request: StaffRequest) -> tuple[Membership, Owner]:
    """The role one acts in, at the whole owner. Raises PermissionDenied."""
    held = request.acting
    if held is None or held.owner is None or held.workplace_id is not None:
        raise PermissionDenied(
            _("Only those who act for the whole owner see this. Switch role at the top.")
        )
    require(policy_returns.may_read_produced(request.user, held.owner))
    return held, held.owner


def _years(owner: Owner) -> list[int]:
    """With this year first, so that the one before it is what one sees at once."""
    this_year = timezone.localdate().year
    return sorted({*years_of(owner), this_year}, reverse=True)


def _told(
    held: Membership, owner: Owner, year: int
) -> tuple[list[RunResult], list[RunResult], Counts | None]:
    results = produced_for(owner, year)
    if policy_returns.sees_every_run(held):
        return results, [], None
    return told(results, counts_of)
