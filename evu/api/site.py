"""The operations there are, and their addresses. `openapi.json` describes them; no page runs."""

from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from evu.api.keys import Key
from evu.api.staff_imports import router

api: Final = NinjaAPI(
    title="EVU",
    version="1",
    description="Asked with a key, which an administrator of the owner makes under Staff files.",
    auth=Key(),
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", router)


@api.exception_handler(AuthenticationError)
def no_key(request: HttpRequest, _exc: AuthenticationError) -> HttpResponse:
    words = {"detail": "A key is needed: Authorization: Bearer evu_…"}
    response = api.create_response(request, words, status=401)
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(ValidationError)
def wrong_parameters(request: HttpRequest, exc: ValidationError) -> HttpResponse:
    found = [f"{error['loc'][-1]}: {error['msg']}" for error in exc.errors]
    return api.create_response(request, {"detail": ". ".join(found)}, status=422)


def let_keys_through(patterns: list[URLResolver | URLPattern]) -> list[URLResolver | URLPattern]:
    """No log-in is asked for here: every operation asks for a key instead."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = login_not_required(pattern.callback)
    return patterns


urls: Final = (let_keys_through(api.urls[0]), *api.urls[1:])
