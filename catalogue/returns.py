"""What a vocational college gets for what it delivers, and how much is told about it. Pure.

A basic part is paid each year, the result part by the credits produced, some years after. A rate
counts for a whole year: the one that holds on 1 January. Amounts are whole øre.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

Ore = int
CREDITS_OF_A_YEAR: Final = 60
# Fewer people than this are not counted for whoever does not know them anyway (small cells).
FEWEST: Final = 5


@dataclass(frozen=True, slots=True)
class Counts:
    """Confirmed seats, and what came of them. Credits are those the participants earned."""

    enrolled: int = 0
    met: int = 0
    completed: int = 0
    credits: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.enrolled + other.enrolled,
            self.met + other.met,
            self.completed + other.completed,
            self.credits + other.credits,
        )

    @property
    def are_few(self) -> bool:
        """Whether the numbers of people could point at somebody."""
        return 0 < self.enrolled < FEWEST


@dataclass(frozen=True, slots=True)
class Rate:
    """What holds in one year, in one county."""

    basic_ore: Ore
    result_ore_per_60_credits: Ore
    lag_years: int


@dataclass(frozen=True, slots=True)
class Payment:
    """What is paid in a year; the result part is for what was produced in `for_years`."""

    year: int
    basic_ore: Ore
    result_ore: Ore
    for_years: tuple[int, ...]

    @property
    def total_ore(self) -> Ore:
        return self.basic_ore + self.result_ore


RateOf = Callable[[int], Rate | None]
Row = TypeVar("Row")


def result_ore(credits_earned: int, ore_per_60_credits: Ore) -> Ore:
    """Money for credits, to the nearest øre; half an øre is rounded up.

    Counted once for a college's whole year, never run by run, so that nothing is rounded twice.
    """
    twice = 2 * credits_earned * ore_per_60_credits
    return (twice + CREDITS_OF_A_YEAR) // (2 * CREDITS_OF_A_YEAR)


def payments(credits: Mapping[int, int], rate_of: RateOf, years: Iterable[int]) -> list[Payment]:
    """What one college is paid in each of the years, by the credits it produced in each year.

    A year without a rate gives nothing, and nothing produced in it is paid later.
    """
    due: dict[int, list[tuple[int, Ore]]] = {}
    for produced_in, produced in sorted(credits.items()):
        rate = rate_of(produced_in)
        if rate is not None and produced:
            amount = result_ore(produced, rate.result_ore_per_60_credits)
            due.setdefault(produced_in + rate.lag_years, []).append((produced_in, amount))
    return [_payment(year, rate_of(year), due.get(year, [])) for year in years]


def together(columns: Iterable[Sequence[Payment]]) -> list[Payment]:
    """Several colleges' payments, year by year; each sequence has the same years."""
    return [
        Payment(
            year=same_year[0].year,
            basic_ore=sum(payment.basic_ore for payment in same_year),
            result_ore=sum(payment.result_ore for payment in same_year),
            for_years=tuple(sorted({y for payment in same_year for y in payment.for_years})),
        )
        for same_year in zip(*columns, strict=True)
    ]


def told(
    rows: Sequence[Row], counts_of: Callable[[Row], Counts]
) -> tuple[list[Row], list[Row], Counts | None]:
    """Course runs as outsiders may see them: those told one by one, those told as one sum, the sum.

    A run with fewer than five participants is summed with the other small ones. Should the sum
    still be fewer than five, the smallest of the other runs goes into it, else it could be worked
    out from the year's total. Where even that is not enough there is no sum, and nothing is told.
    """
    by_size = sorted(rows, key=lambda row: counts_of(row).enrolled)
    number = sum(counts_of(row).enrolled < FEWEST for row in by_size)
    while number < len(by_size) and _sum(by_size[:number], counts_of).are_few:
        number += 1
    summed, alone = by_size[:number], by_size[number:]
    total = _sum(summed, counts_of)
    kept = {id(row) for row in alone}
    one_by_one = [row for row in rows if id(row) in kept]
    return one_by_one, summed, None if not summed or total.are_few else total


def people_in(rows: Iterable[Counts]) -> Counts:
    """The sum that may be told: all credits, and the people of the rows that are not few."""
    total = Counts()
    for counts in rows:
        total += Counts(credits=counts.credits) if counts.are_few else counts
    return total


def _payment(year: int, rate: Rate | None, due: list[tuple[int, Ore]]) -> Payment:
    return Payment(
        year=year,
        basic_ore=rate.basic_ore if rate else 0,
        result_ore=sum(amount for _year, amount in due),
        for_years=tuple(produced_in for produced_in, _amount in due),
    )


def _sum(rows: Iterable[Row], counts_of: Callable[[Row], Counts]) -> Counts:
    return sum((counts_of(row) for row in rows), Counts())
