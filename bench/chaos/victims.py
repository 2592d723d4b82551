"""The processes that get killed, and come back."""

import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.cpu import children
from bench.say import progress
from launcher import child, place
from launcher.valkey import Valkey

BACK_AFTER = (0.3, 2.0)
APART = (2.0, 6.0)
CELERY = "-m celery -A evu worker --concurrency 2 --loglevel WARNING"


@dataclass
class Victim:
    name: str
    start: Callable[[], child.Child]
    child: child.Child
    back_at: float | None = None

    def kill(self) -> None:
        """The whole group, with −9."""
        os.killpg(self.child.process.pid, signal.SIGKILL)
        self.child.process.wait()

    def look_after(self, now: float) -> bool:
        """Starts it again when its time has come. True if it had ended without being killed."""
        code = self.child.process.poll()
        fell = self.back_at is None and code is not None
        if fell and code is not None:
            progress(f"{self.name}: {child.ending(code)}{child.tail(self.child.log)}")
        if fell or (self.back_at is not None and now >= self.back_at):
            self.child, self.back_at = self.start(), None
        return fell


@dataclass
class Chaos:
    victims: list[Victim]
    dice: random.Random
    kills: Counter[str] = field(default_factory=Counter)
    fell: Counter[str] = field(default_factory=Counter)

    def rage(self, kills: int) -> None:
        """Kills at random moments; whoever is down comes back a little later."""
        while self.kills.total() < kills:
            self.pass_time(self.dice.uniform(*APART))
            self._kill_one()
        while any(victim.back_at for victim in self.victims):
            self.pass_time(0.2)

    def pass_time(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (now := time.monotonic()) < until:
            for victim in self.victims:
                if victim.look_after(now):
                    self.fell[victim.name] += 1
            time.sleep(0.05)

    def _kill_one(self) -> None:
        standing = [victim for victim in self.victims if victim.back_at is None]
        if not standing:
            return
        victim = self.dice.choice(standing)
        forks = children(victim.child.process.pid) if victim.name == "worker" else []
        if forks and self.dice.random() < 0.3:  # Celery itself replaces a lost pool process
            os.kill(self.dice.choice(forks), signal.SIGKILL)
            self.kills["pool process"] += 1
            return
        victim.kill()
        victim.back_at = time.monotonic() + self.dice.uniform(*BACK_AFTER)
        self.kills[victim.name] += 1


@contextmanager
def processes(mails: Path) -> Iterator[list[Victim]]:
    """A broker of our own that keeps nothing on disk, a real worker, the relay."""
    where = place.find()
    broker = Valkey(where, "chaos", durable=False)
    env = os.environ | {"REDIS_URL": broker.url, "EMAIL_URL": f"file://{mails}"}
    victims: list[Victim] = []
    try:
        for name, start in _starts(where, broker, env).items():
            victims.append(Victim(name, start, start()))
        yield victims
    finally:
        for victim in reversed(victims):
            victim.child.stop(patience=10)
        broker.stop()


def _starts(
    where: place.Place, broker: Valkey, env: Mapping[str, str]
) -> dict[str, Callable[[], child.Child]]:
    def start_broker() -> child.Child:
        broker.start()
        assert broker.child is not None  # noqa: S101
        return broker.child

    def process(name: str, arguments: str) -> Callable[[], child.Child]:
        command = [sys.executable, *arguments.split()]
        log = where.of("chaos") / "log" / f"{name}.log"
        return lambda: child.start(name, command, log=log, env=env, cwd=where.root)

    progress(f"chaos: logs are in {where.of('chaos') / 'log'}")
    return {
        "broker": start_broker,
        "worker": process("worker", CELERY),
        "relay": process("relay", "manage.py relay"),
    }
