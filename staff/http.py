from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from staff.models import Membership, User


class StaffRequest(HttpRequest):
    """A request behind LoginRequiredMiddleware: there is always a user."""

    user: User
    htmx: HtmxDetails
    acting: Membership | None


@dataclass(frozen=True, slots=True)
class Link:
    """A tab, or a page above this one."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of components/summary_list.html; `url` is where it is changed."""

    term: str | Promise
    value: Any
    url: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of components/stepper.html."""

    label: str | Promise
    done: bool
    current: bool
    url: str = ""


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


def own_url(request: HttpRequest, url: str) -> str:
    """The address, if it leads somewhere on this site; else nothing."""
    is_ours = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if is_ours else ""
