"""A real browser, a real worker, a real relay and a real broker, on the test's own database."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection, connections


@pytest.fixture
def worker_and_relay(transactional_db: None, tmp_path: Path, worker_id: str) -> Iterator[Path]:
    """Both run as processes of their own; yields the folder mails are written to."""
    mails = tmp_path / "mail"
    mails.mkdir()
    environment = {
        **os.environ,
        "DATABASE_URL": with_database(connection.settings_dict["NAME"]),
        "REDIS_URL": _with_number(settings.REDIS_URL, worker_id),
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "EMAIL_URL": f"file://{mails}",
    }
    written = tmp_path / "worker-and-relay.log"
    log = written.open("wb")
    commands = (
        [sys.executable, "-m", "celery", "-A", "evu", "worker", "-c", "1", "-P", "solo"],
        [sys.executable, "manage.py", "relay"],
    )
    children = [
        subprocess.Popen(  # noqa: S603
            command, env=environment, cwd=settings.BASE_DIR, stdout=log, stderr=log
        )
        for command in commands
    ]
    yield mails
    for child in children:
        child.terminate()
    for child in children:
        child.wait(30)
    log.close()
    sys.stderr.write(written.read_text())  # shown where the test fails


def with_database(name: str) -> str:
    """DATABASE_URL, but for the test's own database."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{name}"))


def _with_number(url: str, worker_id: str) -> str:
    """A database of the broker's own for each test worker."""
    number = 1 + int(worker_id.removeprefix("gw") or 0) if worker_id != "master" else 1
    if url.startswith("redis+socket:"):
        return f"{url}?virtual_host={number}"
    return urlunsplit(urlsplit(url)._replace(path=f"/{number}"))


@pytest.fixture
def connections_end_with_their_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's threads would keep theirs, and the test's database could not be dropped."""
    monkeypatch.setitem(connections.databases["default"], "CONN_MAX_AGE", 0)


@pytest.fixture
def server(
    connections_end_with_their_request: None, live_server: Any, worker_and_relay: Path
) -> str:
    """The address of the site, with everything behind it running."""
    return str(live_server.url)
