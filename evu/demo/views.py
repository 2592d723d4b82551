"""The page where one chooses who to be. It exists only where the data is invented."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from evu.accounts import sessions
from evu.demo.personas import BY_SLUG, PERSONAS, Persona
from staff.models import User
from staff.roles import Role


@dataclass(frozen=True, slots=True)
class Group:
    """Personas that belong together on the page."""

    title: str | Promise
    personas: list[Persona]


TITLES = (
    (gettext_lazy("Those who want to learn"), (Role.EMPLOYEE,)),
    (gettext_lazy("Those who lead a workplace"), (Role.LEADER, Role.DEPUTY)),
    (gettext_lazy("Those who decide and pay"), (Role.OWNER_OFFICER, Role.FINANCE)),
    (
        gettext_lazy("Those who are consulted"),
        (Role.UNION_REP, Role.UNION_WORKPLACE_REP, Role.TRAINING_BOARD),
    ),
    (
        gettext_lazy("Those who teach, stand in and give the money"),
        (Role.PROVIDER, Role.SUBSTITUTE, Role.CENTRAL),
    ),
    (
        gettext_lazy("Those who keep order and look after"),
        (Role.ADMINISTRATOR, Role.AUDITOR),
    ),
)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def personas(request: HttpRequest) -> HttpResponse:
    """Shows the personas; a posted one is logged in without a password."""
    if not settings.DEMO:
        raise Http404
    if request.method != "POST":
        return _page(request)
    user = _user(request.POST.get("persona", ""))
    if user is None:
        return _page(request, problem=_("There is no such person here. Choose one below."))
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    sessions.begin(request, user, method="demo")
    return redirect("home")


def _user(slug: str) -> User | None:
    return User.objects.filter(username=slug).first() if slug in BY_SLUG else None


def _page(request: HttpRequest, *, problem: str = "") -> HttpResponse:
    groups = [
        Group(title, [persona for persona in PERSONAS if persona.role in roles])
        for title, roles in TITLES
    ]
    context = {"groups": groups, "problem": problem}
    return render(request, "evu/demo.html", context, status=422 if problem else 200)
