"""`bin/evu demo`: from nothing to a site with demo data, and everything gone again at Ctrl-C."""

import os
import secrets
import shutil
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from launcher import packages, system
from launcher.child import Child, ending, run, start, tail
from launcher.lock import Lock
from launcher.place import Place
from launcher.say import Interrupted, Stop, say
from launcher.servers import Servers, running

HOST = "127.0.0.1"
PORT = 8000


@dataclass(frozen=True)
class Options:
    """`idp_port` is where invented people log in as if it were Feide, ID-porten or Entra."""

    port: int | None = None
    fresh: bool = False
    idp_port: int = PORT + 1

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port or PORT}"

    @property
    def idp_address(self) -> str:
        return f"http://{HOST}:{self.idp_port}"


def demo(where: Place, options: Options) -> int:
    lock = Lock(where.state / "demo.lock")
    if not lock.take():
        raise Stop(already(lock))
    try:
        refuse_real_data(options, os.environ)
        refuse_busy_port(options)
        options = replace(options, idp_port=free_port_after(options.port or PORT))
        packages.ensure(where, "run")
        system.ensure_libraries(where)
        serve(where, options, lock)
    except Interrupted:
        say("stopped")
    finally:
        lock.drop()
    return 0


def serve(where: Place, options: Options, lock: Lock) -> None:
    if options.fresh:
        throw_away(where)
    with running(where, "demo", durable=True, fresh=options.fresh) as servers:
        say("PostgreSQL and Valkey are ready")
        env = {**environment(where, options), **servers.env}
        prepare(where, env)
        say("the database and its demo data are ready")
        with processes(where, options, env) as children:
            pids = {child.name: child.process.pid for child in children}
            lock.note(address=options.address, pids={**servers.pids, **pids})
            wait_until_ready(options, children)
            say(f"Feide, ID-porten and Entra are played by {options.idp_address}/")
            say(f"EVU is running at {options.address}/  (Ctrl-C stops everything)")
            watch(servers, children)


def refuse_real_data(options: Options, env: Mapping[str, str]) -> None:
    """Demo personas log in without a password: they must never meet a real database."""
    url = env.get("DATABASE_URL", "")
    if url and not urlsplit(url).path.endswith("_demo"):
        raise Stop(
            "the demo refuses the database in DATABASE_URL because its name does not end in _demo: "
            "unset DATABASE_URL to use the embedded database"
        )
    if options.fresh and (url or env.get("REDIS_URL")):
        raise Stop("--fresh only throws away embedded data: unset DATABASE_URL and REDIS_URL")


def refuse_busy_port(options: Options) -> None:
    port = options.port or PORT
    if _is_free(port):
        return
    other = free_port_after(port)
    raise Stop(
        f"port {port} is used by another program: choose another one, "
        f'for example make demo ARGS="--port {other}"'
    )


def free_port_after(port: int) -> int:
    near = range(port + 1, min(port + 100, 65536))
    return next((number for number in near if _is_free(number)), port + 1)


def _is_free(port: int) -> bool:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except PermissionError:
            raise Stop(f"port {port} is for root alone: choose one above 1023") from None
        except OSError:
            return False
    return True


def throw_away(where: Place) -> None:
    """Database and broker throw away their own."""
    for name in ("media", "mail", "beat"):
        shutil.rmtree(where.state / name, ignore_errors=True)


def environment(where: Place, options: Options) -> dict[str, str]:
    ours = ("DEBUG", "EVU_TEST", "CSRF_TRUSTED_ORIGINS", "DEFAULT_FROM_EMAIL", "PYTHONPATH")
    for name in ("media", "mail", "beat"):
        (where.state / name).mkdir(mode=0o700, exist_ok=True)
    return {
        **{key: value for key, value in os.environ.items() if key not in ours},
        **system.library_env(where),
        "DJANGO_SETTINGS_MODULE": "evu.settings",
        "EVU_DEMO": "1",
        "EVU_PLAIN_HTTP": "1",
        "SECRET_KEY": secret_key(where),
        "MEDIA_ROOT": str(where.state / "media"),
        "STATIC_ROOT": str(where.state / "static"),
        "EMAIL_URL": f"file://{where.state / 'mail'}",
        "PUBLIC_URL": options.address,
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        **log_in_elsewhere(where, options),
    }


