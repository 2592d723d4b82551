"""The pages people wait for, at two sizes of one owner's round, beside a bare view."""

import itertools
import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.core.management import call_command
from django.core.paginator import Paginator
from django.urls import reverse

from applications.models import Application
from bench.compare import WARM_UP, Case, Comparison, lines
from bench.outcome import Outcome
from bench.pages.data import House, make_house
from bench.request import Form, Request, logged_in
from bench.say import progress
from bench.site import serving
from staff.models import Workplace
from staff.paging import PAGE_SIZE

LIST_AT_MOST: Final = 50
OTHER_AT_MOST: Final = 40
GROWTH_AT_MOST: Final = 1.2


@dataclass(frozen=True, slots=True)
class Figure:
    about: str = "CPU of the owner's list, a case, saving and sending ÷ a bare view with one query"

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sizes", type=sizes, default=(1000, 10_000), help="1000,10000")
        parser.add_argument("--batches", type=int, default=15)
        parser.add_argument("--requests", type=int, default=8, help="per batch and kind")

    def run(self, chosen: Namespace) -> Outcome:
        sends = WARM_UP + chosen.batches * chosen.requests
        houses = {}
        for size in chosen.sizes:
            progress(f"pages: an owner with {size} applications in each of two rounds")
            houses[size] = make_house(size, drafts=sends + 1)
        call_command("prepare", verbosity=0)
        cases = [case for size in houses for case in asked(size, houses[size], min(houses))]
        with (
            serving("bare", "bench.bare.wsgi", plain := bare()) as yardstick,
            serving("evu", "evu.wsgi", next(cases[0].requests)) as site,
        ):
            comparison = Comparison(site, yardstick, plain)
            found = comparison.measure(cases, batches=chosen.batches, requests=chosen.requests)
        return Outcome("pages", lines(cases, found), facts(chosen))


def sizes(text: str) -> tuple[int, ...]:
    return tuple(sorted(int(size) for size in text.split(",")))


def bare() -> Request:
    return Request(f"/{Workplace.objects.values_list('pk', flat=True).first()}/")


def asked(size: int, house: House, smallest: int) -> list[Case]:
    """The kinds of requests at one size. None may cost more than the same at the smallest."""
    (officer,) = logged_in([house.officer])
    applicants = logged_in([draft.applicant for draft in house.drafts])
    queue = reverse("rounds:queue", args=[house.queue.pk])
    last = Paginator(range(size), PAGE_SIZE).num_pages
    case = reverse("applications:detail", args=[house.case.pk])
    kinds: dict[str, tuple[Iterator[Request], float]] = {
        "list, first page": (_again(Request(queue, officer)), LIST_AT_MOST),
        "list, last page": (_again(Request(f"{queue}?page={last}", officer)), LIST_AT_MOST),
        "one case": (_again(Request(case, officer)), OTHER_AT_MOST),
        "step “why” saved": (_whys(house.drafts[0], applicants[0]), OTHER_AT_MOST),
        "step “scheme” saved": (_schemes(house.drafts[0], applicants[0]), OTHER_AT_MOST),
        "sent": (_sends(house.drafts[1:], applicants[1:]), OTHER_AT_MOST),
    }
    return [
        Case(_named(kind, size), requests, limit, _reference(kind, size, smallest))
        for kind, (requests, limit) in kinds.items()
    ]


def _named(kind: str, size: int) -> str:
    return f"{kind}, {size}"


def _reference(kind: str, size: int, smallest: int) -> tuple[str, float] | None:
    """Both pages of the list answer to the first page at the smallest size."""
    first = "list, first page" if kind.startswith("list") else kind
    reference = _named(first, smallest)
    return None if _named(kind, size) == reference else (reference, GROWTH_AT_MOST)


def _again(request: Request) -> Iterator[Request]:
    return itertools.repeat(request)


def _whys(draft: Application, cookies: dict[str, str]) -> Iterator[Request]:
    """The same step of the same draft, each time with other words."""
    path = reverse("applications:step", args=[draft.pk, "why"])
    for number in itertools.count():
        yield Request(path, cookies, {"why": f"Version {number}. {draft.why}"})


def _schemes(draft: Application, cookies: dict[str, str]) -> Iterator[Request]:
    """The step that looks up rates and money, with another leave each time."""
    path = reverse("applications:step", args=[draft.pk, "scheme"])
    for percent in itertools.cycle(range(5, 37)):
        scheme: Form = {"scheme": draft.scheme_id or 0, "leave_percent": percent}
        yield Request(path, cookies, {**scheme, "leave_weekdays": [1, 4]})


def _sends(drafts: Sequence[Application], cookies: Sequence[dict[str, str]]) -> Iterator[Request]:
    """A draft can only be sent once, so each is another one."""
    for draft, cookie in zip(drafts, cookies, strict=True):
        yield Request(reverse("applications:submit", args=[draft.pk]), cookie, {})


def facts(chosen: Namespace) -> dict[str, object]:
    return {
        "CPU": "user and system time of one gunicorn worker and its PostgreSQL backend, a request",
        "medians over": f"{chosen.batches} batches of {chosen.requests} requests, bare in turns",
        "load": f"{os.getloadavg()[0]:.1f} at the end",
    }


FIGURE = Figure()
