"""What the environment must say, and what each word means. A missing one is named and explained."""

import os
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured

VARIABLES = {
    "SECRET_KEY": "a long random text that signs sessions and links; keep it secret and stable",
    "IDENTITY_KEY": "a long random text that hashes national ids and Feide names; never change it",
    "DATABASE_URL": "the PostgreSQL database, e.g. postgres://user:password@host:5432/evu",
    "REDIS_URL": "the broker, e.g. redis://host:6379/0 or redis+socket:///run/valkey.sock",
    "ALLOWED_HOSTS": "comma-separated host names the site answers to (default: localhost)",
    "CSRF_TRUSTED_ORIGINS": "comma-separated origins, e.g. https://evu.example.no (default: none)",
    "MEDIA_ROOT": "the folder of private files: letters and attachments (default: .evu/media)",
    "STATIC_ROOT": "the folder collectstatic fills (default: .evu/static)",
    "EMAIL_URL": "smtp://host:port, or file:///folder for mail in files (default: smtp://localhost)",
    "DEFAULT_FROM_EMAIL": "the sender of mails (default: evu@localhost)",
    "PUBLIC_URL": "the address people use, for links in mails (default: http://localhost:8000)",
    "ENHETSREGISTERET_URL": "the central register of legal entities, without its last part "
    "(default: https://data.brreg.no/enhetsregisteret/api)",
    "NSR_URL": "the national school register (default: https://data-nsr.udir.no/v4)",
    "NBR_URL": "the national kindergarten register (default: https://data-nbr.udir.no/v4)",
    "FEIDE_CLIENT_ID": "the client id at Feide; empty: no log-in there (see docs/login.md)",
    "FEIDE_CLIENT_SECRET": "the secret that belongs to it",
    "FEIDE_URL": "Feide's issuer (default: https://auth.dataporten.no)",
    "FEIDE_SCOPE": "what is asked for (default: openid userid-feide)",
    "FEIDE_ACR": "comma-separated levels that are good enough (default: any)",
    "IDPORTEN_CLIENT_ID": "the client id at ID-porten; empty: no log-in there",
    "IDPORTEN_CLIENT_SECRET": "the secret that belongs to it",
    "IDPORTEN_URL": "ID-porten's issuer (default: https://idporten.no)",
    "IDPORTEN_ACR": "levels that are good enough, the first is asked for (default: "
    "idporten-loa-substantial,idporten-loa-high)",
    "ENTRA_CLIENT_ID": "the client id at Microsoft Entra; empty: no log-in there",
    "ENTRA_CLIENT_SECRET": "the secret that belongs to it",
    "ENTRA_URL": "one tenant's issuer: https://login.microsoftonline.com/TENANT/v2.0",
    "ENTRA_NAME_CLAIM": "the claim people are matched by (default: preferred_username)",
    "ENTRA_ACR": "comma-separated levels that are good enough (default: any)",
    "EVU_DEMO": "1 shows the demo personas and banner; refused beside a real database",
    "EVU_PLAIN_HTTP": "1 allows plain http on this machine only: cookies without Secure",
    "MOCK_IDP_PEOPLE": "the file the demo writes its people into, for the mock identity provider",
    "TRUSTED_PROXY_COUNT": "how many proxies of ours set X-Forwarded-For; attempts to log in are "
    "counted by address (default: 0)",
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


def identity_key(secret_key: str) -> str:
    """The key of the hashes people are matched by; demo and tests need none of their own."""
    invented = switch("EVU_DEMO") or switch("EVU_TEST")
    return text("IDENTITY_KEY", f"identity:{secret_key}" if invented else None)


def is_demo_database(database: Mapping[str, Any]) -> bool:
    """Whether personas without passwords may live there: on a unix socket, or by its name."""
    host = database.get("HOST") or database.get("OPTIONS", {}).get("host") or ""
    return str(host).startswith("/") or str(database.get("NAME", "")).endswith("_demo")
