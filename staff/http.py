from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

from staff.models import Membership, User


class StaffRequest(HttpRequest):
    """A request behind LoginRequiredMiddleware: there is always a user."""

    user: User
    htmx: HtmxDetails
    acting: Membership | None


def render_page(
    request: StaffRequest,
    template: str,
    context: dict[str, Any],
    *,
    part: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page, or only the include file `part` when htmx asks to swap it."""
    wants_part = part and request.htmx and not request.htmx.history_restore_request
    response = render(request, part if wants_part and part else template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
