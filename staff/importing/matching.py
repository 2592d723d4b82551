"""Which row of a file is which position that somebody holds already."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from staff.importing.picture import Post
from staff.importing.rows import Row


@dataclass(frozen=True, slots=True)
class Rules:
    """`lists_everybody`: what is not in the file has ended. `has_ends`: it has a column for it."""

    counts_from: datetime.date
    lists_everybody: bool
    has_ends: bool

    @property
    def last_day(self) -> datetime.date:
        """Of whatever the file no longer has."""
        return self.counts_from - datetime.timedelta(days=1)


@dataclass(slots=True)
class Matched:
    """`pairs` of a post and what the file makes of it; `opened` are new, `missing` not in it."""

    pairs: list[tuple[Post, Post, Row]] = field(default_factory=list)
    opened: list[tuple[Post, Row]] = field(default_factory=list)
    missing: list[Post] = field(default_factory=list)


def target(row: Row, post: Post | None, rules: Rules) -> Post:
    """The position as the row says it is; where the row is silent, as it was."""
    ends_on = row.ends_on
    if post is not None and not rules.has_ends and post.is_current(rules.counts_from):
        ends_on = post.ends_on
    starts_on = row.starts_on or (post.starts_on if post else rules.counts_from)
    if ends_on is not None and row.starts_on is None:
        starts_on = min(starts_on, ends_on)
    elif ends_on is not None and ends_on < starts_on:
        ends_on = None  # an end known from before, of a post that now begins later
    pay_ore = row.pay_ore if row.pay_ore is not None else (post.pay_ore if post else 0)
    return Post(
        post.pk if post else None,
        row.workplace_id,
        row.code,
        post.code_id if post and post.code == row.code else None,
        row.percent,
        pay_ore,
        row.position_number or (post.number if post else ""),
        starts_on,
        ends_on,
    )


def is_past(row: Row, rules: Rules) -> bool:
    """The row tells of a post that has ended by the day the file counts."""
    return row.ends_on is not None and row.ends_on < rules.counts_from


def match(rows: Sequence[Row], posts: Sequence[Post], rules: Rules) -> Matched:
    """By position number where both have one; else the same post, then the likeliest in order."""
    return _Matching(rows, posts, rules).result()


class _Matching:
    def __init__(self, rows: Sequence[Row], posts: Sequence[Post], rules: Rules) -> None:
        self.rules = rules
        past = [row for row in rows if is_past(row, rules)]
        self.rows = [row for row in rows if row not in past] if past else list(rows)
        self.past = past
        self.posts = [post for post in posts if post.is_current(rules.counts_from)]
        self.ended = [post for post in posts if not post.is_current(rules.counts_from)]
        self.found = Matched()

    def result(self) -> Matched:
        self._by_number()
        self._take(lambda row, post: target(row, post, self.rules) == post)
        self._take(lambda row, post: (row.workplace_id, row.code) == (post.workplace_id, post.code))
        if self.rules.lists_everybody:
            self._take(lambda row, post: row.code == post.code)
            self._take(lambda row, post: row.workplace_id == post.workplace_id)
        self._end_by_date()
        self.found.opened = [(target(row, None, self.rules), row) for row in self.rows]
        self.found.missing = self.posts
        return self.found

    def _by_number(self) -> None:
        """Also a post that has ended: the same number is the same post, which is held again."""
        numbered = {post.number: post for post in [*self.ended, *self.posts] if post.number}
        for rows, is_past in ((self.rows, False), (self.past, True)):
            for row in list(rows):
                post = numbered.get(row.position_number)
                if post is None:
                    continue
                rows.remove(row)
                if post in self.posts:
                    self.posts.remove(post)
                elif is_past:
                    continue  # ended before, and ended still
                self.found.pairs.append((post, target(row, post, self.rules), row))

    def _take(self, fits: Callable[[Row, Post], bool]) -> None:
        for row in list(self.rows) if self.posts else ():
            for post in self.posts:
                if _may_be_the_same(row, post) and fits(row, post):
                    self.rows.remove(row)
                    self.posts.remove(post)
                    self.found.pairs.append((post, target(row, post, self.rules), row))
                    break

    def _end_by_date(self) -> None:
        for row in self.past:
            if self._has_ended_already(row):
                continue
            for post in self.posts:
                if (
                    row.ends_on is not None
                    and (row.workplace_id, row.code) == (post.workplace_id, post.code)
                    and post.starts_on <= row.ends_on
                    and _may_be_the_same(row, post)
                ):
                    self.posts.remove(post)
                    self.found.pairs.append((post, target(row, post, self.rules), row))
                    break

    def _has_ended_already(self, row: Row) -> bool:
        for post in self.ended:
            same_post = (row.workplace_id, row.code) == (post.workplace_id, post.code)
            if same_post and row.ends_on == post.ends_on:
                self.ended.remove(post)
                return True
        return False


def _may_be_the_same(row: Row, post: Post) -> bool:
    return not row.position_number or not post.number or row.position_number == post.number
