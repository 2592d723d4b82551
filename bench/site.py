"""One gunicorn with one sync worker, whose CPU and whose database backend's can be told apart."""

import http.client
import os
import socket
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from bench import cpu
from bench.request import Request
from launcher import child, place
from launcher.say import Stop

HOST = "127.0.0.1"
SETTINGS = {"ALLOWED_HOSTS": HOST, "EVU_PLAIN_HTTP": "1"}


@dataclass(frozen=True, slots=True)
class Site:
    """A server that answers. Its pids are those of the worker and of its PostgreSQL backend."""

    port: int
    worker: int
    backend: int

    def get(self, request: Request) -> None:
        fetch(self.port, request)

    def cpu_ns(self) -> int:
        """User and system time of both, once they have come to rest."""
        return cpu.settled_ns(self.worker, self.backend)


def fetch(port: int, request: Request) -> bytes:
    """The body. Raises where the status is not the expected one: a fast error page is no figure."""
    link = http.client.HTTPConnection(HOST, port, timeout=60)
    try:
        link.request(request.method, request.path, body=request.body, headers=request.headers)
        answer = link.getresponse()
        body = answer.read()
    finally:
        link.close()
    if answer.status != request.expected:
        where = answer.headers.get("Location", "")
        asked = f"{request.method} {request.path}"
        raise RuntimeError(f"{asked}: {answer.status} {where}\n{body[:2000]!r}")
    return body


@contextmanager
def serving(name: str, wsgi: str, first: Request) -> Iterator[Site]:
    """Starts it, and asks it once, so that its backend exists."""
    where = place.find()
    port = _free_port()
    label = f"bench-{name}-{uuid.uuid4().hex[:8]}"
    command = [sys.executable, "-m", "gunicorn", wsgi, "--no-control-socket", "--workers", "1"]
    server = child.start(
        f"gunicorn of {name}",
        [*command, "--worker-class", "sync", "--bind", f"{HOST}:{port}", "--timeout", "120"],
        log=where.of("bench") / "log" / f"{name}.log",
        env=_environment(os.environ, label),
        cwd=where.root,
    )
    try:
        _wait(server, port)
        fetch(port, first)
        (worker,) = cpu.children(server.process.pid)
        yield Site(port, worker, _backend(label))
    finally:
        server.stop(patience=10)


def _environment(env: Mapping[str, str], label: str) -> dict[str, str]:
    """The database connection carries a name, by which its backend is found."""
    url = env["DATABASE_URL"]
    named = f"{url}{'&' if '?' in url else '?'}application_name={label}"
    return {**env, **SETTINGS, "DATABASE_URL": named}


def _backend(label: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE application_name = %s", [label])
        found = cursor.fetchall()
    if len(found) != 1:
        raise RuntimeError(f"{len(found)} backends are called {label}: one must stay open")
    pid: int = found[0][0]
    if not (cpu.PROC / str(pid)).exists():
        sys.exit("bench: PostgreSQL must run on this machine, so that its CPU can be counted")
    return pid


def _wait(server: child.Child, port: int) -> None:
    for _ in range(600):
        server.check()
        with socket.socket() as link:
            link.settimeout(0.1)
            if link.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise Stop(f"{server.name} does not answer{child.tail(server.log)}")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port: int = listener.getsockname()[1]
        return port
