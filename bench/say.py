"""Two voices: progress for whoever waits (stderr), results for whoever keeps them (stdout)."""

import sys


def progress(text: str) -> None:
    sys.stderr.write(f"bench: {text}\n")
    sys.stderr.flush()


def result(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
