"""PostgreSQL and Valkey together: for the demo, for tests, and by hand with `bin/evu servers`."""

import os
import secrets
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from launcher import packages, place, system
from launcher.lock import Lock
from launcher.postgres import DURABLE, FAST, Postgres
from launcher.say import Interrupted, Stop, say
from launcher.valkey import Valkey


@dataclass(frozen=True)
class Servers:
    """Addresses for the environment, and what the launcher itself has started."""

    env: dict[str, str]
    pids: dict[str, int] = field(default_factory=dict)
    started: tuple[Postgres | Valkey, ...] = ()

    def check(self) -> None:
        for server in self.started:
            if server.child is not None:
                server.child.check()


@contextmanager
def running(
    where: place.Place,
    purpose: str,
    *,
    durable: bool,
    fresh: bool = False,
    env: Mapping[str, str] = os.environ,
) -> Iterator[Servers]:
    """Embedded servers, except where DATABASE_URL or REDIS_URL names one to use instead."""
    urls: dict[str, str] = {}
    started: list[Postgres | Valkey] = []
    with ExitStack() as stack:
        for key, make in (
            ("DATABASE_URL", lambda: Postgres(where, purpose, DURABLE if durable else FAST)),
            ("REDIS_URL", lambda: Valkey(where, purpose, durable=durable)),
        ):
            if env.get(key):
                say(f"using the server in {key}")
                urls[key] = env[key]
                continue
            server: Postgres | Valkey = make()
            if fresh:
                server.throw_away()
            stack.callback(server.stop)
            server.start()
            started.append(server)
            urls[key] = server.url() if isinstance(server, Postgres) else server.url
        pids = {s.child.name: s.child.process.pid for s in started if s.child}
        yield Servers(urls, pids, tuple(started))


def test_env(where: place.Place, urls: Mapping[str, str]) -> dict[str, str]:
    """What pytest needs; whatever would turn it into a demo or a debug run is taken away."""
    browser = system.chromium()
    return {
        **urls,
        **system.library_env(where),
        "SECRET_KEY": "only-for-tests-" + secrets.token_hex(24),
        "EVU_PLAIN_HTTP": "1",
        "EVU_TEST": "1",
        **({"CHROMIUM": browser} if browser else {}),
    }


def serve(where: place.Place, database: str) -> int:
    """In the foreground: print the lines to export, then wait."""
    packages.ensure(where, "test")
    lock = Lock(where.of("servers") / "lock")
    if not lock.take():
        raise Stop(_already(lock))
    try:
        with running(where, "servers", durable=False, env={}) as servers:
            env = test_env(where, servers.env)
            lock.note(env=env)
            print(exports(env, database), flush=True)
            say("PostgreSQL and Valkey are running; stop them with Ctrl-C")
            while True:
                servers.check()
                time.sleep(0.5)
    except Interrupted:
        say("stopped")
        return 0
    finally:
        lock.drop()


def detach(where: place.Place, database: str) -> int:
    """In the background: start (unless running), wait until ready, print the lines to export."""
    lock = Lock(where.of("servers") / "lock")
    if lock.holder() is None:
        _spawn(where, lock)
    facts = lock.holder() or {}
    print(exports(facts["env"], database), flush=True)
    return 0


def _spawn(where: place.Place, lock: Lock) -> None:
    log = where.of("servers") / "launcher.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, str(where.root / "bin" / "evu"), "servers"],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    while not (lock.holder() or {}).get("env"):
        if process.poll() is not None:
            raise Stop(f"the servers did not start:\n{log.read_text().strip()}")
        time.sleep(0.05)


def stop(where: place.Place) -> int:
    facts = Lock(where.of("servers") / "lock").holder()
    if facts is None:
        say("no servers are running")
        return 0
    os.kill(int(facts["pid"]), signal.SIGTERM)
    lock = Lock(where.of("servers") / "lock")
    lock.take(wait=True)
    lock.drop()
    say("stopped")
    return 0


def exports(env: Mapping[str, str], database: str) -> str:
    named = {**env, "DATABASE_URL": env["DATABASE_URL"].replace("/evu?", f"/{database}?")}
    lines = [f"export {key}={shlex.quote(value)}" for key, value in named.items()]
    return "\n".join([*lines, "unset DEBUG EVU_DEMO"])


def _already(lock: Lock) -> str:
    pid = (lock.holder() or {}).get("pid", "?")
    return f"the servers are already running (process {pid}): stop them with bin/evu servers --stop"
