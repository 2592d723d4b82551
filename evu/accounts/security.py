"""“Log-in and security”: all ways one gets in, and where one is logged in."""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from evu.accounts import sessions
from evu.accounts.views import places
from staff.http import StaffRequest
from staff.models import Identity, User

# What matching by each kind means; the number or the name itself is not stored, and not shown.
MATCHED_BY: dict[str, str | Promise] = {
    Identity.Kind.NATIONAL_ID: gettext_lazy("your national id number"),
    Identity.Kind.FEIDE: gettext_lazy("your Feide name"),
    Identity.Kind.ENTRA: gettext_lazy("your user name at work"),
}


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A place to log in at; `matched_by` is empty for somebody it would not recognise."""

    name: str
    matched_by: str


@require_safe
def security(request: StaffRequest) -> HttpResponse:
    """Password, authenticator app, passkeys, recovery codes, log-ins elsewhere."""
    user = request.user
    held = list(Authenticator.objects.filter(user=user).order_by("pk"))
    codes = next((a for a in held if a.type == Authenticator.Type.RECOVERY_CODES), None)
    context = {
        "has_password": user.has_usable_password(),
        "app": next((a for a in held if a.type == Authenticator.Type.TOTP), None),
        "passkeys": [a for a in held if a.type == Authenticator.Type.WEBAUTHN],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
        "elsewhere": _elsewhere(request, user),
        "sessions": len(sessions.places_of(request, user)),
    }
    return render(request, "account/security.html", context)


@require_safe
def list_sessions(request: StaffRequest) -> HttpResponse:
    found = sessions.places_of(request, request.user)
    return render(request, "usersessions/usersession_list.html", {"places": found})


@require_POST
def end_session(request: StaffRequest, pk: int) -> HttpResponse:
    """One place; the place one sits at is left by logging out."""
    row = get_object_or_404(UserSession.objects.filter(user_id=request.user.pk), pk=pk)
    if row.session_key == request.session.session_key:
        return redirect("account_logout")
    sessions.end(request.user, [row.session_key])
    messages.success(request, _("You are logged out there."))
    return redirect("usersessions_list")


@require_POST
def end_other_sessions(request: StaffRequest) -> HttpResponse:
    found = sessions.places_of(request, request.user)
    sessions.end(request.user, [place.key for place in found if not place.is_here])
    messages.success(request, _("You are logged out everywhere but here."))
    return redirect("usersessions_list")


def _elsewhere(request: StaffRequest, user: User) -> list[Elsewhere]:
    known = set(user.identities.values_list("kind", flat=True))
    return [Elsewhere(place.name, _matched_by(place, known)) for place in places(request)]


def _matched_by(place: Any, known: set[str]) -> str:
    """The last of its claims that is known: the first may be one that it never sends."""
    kinds = [kind for kind in place.app.settings["claims"].values() if kind in known]
    return str(MATCHED_BY[kinds[-1]]) if kinds else ""
