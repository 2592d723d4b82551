"""Searching a catalogue of a country's size, beside a bare view: the first page and the last."""

import itertools
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.core.management import call_command
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone

from bench.catalogue_search.data import COMMON_WORD, Catalogue, make_catalogue
from bench.compare import Case, Comparison, lines
from bench.outcome import Outcome
from bench.pages.figure import bare, facts
from bench.request import Request, logged_in
from bench.say import progress
from bench.site import serving
from catalogue.queries import finding
from staff.paging import PAGE_SIZE
from staff.queries.roads import facts_of_person

FIRST_AT_MOST: Final = 40
LAST_AT_MOST: Final = 1.3  # of the first page of the same search
SEARCHES: Final[dict[str, dict[str, str]]] = {
    "no words": {},
    "a common word": {"text": COMMON_WORD},
    "fits me": {"fits": "on"},
}


@dataclass(frozen=True, slots=True)
class Figure:
    about: str = "CPU of finding courses among 20 000 runs ÷ a bare view with one query"

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--runs", type=int, default=20_000)
        parser.add_argument("--batches", type=int, default=15)
        parser.add_argument("--requests", type=int, default=8, help="per batch and search")

    def run(self, chosen: Namespace) -> Outcome:
        progress(f"catalogue_search: {chosen.runs} runs that have not begun")
        made = make_catalogue(chosen.runs)
        call_command("prepare", verbosity=0)
        cases = asked(made)
        with (
            serving("bare", "bench.bare.wsgi", plain := bare()) as yardstick,
            serving("evu", "evu.wsgi", next(cases[0].requests)) as site,
        ):
            comparison = Comparison(site, yardstick, plain)
            found = comparison.measure(cases, batches=chosen.batches, requests=chosen.requests)
        return Outcome("catalogue_search", lines(cases, found), facts(chosen))


def asked(made: Catalogue) -> list[Case]:
    """For each search the first page and the last; the last answers to the first."""
    (cookies,) = logged_in([made.reader])
    return [
        case
        for name, query in SEARCHES.items()
        for case in _both_ends(name, query, cookies, pages_of(made, query))
    ]


def pages_of(made: Catalogue, query: dict[str, str]) -> int:
    today = timezone.localdate()
    known = facts_of_person(made.reader, today)
    runs = finding.narrowed(finding.on_offer(today), query, user=made.reader, facts=known)
    return Paginator(runs, PAGE_SIZE).num_pages


def _both_ends(
    name: str, query: dict[str, str], cookies: dict[str, str], last: int
) -> Iterator[Case]:
    index, first = reverse("catalogue:index"), f"{name}, first page"
    for page, case, no_dearer in (
        (1, first, None),
        (last, f"{name}, last page ({last})", (first, LAST_AT_MOST)),
    ):
        request = Request(f"{index}?{urlencode({**query, 'page': page})}", cookies)
        # The last page may reach what 1.3 times the first one's limit would be.
        limit = FIRST_AT_MOST * (LAST_AT_MOST if no_dearer else 1)
        yield Case(case, itertools.repeat(request), limit, no_dearer)


FIGURE = Figure()
