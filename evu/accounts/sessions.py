"""Where one is logged in: each browser with its device, when it was last used, and from where."""

import datetime
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from staff.models import User

SEEN_AT: Final = "seen_at"
SEEN_EVERY: Final = 15 * 60  # seconds; each page would be a write for each page
# The first that is found counts: Edge and Opera also say Chrome, Chrome also says Safari.
BROWSERS: Final = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrom": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS: Final = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "Chromebook",
    "Mac OS X": "Mac",
    "Linux": "Linux",
}


@dataclass(frozen=True, slots=True)
class Place:
    """One browser that is logged in."""

    pk: int
    key: str
    device: str
    address: str
    since: datetime.datetime
    last_used: datetime.datetime
    is_here: bool


class Seen:
    """Notes now and then that a session is still in use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            seen_at = request.session.get(SEEN_AT)
            if seen_at is not None and seen_at < time.time() - SEEN_EVERY:
                UserSession.objects.filter(session_key=request.session.session_key).update(
                    last_seen_at=timezone.now(), ip=get_adapter().get_client_ip(request)
                )
                mark_seen(request)
        return self.get_response(request)


def mark_seen(request: HttpRequest) -> None:
    request.session[SEEN_AT] = int(time.time())


def begin(request: HttpRequest, user: User, *, method: str) -> None:
    """For a log-in that does not go through allauth: it counts like one that does."""
    record_authentication(request, user, method)
    UserSession.objects.create_from_request(request)
    mark_seen(request)


def places_of(request: HttpRequest, user: User) -> list[Place]:
    """Those that still work, the last used first: two questions, however many there are."""
    rows = list(UserSession.objects.filter(user_id=user.pk).order_by("-last_seen_at", "-pk"))
    here = request.session.session_key
    working = _working(user, [row.session_key for row in rows])
    return [
        Place(
            pk=row.pk,
            key=row.session_key,
            device=device(row.user_agent),
            address=row.ip,
            since=row.created_at,
            last_used=row.last_seen_at,
            is_here=row.session_key == here,
        )
        for row in rows
        if row.session_key in working
    ]


def end(user: User, keys: Iterable[str]) -> None:
    """Whoever sits there must log in again at the next click."""
    ended = list(keys)
    Session.objects.filter(session_key__in=ended).delete()
    UserSession.objects.filter(user_id=user.pk, session_key__in=ended).delete()


def device(user_agent: str) -> str:
    """In words: “Chrome on Windows”."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS.items() if re.search(mark, user_agent)), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown device")


def _working(user: User, keys: list[str]) -> set[str]:
    """Neither run out nor begun with a password that has been changed since."""
    valid = user.get_session_auth_hash()
    found = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    return {row.session_key for row in found if row.get_decoded().get(HASH_SESSION_KEY) == valid}
