"""`python -m bench [FIGURE] [OPTIONS]`: one figure, or all of them at modest sizes."""

import os
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import django

from bench.figure import FIGURES, find
from bench.say import progress, result
from launcher import place

STATE: Final = place.find().of("bench")
# A demo may be running beside it: its files are left alone.
DEFAULTS: Final = {
    "DJANGO_SETTINGS_MODULE": "evu.settings",
    "STATIC_ROOT": str(STATE / "static"),
    "MEDIA_ROOT": str(STATE / "media"),
    "IDENTITY_KEY": "of invented people",
}


def main(arguments: Sequence[str]) -> int:
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    django.setup()
    chosen = parser().parse_args(arguments)
    if chosen.list:
        result("\n".join(f"{name:12} {find(name).about}" for name in FIGURES))
        return 0
    names = [chosen.figure] if chosen.figure else list(FIGURES)
    from bench.database import prepare

    prepare()
    passed = [measure(name, chosen if chosen.figure else modest(name)) for name in names]
    return 0 if all(passed) else 1


def parser() -> ArgumentParser:
    top = ArgumentParser(prog="bench", description="Without a figure: all, at modest sizes.")
    top.add_argument("--list", action="store_true", help="the figures there are")
    figures = top.add_subparsers(dest="figure", metavar="FIGURE")
    for name in FIGURES:
        figure = find(name)
        one = figures.add_parser(name, help=figure.about)
        one.add_argument("--json", type=Path, default=STATE / f"{name}.json", metavar="FILE")
        figure.arguments(one)
    return top


def modest(name: str) -> Namespace:
    return parser().parse_args([name])


def measure(name: str, chosen: Namespace) -> bool:
    progress(f"── {name}")
    started = time.monotonic()
    outcome = find(name).run(chosen)
    result(f"\n{outcome.table()}\n")
    outcome.save(chosen.json)
    verdict = "within its limits" if outcome.passed else "A LIMIT IS BROKEN"
    progress(f"{name}: {verdict}, {time.monotonic() - started:.0f} s, written to {chosen.json}")
    return outcome.passed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
