"""What the launcher says: one line per step, and one sentence when it cannot go on."""

import sys
import time

STARTED = time.monotonic()


class Stop(Exception):
    """Ends the launcher with one clear sentence and a non-zero exit."""


class Interrupted(BaseException):
    """Somebody asked the launcher to stop: Ctrl-C, SIGTERM or a closed terminal."""


def say(message: str) -> None:
    print(f"[{time.monotonic() - STARTED:6.1f} s] {message}", file=sys.stderr, flush=True)
