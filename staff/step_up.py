"""Before money or roles are changed one confirms that it is still oneself.

A page behind `step_up_required` asks already when it is opened. A form that is posted too late is
kept in the session while one confirms, and then goes through: nothing typed is lost. So that its
errors can be corrected afterwards, its <form> names the address: action="{{ request.path }}".
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

# In the session: when one really logged in at Feide, ID-porten or Entra. Their own session may be
# hours old although ours has just begun.
LOGGED_IN_ELSEWHERE_AT = "logged_in_elsewhere_at"


def step_up_required(view: View) -> View:
    """The view, for whoever has logged in or confirmed in the last ACCOUNT_REAUTHENTICATION_TIMEOUT
    seconds; others are sent to confirm first, and come back."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not has_confirmed_lately(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return cast(View, asked)


def has_confirmed_lately(request: HttpRequest) -> bool:
    """Whether a password, a code, a key or a log-in elsewhere was given lately in this session."""
    records = get_authentication_records(request, request.user)
    oldest = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return any(_given_at(request, record) > oldest for record in records)


def _given_at(request: HttpRequest, record: dict[str, Any]) -> float:
    if record["method"] == "socialaccount" and not record.get("reauthenticated"):
        return float(request.session.get(LOGGED_IN_ELSEWHERE_AT, 0))
    return float(record["at"])
