"""Processes that the launcher starts: each logs to a file and none outlives the launcher."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from launcher.say import Stop

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
Command = Sequence[str | Path]


@dataclass
class Child:
    name: str
    process: subprocess.Popen[bytes]
    log: Path | None = None
    ends_by: int = signal.SIGTERM
    asked: bool = False

    def check(self) -> None:
        code = self.process.poll()
        if code is not None:
            raise Stop(f"{self.name} has stopped ({ending(code)}){tail(self.log)}")

    def ask_to_stop(self) -> None:
        """Once: Celery takes a second signal for impatience."""
        if self.process.poll() is None and not self.asked:
            self.asked = True
            self.process.send_signal(self.ends_by)

    def stop(self, patience: float) -> None:
        """Ask, wait, then force the whole group."""
        self.ask_to_stop()
        try:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
        finally:
            self._force()

    def _force(self) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def start(
    name: str,
    command: Command,
    *,
    log: Path | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    user: str | None = None,
    ends_by: int = signal.SIGTERM,
    dies_by: int | None = None,
) -> Child:
    """In a session of its own, so that a Ctrl-C reaches the launcher alone, who stops in order."""
    with _output(log) as out:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT if out else None,
            env=env,
            cwd=cwd,
            start_new_session=True,
            preexec_fn=dies_with_us(dies_by or ends_by),
            **as_user(user),
        )
    return Child(name, process, log, ends_by)


def run(name: str, command: Command, *, patience: float = 5, **how: object) -> int:
    """Start, wait for the end, give the exit code; an interruption stops it first."""
    child = start(name, command, **how)  # type: ignore[arg-type]
    try:
        return child.process.wait()
    except BaseException:
        child.stop(patience)
        raise


def dies_with_us(number: int) -> Callable[[], None]:
    """For preexec_fn: the kernel sends the signal when the launcher is gone, also after kill -9."""
    parent = os.getpid()

    def arrange() -> None:
        if LIBC is not None:
            LIBC.prctl(PR_SET_PDEATHSIG, number)
            if os.getppid() != parent:
                os.kill(os.getpid(), number)

    return arrange


class User(TypedDict, total=False):
    user: str
    group: int
    extra_groups: list[int]


def as_user(name: str | None) -> User:
    if name is None:
        return {}
    return {"user": name, "group": pwd.getpwnam(name).pw_gid, "extra_groups": []}


def ending(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name


def tail(log: Path | None, lines: int = 15) -> str:
    """The end of a log, as the continuation of a sentence."""
    if log is None or not log.exists():
        return ""
    text = "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    return f"; the end of {log}:\n{text}"


@contextmanager
def _output(log: Path | None) -> Iterator[int | None]:
    """The log of this start; that of the one before is kept beside it."""
    if log is None:
        yield None
        return
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists():
        log.replace(log.with_suffix(".log.1"))
    with log.open("wb") as file:
        yield file.fileno()
