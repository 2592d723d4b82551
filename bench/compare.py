"""Pages beside a bare view: requests in turns, CPU counted per batch, medians over batches.

Rates depend on who else is using the machine; the ratio of two servers asked in turns hardly does.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from bench.outcome import Limit, Line
from bench.request import Request
from bench.say import progress
from bench.site import Site

WARM_UP: Final = 5


@dataclass(frozen=True, slots=True)
class Case:
    """Requests of one kind. `requests` must last for the warm-up and every batch.

    `at_most` is a multiple of the bare view's CPU; `no_dearer` names another case and the factor
    this one may cost at most of it.
    """

    name: str
    requests: Iterator[Request]
    at_most: float
    no_dearer: tuple[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """CPU nanoseconds per request."""

    ours: float
    bare: float


Batches = Mapping[str, Sequence[Batch]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`plain` is what the bare view is asked."""

    ours: Site
    bare: Site
    plain: Request

    def measure(
        self, cases: Sequence[Case], *, batches: int, requests: int
    ) -> dict[str, list[Batch]]:
        """Every case in every batch, so that a slow minute of the machine meets all of them."""
        for case in cases:
            self._batch(case, WARM_UP)
        found: dict[str, list[Batch]] = {case.name: [] for case in cases}
        for number in range(batches):
            progress(f"batch {number + 1} of {batches}")
            for case in cases:
                found[case.name].append(self._batch(case, requests))
        return found

    def _batch(self, case: Case, requests: int) -> Batch:
        before = self.ours.cpu_ns(), self.bare.cpu_ns()
        for _ in range(requests):
            self.ours.get(next(case.requests))
            self.bare.get(self.plain)
        after = self.ours.cpu_ns(), self.bare.cpu_ns()
        ours, bare = ((end - start) / requests for start, end in zip(before, after, strict=True))
        return Batch(ours, bare)


def lines(cases: Sequence[Case], found: Batches) -> list[Line]:
    return [line(case, found) for case in cases]


def line(case: Case, found: Batches) -> Line:
    batches = found[case.name]
    ratio = median(batch.ours / batch.bare for batch in batches)
    values = {
        "CPU ms": median(batch.ours for batch in batches) / 1e6,
        "bare ms": median(batch.bare for batch in batches) / 1e6,
        "÷ bare": ratio,
    }
    limits = [Limit("÷ bare", ratio, case.at_most)]
    if case.no_dearer:
        other, factor = case.no_dearer
        limits.append(Limit(f"÷ {other}", times(batches, found[other]), factor))
    return Line(case.name, values, limits)


def times(these: Sequence[Batch], those: Sequence[Batch]) -> float:
    """How much dearer these are than those, batch by batch, each against its own bare view."""
    return median(
        (this.ours / this.bare) / (that.ours / that.bare)
        for this, that in zip(these, those, strict=True)
    )