def log_in_elsewhere(where: Place, options: Options) -> dict[str, str]:
    """The three places to log in at are one process of ours, which knows the demo's people."""
    secret = secrets.token_urlsafe(30)
    told = {
        "MOCK_IDP_PEOPLE": str(where.state / "people.json"),
        "MOCK_IDP_SITES": f"{options.address},http://localhost:{options.port or PORT}",
        "MOCK_IDP_SECRET": secret,
    }
    for name in ("feide", "idporten", "entra"):
        prefix = name.upper()
        told |= {
            f"{prefix}_CLIENT_ID": name,
            f"{prefix}_CLIENT_SECRET": secret,
            f"{prefix}_URL": options.idp_address,
        }
    return told


def secret_key(where: Place) -> str:
    """Made once, so that sessions outlive a restart."""
    path = where.state / "secret_key"
    if not path.exists():
        with open(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text()


def prepare(where: Place, env: Mapping[str, str]) -> None:
    log = where.state / "log" / "prepare.log"
    command: list[str | Path] = [where.python, "manage.py", "prepare", "--demo"]
    code = run("prepare", command, log=log, env=env, cwd=where.root)
    if code:
        raise Stop(f"the database could not be prepared ({ending(code)}){tail(log)}")


def commands(where: Place, options: Options) -> dict[str, list[str]]:
    """Broker last in, first out: those who talk to people stop before those who work for them."""
    celery = ["-m", "celery", "-A", "evu"]
    web = ["-m", "gunicorn", "evu.wsgi", "--no-control-socket", "--workers", "2"]
    idp = ["-m", "gunicorn", "mock_idp.wsgi", "--no-control-socket", "--threads", "4"]
    worker = [*celery, "worker", "--concurrency", "1", "--loglevel", "INFO"]
    return {
        "web": [*web, "--bind", f"{HOST}:{options.port or PORT}", "--graceful-timeout", "5"],
        "worker": [*worker, "--without-gossip", "--without-mingle"],
        "beat": [*celery, "beat", "--schedule", f"{where.state}/beat/schedule", "--pidfile="],
        "relay": ["manage.py", "relay"],
        "idp": [*idp, "--bind", f"{HOST}:{options.idp_port}", "--graceful-timeout", "5"],
    }


@contextmanager
def processes(where: Place, options: Options, env: Mapping[str, str]) -> Iterator[list[Child]]:
    children: list[Child] = []
    try:
        for name, arguments in commands(where, options).items():
            log = where.state / "log" / f"{name}.log"
            command: list[str | Path] = [where.python, *arguments]
            children.append(start(name, command, log=log, env=env, cwd=where.root))
        yield children
    finally:
        for child in children:
            child.ask_to_stop()
        for child in children:
            child.stop(patience=15)


def wait_until_ready(options: Options, children: list[Child]) -> None:
    for _ in range(600):
        for child in children:
            child.check()
        if _answers(options.address):
            return
        time.sleep(0.1)
    raise Stop(f"the web server does not answer after a minute{tail(children[0].log)}")


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/", timeout=10):  # noqa: S310
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def watch(servers: Servers, children: list[Child]) -> None:
    while True:
        servers.check()
        for child in children:
            child.check()
        time.sleep(0.5)


def status(where: Place) -> int:
    facts = Lock(where.state / "demo.lock").holder()
    if facts is None:
        print("EVU's demo is not running")
        return 1
    print(f"EVU's demo is running at {facts.get('address', 'an address that is not ready yet')}")
    for name, pid in {"launcher": facts.get("pid"), **facts.get("pids", {})}.items():
        print(f"  {name}: process {pid}")
    return 0


def already(lock: Lock) -> str:
    facts = lock.holder() or {}
    at = f" at {facts['address']}" if "address" in facts else ""
    return (
        f"the demo is already running{at} (process {facts.get('pid', '?')}): "
        "stop it with Ctrl-C where it was started"
    )
