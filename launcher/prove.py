"""`bin/evu test`, `check` and `bench`: all that proves the project, quickest to fail first."""

import os
import secrets
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from launcher import packages, servers, system
from launcher.child import run
from launcher.lock import Lock
from launcher.place import Place
from launcher.say import Stop, say

NOT_OURS = ("DEBUG", "EVU_DEMO", "EVU_PLAIN_HTTP", "EVU_TEST", "PYTHONPATH")


@dataclass(frozen=True)
class Step:
    name: str
    command: Sequence[str | Path]
    like_production: bool = False


def test(where: Place, arguments: list[str]) -> int:
    """With arguments only pytest runs, with those arguments."""
    packages.ensure(where, "test")
    system.ensure_libraries(where)
    browser = system.ensure_chromium(where)
    steps = [*([] if arguments else static_steps(where)), pytest_step(where, arguments)]
    return prove(where, "test", steps, {"CHROMIUM": browser})


def check(where: Place) -> int:
    packages.ensure(where, "test")
    system.ensure_libraries(where)
    return prove(where, "check", static_steps(where), {})


def bench(where: Place, arguments: list[str]) -> int:
    """On servers with normal durability: figures without fsync would be a lie."""
    packages.ensure(where, "test")
    system.ensure_libraries(where)
    step = Step("bench", [where.python, "-m", "bench", *arguments])
    return prove(where, "bench", [step], {}, durable=True)


def static_steps(where: Place) -> list[Step]:
    def tool(name: str, *arguments: str) -> list[str | Path]:
        return [packages.tool(where, name), *arguments]

    brief = ("--quiet", "--output-format", "concise")
    manage: list[str | Path] = [where.python, "-W", "error::RuntimeWarning", "manage.py"]
    return [
        Step("ruff format", tool("ruff", "format", "--check", *brief, ".")),
        Step("ruff check", tool("ruff", "check", *brief, ".")),
        Step("lint-imports", tool("lint-imports", "--no-logo")),
        Step("djade", tool("djade", "--check", "--target-version", "5.2", *templates(where.root))),
        Step("mypy", tool("mypy", ".")),
        Step("makemigrations --check", [*manage, "makemigrations", "--check", "--dry-run"]),
        Step(
            "check --deploy",
            [*manage, "check", "--deploy", "--fail-level", "WARNING"],
            like_production=True,
        ),
    ]


def templates(root: Path) -> list[str]:
    found = [*root.glob("templates/**/*.html"), *root.glob("[a-z]*/templates/**/*.html")]
    return sorted(str(path.relative_to(root)) for path in found)


def pytest_step(where: Place, arguments: list[str]) -> Step:
    told = any(word == "-n" or word.startswith(("-n=", "--numprocesses")) for word in arguments)
    spread = [] if told else ["-n", "2"]
    command: list[str | Path] = [where.python, "-m", "pytest", *spread, *arguments]
    return Step("pytest", command)


def prove(
    where: Place,
    purpose: str,
    steps: Sequence[Step],
    more: Mapping[str, str],
    *,
    durable: bool = False,
) -> int:
    lock = Lock(where.of(purpose) / "lock")
    if not lock.take():
        pid = (lock.holder() or {}).get("pid", "?")
        raise Stop(f"bin/evu {purpose} is already running (process {pid}): wait until it is done")
    try:
        with servers.running(where, purpose, durable=durable, fresh=durable) as started:
            urls = {**started.env, **more}
            return run_steps(where, steps, urls)
    finally:
        lock.drop()


def run_steps(where: Place, steps: Sequence[Step], urls: Mapping[str, str]) -> int:
    base = {key: value for key, value in os.environ.items() if key not in NOT_OURS}
    for step in steps:
        say(f"── {step.name}")
        started = time.monotonic()
        extra = like_production(urls) if step.like_production else servers.test_env(where, urls)
        code = run(
            step.name,
            step.command,
            env={**base, **extra},
            cwd=where.root,
            ends_by=signal.SIGINT,  # pytest then tidies up
            dies_by=signal.SIGTERM,  # alone it must not wait for anything
            patience=15,
        )
        took = time.monotonic() - started
        say(f"── {step.name}: {'passed' if code == 0 else 'FAILED'} after {took:.1f} s")
        if code:
            return code
    return 0


def like_production(urls: Mapping[str, str]) -> dict[str, str]:
    return {
        **urls,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "IDENTITY_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "evu.example.org",
        "CSRF_TRUSTED_ORIGINS": "https://evu.example.org",
        "PUBLIC_URL": "https://evu.example.org",
        "EMAIL_URL": "smtp://mail.example.org:25",
        "DEFAULT_FROM_EMAIL": "evu@example.org",
    }
