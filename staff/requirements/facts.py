"""What is known about a person when a tree of requirements is asked: plain values, no database."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Final

FULL_POST: Final = 10_000
DAY: Final = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Post:
    """A post held: staff group, position code, sector, percent in hundredths, from and to."""

    group: str
    code: str
    sector: str
    percent: int
    starts_on: datetime.date
    ends_on: datetime.date | None = None

    def is_held(self, on: datetime.date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or self.ends_on >= on)


@dataclass(frozen=True, slots=True)
class Learned:
    """One qualification. `level` is the national framework's; 0 and "" are "not said"."""

    kind: str
    subject: str = ""
    level: int = 0
    credits: int = 0
    system: str = ""
    months: int = 0
    is_verified: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """A person on a day: every post held until then, and what they have learned."""

    on: datetime.date
    posts: tuple[Post, ...] = ()
    learned: tuple[Learned, ...] = ()

    @property
    def held(self) -> tuple[Post, ...]:
        """The posts held on the day itself."""
        return tuple(post for post in self.posts if post.is_held(self.on))

    def having(self, *more: Learned) -> "Facts":
        """The same person, having learned more."""
        return replace(self, learned=(*self.learned, *more))

    def verified_only(self) -> "Facts":
        """The same person, counting only what somebody has verified."""
        return replace(self, learned=tuple(one for one in self.learned if one.is_verified))


def practice_months(posts: Iterable[Post], until: datetime.date) -> int:
    """Whole months of work up to and including a day, counted as full time.

    Half a post for two years is one year. Posts held side by side add up, to a full post at most.
    """
    spells = [
        (post.starts_on, min(post.ends_on or until, until) + DAY, post.percent)
        for post in posts
        if post.starts_on <= until
    ]
    edges = sorted({edge for start, end, _percent in spells for edge in (start, end)})
    total = Fraction(0)
    for start, end in pairwise(edges):
        percent = sum(share for first, last, share in spells if first <= start and end <= last)
        total += (_in_months(end) - _in_months(start)) * Fraction(min(percent, FULL_POST))
    return int(total / FULL_POST)


def _in_months(day: datetime.date) -> Fraction:
    """A day as months since year 0. Every month counts 31 days, so that from a date to the same
    date a year later is exactly twelve, also across a leap day.
    """
    return day.year * 12 + day.month + Fraction(day.day - 1, 31)
