"""Invented people as an owner's staff system would list them."""

import itertools
from collections.abc import Iterator
from typing import Final

HEADINGS: Final = (
    "Ansattnummer",
    "Fødselsnummer",
    "Feidenavn",
    "Fornavn",
    "Etternavn",
    "E-post",
    "Mobil",
    "Arbeidssted",
    "Stillingsnummer",
    "Stillingskode",
    "Stillingsprosent",
    "Årslønn",
    "Fra",
    "Til",
)
FIRST: Final = (3, 7, 6, 1, 8, 9, 4, 5, 2)
SECOND: Final = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
# A day above 40 makes a D-number: nobody born here has one of these.
DAYS: Final = range(41, 69)


def national_ids() -> Iterator[str]:
    """Valid D-numbers, each once: some 5 million."""
    for individual in range(500):
        for year in range(50, 99):
            for month in range(1, 13):
                for day in DAYS:
                    if found := _with_check_digits(f"{day}{month:02}{year}{individual:03}"):
                        yield found


def _with_check_digits(start: str) -> str | None:
    for weights in (FIRST, SECOND):
        digit = -sum(w * int(n) for w, n in zip(weights, start, strict=True)) % 11
        if digit == 10:
            return None
        start += str(digit)
    return start


def rows(
    people: int, positions: int, *, tag: str, places: int, codes: list[str]
) -> Iterator[list[str]]:
    """One for each position: everybody has one, the first of them a second."""
    numbers = itertools.islice(national_ids(), people)
    persons = [_person(at, number, tag) for at, number in enumerate(numbers)]
    for at in range(positions):
        second, who = divmod(at, people)
        yield [
            *persons[who],
            f"{1000 + at % places}",
            f"{second + 1}",
            codes[at % len(codes)],
            "20" if second else f"{80 - 5 * (at % 5)},5",
            f"{500_000 + 1_000 * (at % 200)}",
            "01.08.2019",
            "",
        ]


def _person(at: int, number: str, tag: str) -> list[str]:
    return [
        f"{100_000 + at}",
        number,
        f"{tag}-{at}@feide.invalid",
        f"Kari {at}",
        f"Nordmann {at % 997}",
        f"{tag}-{at}@example.invalid",
        f"{40_000_000 + at}",
    ]


def csv_of(lines: Iterator[list[str]]) -> bytes:
    return "\n".join(";".join(line) for line in [list(HEADINGS), *lines]).encode()
