"""Many at once reserve from an earmark that cannot serve all: nothing overspent, and how fast."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from statistics import median

import psycopg
from django.db.models import Sum

from bench import database
from bench.ledger.attempts import COUNTER, Bare, Reserve, ThroughService, purses_of
from bench.ledger.crowd import Attempt, Crowd, Tally, gathered, together
from bench.money import make_earmarks, make_scheme
from bench.outcome import Limit, Line, Outcome
from bench.people import Place, make_officer, make_place
from bench.say import progress
from funding import ledger
from funding.models import Account, Earmark, Scheme
from staff.models import User

LARGEST_ORE = 2_000_000
SPREAD_OVER = 1000
ENOUGH = 10.0  # spread thin, no earmark should run dry: there only the rate is asked for


@dataclass(frozen=True, slots=True)
class Run:
    """One way of reserving, beside its yardstick."""

    name: str
    attempts: int
    attempt: Attempt
    bare: Bare
    earmarks: Sequence[Earmark]


@dataclass(frozen=True, slots=True)
class Figure:
    about: str = "reservations from many connections at once: overspent, and ÷ a bare UPDATE"

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--attempts", type=int, default=10_000)
        parser.add_argument("--connections", type=int, default=16)
        parser.add_argument("--rounds", type=int, default=20, help="interleaved with bare updates")
        parser.add_argument("--money-for", type=float, default=0.7, help="share of what is asked")
        parser.add_argument("--seed", type=int, default=1)

    def run(self, chosen: Namespace) -> Outcome:
        with closing(psycopg.connect(**database.arguments(), autocommit=True)) as connection:
            connection.execute(COUNTER)
        place = make_place("ledger", workplaces=1)
        officer = make_officer(place.owner)
        runs = plan(chosen, place, officer)
        address = database.arguments()
        with gathered(chosen.connections, address=address, seed=chosen.seed) as crowd:
            lines = [measured(run, crowd, chosen.rounds) for run in runs]
        facts = {
            "connections": chosen.connections,
            "money for": f"{chosen.money_for:.0%} of what is asked",
            "÷ bare": "rate ÷ rate of a bare UPDATE, median of rounds in which all were granted",
        }
        return Outcome("ledger", [*lines, proof()], facts)


def plan(chosen: Namespace, place: Place, by: User) -> list[Run]:
    scheme = make_scheme(Scheme.Kind.STIPEND)

    def some(number: int, attempts: int, money_for: float) -> list[Earmark]:
        asked = attempts * LARGEST_ORE // 2
        each_ore = int(asked * money_for) // number
        return make_earmarks(place, scheme, by, number=number, each_ore=each_ore)

    def reserve(earmarks: list[Earmark], *, at_once: bool = False) -> Reserve:
        return Reserve(place.owner.pk, by.pk, purses_of(earmarks), LARGEST_ORE, at_once)

    many, few = chosen.attempts, max(chosen.connections, chosen.attempts // 10)
    steps, once = some(1, many, chosen.money_for), some(1, many, chosen.money_for)
    service = some(1, few, chosen.money_for)
    spread = some(SPREAD_OVER, many, ENOUGH)
    through = ThroughService(place.owner.pk, by.pk, service[0].pk, LARGEST_ORE)
    hot = Bare(rows=1)
    return [
        Run("one earmark", chosen.attempts, reserve(steps), hot, steps),
        Run("one earmark, one statement", chosen.attempts, reserve(once, at_once=True), hot, once),
        Run("one earmark, the service", few, through, hot, service),
        Run("1 000 earmarks", many, reserve(spread), Bare(rows=SPREAD_OVER), spread),
    ]


def measured(run: Run, crowd: Crowd, rounds: int) -> Line:
    """Rounds of reserving, each beside a round of bare updates, in turns first and last."""
    progress(f"ledger: {run.name}, {run.attempts} attempts")
    each = run.attempts // rounds
    bare: list[Tally] = []
    ours: list[Tally] = []
    for number in range(rounds):
        turns = [(run.bare, bare, each), (run.attempt, ours, share(run.attempts, rounds, number))]
        for attempt, kept, attempts in turns if number % 2 else reversed(turns):
            kept.append(crowd.run(attempt, attempts))
    return line(run, together(ours), ours, bare)


def share(attempts: int, rounds: int, number: int) -> int:
    return attempts * (number + 1) // rounds - attempts * number // rounds


def line(run: Run, total: Tally, ours: Sequence[Tally], bare: Sequence[Tally]) -> Line:
    pairs = [(mine, yard) for mine, yard in zip(ours, bare, strict=True) if not mine.refused]
    values: dict[str, int | float | str] = {
        "attempts": total.attempts,
        "granted": total.granted,
        "refused": total.refused,
        "a second": median(mine.rate for mine, _ in pairs) if pairs else "",
        "bare": median(yard.rate for _, yard in pairs) if pairs else "",
        "÷ bare": median(mine.rate / yard.rate for mine, yard in pairs) if pairs else "",
    }
    accounts = Account.objects.filter(earmark__in=run.earmarks)
    balances = dict(accounts.values_list("kind").annotate(Sum("balance_ore")))
    overdrawn = accounts.filter(balance_ore__lt=0).aggregate(ore=Sum("balance_ore", default=0))
    limits = [
        Limit("øre overspent", -overdrawn["ore"], 0),
        Limit("øre promised but not booked", abs(total.granted_ore - balances["reserved"]), 0),
    ]
    return Line(run.name, values, limits)


def proof() -> Line:
    """The ledger's own nightly check, over everything the database holds."""
    found = ledger.discrepancies()
    for discrepancy in found[:10]:
        progress(f"ledger: {discrepancy}")
    total = Account.objects.aggregate(ore=Sum("balance_ore", default=0))["ore"]
    limits = [Limit("discrepancies", len(found), 0), Limit("øre from zero-sum", abs(total), 0)]
    return Line("the ledger afterwards", {}, limits)


FIGURE = Figure()
