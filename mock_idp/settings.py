"""Everything comes from the environment of whoever starts it: the launcher, or a test.

DATABASE_URL       where its tables lie, in a schema of their own
EVU_DEMO, EVU_TEST one of them must be 1
MOCK_IDP_PEOPLE    a JSON file with the invented people: see mock_idp/people.py
MOCK_IDP_SITES     the addresses of the site that people log in to, with commas
MOCK_IDP_SECRET    what that site says to show that it is the site
"""

import os
import secrets

import dj_database_url
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.exceptions import ImproperlyConfigured

SCHEMA = "mock_idp"
DATABASES = {"default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=600)}
_database = DATABASES["default"]
_options = _database.setdefault("OPTIONS", {})
_on_a_socket = str(_database.get("HOST") or _options.get("host") or "").startswith("/")
if "1" not in (os.environ.get("EVU_DEMO"), os.environ.get("EVU_TEST")) or not (
    _on_a_socket or str(_database["NAME"]).endswith("_demo")
):
    raise ImproperlyConfigured(
        "The mock identity provider lets everybody be anybody: it only runs with EVU_DEMO=1 or "
        "EVU_TEST=1, on the embedded database or on one whose name ends in _demo."
    )
_options["options"] = f"-c search_path={SCHEMA}"

PEOPLE = os.environ["MOCK_IDP_PEOPLE"]
SITES = [site.rstrip("/") for site in os.environ["MOCK_IDP_SITES"].split(",")]
CLIENT_SECRET = os.environ["MOCK_IDP_SECRET"]

SECRET_KEY = secrets.token_urlsafe(50)  # it forgets everything when it stops
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "mock_idp.urls"
LOGIN_URL = "account_login"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.idp.oidc",
    "mock_idp",
]
# Its tables are made anew at every start.
MIGRATION_MODULES = dict.fromkeys(("auth", "contenttypes", "account", "allauth_idp_oidc"))
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
SESSION_COOKIE_NAME = "mock_idp_session"
CSRF_COOKIE_NAME = "mock_idp_csrf"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True

IDP_OIDC_ADAPTER = "mock_idp.adapter.Adapter"
IDP_OIDC_RATE_LIMITS = False
IDP_OIDC_PRIVATE_KEY = (
    rsa.generate_private_key(public_exponent=65537, key_size=2048)
    .private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    .decode()
)
