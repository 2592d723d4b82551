"""The first page: one function and one template for each role one can act in."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evu.home import (
    central,
    employee,
    finance,
    leader,
    owner_officer,
    provider,
    substitute,
    union_rep,
)
from staff.http import StaffRequest
from staff.roles import Role

Context = Callable[[StaffRequest], dict[str, Any]]
PAGES: Final[Mapping[str, tuple[Context, str]]] = {
    Role.EMPLOYEE: (employee.context, "evu/home_employee.html"),
    Role.LEADER: (leader.context, "evu/home_leader.html"),
    Role.OWNER_OFFICER: (owner_officer.context, "evu/home_owner_officer.html"),
    Role.FINANCE: (finance.context, "evu/home_finance.html"),
    Role.UNION_REP: (union_rep.context, "evu/home_union_rep.html"),
    Role.PROVIDER: (provider.context, "evu/home_provider.html"),
    Role.CENTRAL: (central.context, "evu/home_central.html"),
    Role.SUBSTITUTE: (substitute.context, "evu/home_substitute.html"),
}


@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """What waits for the person in the role they act in."""
    if request.acting is None:
        return render(request, "evu/home_nobody.html")
    context, template = PAGES[request.acting.role]
    return render(request, template, context(request))
