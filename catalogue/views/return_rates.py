"""The dated rates a return is counted with: everybody's, and a county's own."""

import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogue import policy, services
from catalogue.forms.returns import RateForm
from catalogue.policy import returns as policy_returns
from catalogue.queries.counties import county_of
from catalogue.queries.returns import rates_for
from staff.forms.imports import say_refused
from staff.http import Link, StaffRequest
from staff.models import County
from staff.paging import NearestEndPaginator
from staff.roles import Role
from staff.step_up import step_up_required
from staff.verdict import require


@require_safe
def rates(request: StaffRequest) -> HttpResponse:
    require(policy_returns.may_read_rates(request.user))
    county = _own_county(request)
    is_central = bool(policy_returns.may_read_country(request.user))
    found = rates_for(county, all_counties=is_central)
    context = {
        "page": NearestEndPaginator(found, found).get_page(request.GET.get("page")),
        "may_set": policy.may_set_return_rate(request.user, county),
        "today": timezone.localdate(),
        "trail": [Link(_("The vocational colleges’ return"), reverse("returns:index"))],
    }
    return render(request, "returns/rates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@step_up_required
def set_rate(request: StaffRequest) -> HttpResponse:
    """Everybody's for the grant-giver, a county's own for the county."""
    county = _own_county(request)
    require(policy.may_set_return_rate(request.user, county))
    form = RateForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _set(request, county, form):
        messages.success(request, _("The rate is set."))
        return redirect("returns:rates")
    trail = [Link(_("Rates of return"), reverse("returns:rates"))]
    context = {"form": form, "county": county, "trail": trail}
    return render(request, "returns/set_rate.html", context, status=422 if form.errors else 200)


def _own_county(request: StaffRequest) -> County | None:
    """Of the role one acts in; nobody's for the grant-giver, whose rates are everybody's."""
    held = request.acting
    if held is None or held.role == Role.CENTRAL or held.owner is None:
        return None
    return county_of(held.owner)


def _set(request: StaffRequest, county: County | None, form: RateForm) -> bool:
    answers = dict(form.cleaned_data)
    first_day = datetime.date(answers.pop("first_year"), 1, 1)
    try:
        services.set_return_rate(county=county, first_day=first_day, by=request.user, **answers)
    except ValidationError as error:
        say_refused(form, error, otherwise="first_year")
        return False
    return True
