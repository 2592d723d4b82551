"""What the environment must say, and what each word means. A missing one is named and explained."""

import os
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured

VARIABLES = {
    "SECRET_KEY": "a long random text that signs sessions and links; keep it secret and stable",
    "DATABASE_URL": "the PostgreSQL database, e.g. postgres://user:password@host:5432/evu",
    "REDIS_URL": "the broker, e.g. redis://host:6379/0 or redis+socket:///run/valkey.sock",
    "ALLOWED_HOSTS": "comma-separated host names the site answers to (default: localhost)",
    "CSRF_TRUSTED_ORIGINS": "comma-separated origins, e.g. https://evu.example.no (default: none)",
    "MEDIA_ROOT": "the folder of private files: letters and attachments (default: .evu/media)",
    "STATIC_ROOT": "the folder collectstatic fills (default: .evu/static)",
    "EMAIL_URL": "smtp://host:port, or file:///folder for mail in files (default: smtp://localhost)",
    "DEFAULT_FROM_EMAIL": "the sender of mails (default: evu@localhost)",
    "PUBLIC_URL": "the address people use, for links in mails (default: http://localhost:8000)",
    "EVU_DEMO": "1 shows the demo personas and banner; refused beside a real database",
    "EVU_PLAIN_HTTP": "1 allows plain http on this machine only: cookies without Secure",
    "DEBUG": "1 shows Django's error pages; never in production",
}


def text(name: str, default: str | None = None) -> str:
    """The variable's value. Raises ImproperlyConfigured, with its meaning, where it is needed."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set. It is {VARIABLES[name]}.")
    return value


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def switch(name: str) -> bool:
    return text(name, "") == "1"


def is_demo_database(database: Mapping[str, Any]) -> bool:
    """Whether personas without passwords may live there: on a unix socket, or by its name."""
    host = database.get("HOST") or database.get("OPTIONS", {}).get("host") or ""
    return str(host).startswith("/") or str(database.get("NAME", "")).endswith("_demo")
