"""A request as a browser would send it, ready made: who is logged in, what the form holds."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from staff.models import User

# Django takes the bare secret of the cookie as the form's token as well.
CSRF = "benchBENCHbenchBENCHbenchBENCH32"
Form: TypeAlias = Mapping[str, str | int | Sequence[str | int]]


@dataclass(frozen=True, slots=True)
class Request:
    """`form` makes it a POST, which is expected to redirect."""

    path: str
    cookies: Mapping[str, str] = field(default_factory=dict)
    form: Form | None = None

    @property
    def method(self) -> str:
        return "GET" if self.form is None else "POST"

    @property
    def expected(self) -> int:
        return 200 if self.form is None else 302

    @property
    def body(self) -> str | None:
        if self.form is None:
            return None
        return urlencode({**self.form, "csrfmiddlewaretoken": CSRF}, doseq=True)

    @property
    def headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        form = {} if self.form is None else {"Content-Type": "application/x-www-form-urlencoded"}
        return {"Cookie": cookies, "Accept": "text/html", **form}


def logged_in(users: Sequence[User]) -> list[dict[str, str]]:
    """Cookies of sessions made directly in the database, one for each."""
    backend = settings.AUTHENTICATION_BACKENDS[0]
    expires = timezone.now() + datetime.timedelta(days=1)
    stores = [SessionStore(SessionStore()._get_new_session_key()) for _ in users]  # type: ignore[attr-defined]
    rows = []
    for user, store in zip(users, stores, strict=True):
        data = {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: backend,
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
        key = str(store.session_key)
        rows.append(Session(session_key=key, session_data=store.encode(data), expire_date=expires))
    Session.objects.bulk_create(rows, batch_size=1000)
    return [
        {settings.SESSION_COOKIE_NAME: row.session_key, settings.CSRF_COOKIE_NAME: CSRF}
        for row in rows
    ]
