"""The first page: one function and one template for each role one can act in."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evu.home import (
    administrator,
    auditor,
    central,
    deputy,
    employee,
    finance,
    leader,
    owner_officer,
    provider,
    substitute,
    training_board,
    union_rep,
    union_workplace_rep,
)
from staff.http import StaffRequest
from staff.roles import Role

Context = Callable[[StaffRequest], dict[str, Any]]
PAGES: Final[Mapping[str, tuple[Context, str]]] = {
    Role.EMPLOYEE: (employee.context, "evu/home_employee.html"),
    Role.LEADER: (leader.context, "evu/home_leader.html"),
    Role.DEPUTY: (deputy.context, "evu/home_deputy.html"),
    Role.OWNER_OFFICER: (owner_officer.context, "evu/home_owner_officer.html"),
    Role.FINANCE: (finance.context, "evu/home_finance.html"),
    Role.UNION_REP: (union_rep.context, "evu/home_union_rep.html"),
    Role.UNION_WORKPLACE_REP: (
        union_workplace_rep.context,
        "evu/home_union_workplace_rep.html",
    ),
    Role.PROVIDER: (provider.context, "evu/home_provider.html"),
    Role.TRAINING_BOARD: (training_board.context, "evu/home_training_board.html"),
    Role.CENTRAL: (central.context, "evu/home_central.html"),
    Role.SUBSTITUTE: (substitute.context, "evu/home_substitute.html"),
    Role.AUDITOR: (auditor.context, "evu/home_auditor.html"),
    Role.ADMINISTRATOR: (administrator.context, "evu/home_administrator.html"),
}


@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """What waits for the person in the role they act in."""
    if request.acting is None:
        return render(request, "evu/home_nobody.html")
    context, template = PAGES[request.acting.role]
    return render(request, template, context(request))
