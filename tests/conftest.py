"""What every test gets: a clean ledger, its own files, fast passwords, bokmål."""

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.db.backends.postgresql.operations import DatabaseOperations
from django.http import HttpRequest
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from notifications import outbox
from staff.reference import thresholds as shipped_thresholds

pytest_plugins = ["tests.chromium"]

# The machine that runs this may be slow; what is found must be found again. How much is filtered
# out differs with the modules that happen to be loaded: hypothesis tries the constants in them.
hypothesis.settings.register_profile(
    "evu",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[
        hypothesis.HealthCheck.too_slow,
        hypothesis.HealthCheck.filter_too_much,
    ],
)
hypothesis.settings.load_profile("evu")


@pytest.fixture(scope="session", autouse=True)
def settings_for_tests() -> Iterator[None]:
    """Quick password hashes, and static files straight from their folders."""
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={
            **django_settings.STORAGES,
            "staticfiles": {
                "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
            },
        },
        WHITENOISE_AUTOREFRESH=True,
        WHITENOISE_USE_FINDERS=True,
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def history_can_be_emptied() -> Iterator[None]:
    """Tests with real transactions end by emptying every table; the ledger's triggers refuse that,
    as they should, so they are asked to look away for that one statement."""
    flush = DatabaseOperations.execute_sql_flush

    def flush_all_the_same(self: DatabaseOperations, statements: list[str]) -> None:
        with transaction.atomic(using=self.connection.alias):
            with self.connection.cursor() as cursor:
                cursor.execute("SET LOCAL session_replication_role = replica")
            flush(self, statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush_all_the_same)
        yield


@pytest.fixture(autouse=True)
def files_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def counters_of_its_own(settings: Any) -> None:
    """Attempts to log in are counted in the cache: each test counts from nought."""
    cache = {**settings.CACHES["default"], "KEY_PREFIX": f"test-{uuid.uuid4().hex}"}
    settings.CACHES = {**settings.CACHES, "default": cache}


@pytest.fixture(autouse=True)
def logged_in_just_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """`force_login` stands for a person who has just logged in: that is noted in the session, as
    every real log-in notes it, so that money and roles may be changed without confirming again.
    `tests.accounts.people.an_hour_passes` takes it back."""
    log_in = Client.force_login

    def log_in_and_note_it(self: Client, user: Any, backend: str | None = None) -> None:
        log_in(self, user, backend)
        request = HttpRequest()
        request.session = self.session
        record_authentication(request, user, method="test")
        request.session.save()

    monkeypatch.setattr(Client, "force_login", log_in_and_note_it)


@pytest.fixture(autouse=True)
def in_bokmal() -> Iterator[None]:
    with translation.override("nb"):
        yield


@pytest.fixture
def query_count() -> Callable[[Callable[[], object]], int]:
    """How many statements a call sends to the database."""

    def count(call: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as queries:
            call()
        return len(queries)

    return count


@pytest.fixture
def thresholds(db: None) -> None:
    """The numbers the project ships: days before a reminder, how long a profile is kept …"""
    shipped_thresholds.load()


@pytest.fixture
def do_what_is_owed() -> Callable[[], int]:
    """Call it to do all that the outbox holds, here and now, and what that leads to.

    Returns how many tasks were done. Whatever one of them raises is raised to the test.
    """

    def do() -> int:
        done = 0
        while owed_ids := outbox.claim():
            for owed_id in owed_ids:
                outbox.perform(owed_id)
                done += 1
        return done

    return do
