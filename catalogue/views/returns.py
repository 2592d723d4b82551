"""What vocational colleges deliver and are paid: a college, a county, the country."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue import policy
from catalogue.models import Provider
from catalogue.policy import returns as policy_returns
from catalogue.queries.counties import county_of
from catalogue.queries.return_reports import Returns
from catalogue.queries.returns import RunResult, colleges, runs_of
from catalogue.returns import FEWEST, Counts, told
from staff.http import Link, StaffRequest
from staff.models import County
from staff.paging import PAGE_SIZE
from staff.roles import Permission, Role
from staff.verdict import require


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """By the role one acts in: one's own college, one's county, or the country."""
    if request.acting is not None and request.acting.role == Role.CENTRAL:
        returns = Returns(colleges())
        year = chosen_year(request, returns.years())
        context = _overview(returns, year) | {"report": returns.by_county(year)}
        return render(request, "returns/country.html", context)
    if request.acting is not None and request.acting.role == Role.PROVIDER:
        return _own(request)
    return _county(request, acting_county(request))


@require_safe
def county(request: StaffRequest, pk: int) -> HttpResponse:
    return _county(request, county_or_403(request, pk))


@require_safe
def college(request: StaffRequest, pk: int) -> HttpResponse:
    """Each year, and the runs of the one that is chosen."""
    found = college_or_403(request, pk)
    returns = returns_of(request, found)
    year = chosen_year(request, returns.years())
    alone, summed, total = told_runs(found, year, is_own=returns.is_own)
    context = _overview(returns, year) | {
        "college": found,
        "report": returns.by_year(found),
        "page": Paginator(alone, PAGE_SIZE).get_page(request.GET.get("page")),
        "summed": len(summed),
        "small": total,
        "rate": returns.rates.row(found.county_id, year),
        "trail": _trail(found, request),
    }
    return render(request, "returns/college.html", context)


def college_or_403(request: StaffRequest, pk: int) -> Provider:
    """Providers are no secret: whoever may not see what one is paid is told so."""
    found = get_object_or_404(colleges(), pk=pk)
    require(policy_returns.may_read_college(request.user, found))
    return found


def county_or_403(request: StaffRequest, pk: int) -> County:
    found = get_object_or_404(County, pk=pk)
    require(policy_returns.may_read_county(request.user, found))
    return found


def acting_county(request: StaffRequest) -> County:
    """The county one acts for, if the role one acts in reads all its money."""
    held = request.acting
    if held and held.owner and held.workplace_id is None and held.grants(Permission.MONEY_READ):
        found = county_of(held.owner)
        if found is not None:
            return found
    raise PermissionDenied(
        f"{policy_returns.NOT_YOURS} {_('If you have such a role, switch to it at the top.')}"
    )


def returns_of(request: StaffRequest, found: Provider) -> Returns:
    """A college alone. Its own contacts see it whole."""
    is_own = bool(policy.may_deliver(request.user, found.pk))
    return Returns(colleges().filter(pk=found.pk), is_own=is_own)


def told_runs(
    found: Provider, year: int, *, is_own: bool
) -> tuple[list[RunResult], list[RunResult], Counts | None]:
    """The runs told one by one, those told as one sum, and the sum (see catalogue/returns.py)."""
    runs = runs_of(found, year)
    return (runs, [], None) if is_own else told(runs, counts_of)


def counts_of(result: RunResult) -> Counts:
    return result.counts


def chosen_year(request: StaffRequest, years: list[int]) -> int:
    """The year asked for, if it is one of them; else the latest that is over, or this one.

    `years`: the latest first, and this year first of all.
    """
    wanted = request.GET.get("year", "")
    return next((year for year in years if str(year) == wanted), years[:2][-1])


def year_tabs(years: list[int], chosen: int) -> list[Link]:
    return [Link(str(year), f"?year={year}", year == chosen) for year in years]


def _own(request: StaffRequest) -> HttpResponse:
    """A contact of one college goes straight to it."""
    mine = list(colleges().filter(pk__in=Provider.objects.run_by(request.user)))
    if len(mine) == 1:
        return redirect("returns:college", mine[0].pk)
    return render(request, "returns/own.html", {"colleges": mine})


def _county(request: StaffRequest, found: County) -> HttpResponse:
    returns = Returns(colleges().filter(county=found))
    year = chosen_year(request, returns.years())
    context = _overview(returns, year) | {
        "county": found,
        "report": returns.by_college(year),
        "rate": returns.rates.row(found.pk, year),
        "trail": _trail(None, request),
    }
    return render(request, "returns/county.html", context)


def _overview(returns: Returns, year: int) -> dict[str, Any]:
    return {
        "year": str(year),
        "tabs": year_tabs(returns.years(), year),
        "this_year": returns.this_year,
        "fewest": FEWEST,
        "is_own": returns.is_own,
    }


def _trail(found: Provider | None, request: StaffRequest) -> list[Link]:
    trail = [Link(_("Overview"), reverse("home"))]
    if request.acting is not None and request.acting.role != Role.PROVIDER:
        trail.append(Link(_("The vocational colleges’ return"), reverse("returns:index")))
    return trail
