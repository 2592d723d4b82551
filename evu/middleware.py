"""What every request gets: a log line, strict headers, a language, and who one acts as."""

import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from staff.access import memberships_of
from staff.roles import OWNERLESS
from staff.services import use_role
from tenancy.acting import acting_for

GetResponse = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
ACTING_KEY = "acting_membership"


class RequestLog:
    """Gives the request an id that its log lines carry."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=uuid.uuid4().hex[:12])
        return self.get_response(request)


class PageHeaders:
    """A strict content security policy; personal pages are never kept by a cache."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
        )
        return response


class WrittenLanguage:
    """Bokmål or nynorsk: the person's own choice, else the one in the cookie, else bokmål."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            language = request.user.written_language
        else:
            language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        if language not in dict(settings.LANGUAGES):
            language = settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response


class ActingAs:
    """Which of one's roles one acts in: the one chosen, as long as it is held, else the first."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.acting = None  # type: ignore[attr-defined]
        if not request.user.is_authenticated:
            return self.get_response(request)
        held = memberships_of(request.user)
        chosen = request.session.get(ACTING_KEY)
        request.acting = next(  # type: ignore[attr-defined]
            (membership for membership in held if membership.pk == chosen),
            held[0] if held else None,
        )
        across = any(membership.role in OWNERLESS for membership in held)
        owners = [membership.owner_id for membership in held]
        with acting_for(owners, user_id=request.user.pk, across=across):
            _note_use(request)
            return self.get_response(request)


def _note_use(request: HttpRequest) -> None:
    """The role one acts in is in use: written once a day, else nothing is asked or written."""
    acting = request.acting  # type: ignore[attr-defined]
    if acting is not None and acting.last_used_on != timezone.localdate():
        use_role(membership=acting, by=request.user)  # type: ignore[arg-type]
