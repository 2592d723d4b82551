"""What a figure is to the command line, and the list of those there are."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from importlib import import_module
from typing import Final, Protocol

from bench.outcome import Outcome


class Figure(Protocol):
    """`about` is one sentence. `run` makes its own data and raises nothing for a broken limit."""

    about: str

    def arguments(self, parser: ArgumentParser) -> None: ...

    def run(self, chosen: Namespace) -> Outcome: ...


# Name → module with a FIGURE. A new figure is one line here.
FIGURES: Final[Mapping[str, str]] = {
    "pages": "bench.pages.figure",
    "ledger": "bench.ledger.figure",
    "chaos": "bench.chaos.figure",
    "staff_import": "bench.staff_import.figure",
    "catalogue_search": "bench.catalogue_search.figure",
}


def find(name: str) -> Figure:
    figure: Figure = import_module(FIGURES[name]).FIGURE
    return figure
