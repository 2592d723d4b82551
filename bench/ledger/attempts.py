"""What a member of the crowd sends: a bare UPDATE, or a reservation in three ways."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import psycopg

from funding import ledger, services
from funding.ledger import InsufficientFunds
from funding.models import Account, Earmark
from staff.models import Owner, User

Connection = psycopg.Connection[Any]
COUNTER: Final = """
CREATE TABLE IF NOT EXISTS bench_counter (id integer PRIMARY KEY, n bigint NOT NULL DEFAULT 0);
INSERT INTO bench_counter SELECT generate_series(1, 1000) ON CONFLICT DO NOTHING;
"""
HOLD: Final = """
INSERT INTO funding_commitment
    (owner_id, earmark_id, purpose, state, reserved_ore, committed_ore, paid_ore)
VALUES (%(owner)s, %(earmark)s, 'bench', 'reserved', 0, 0, 0) RETURNING id
"""
MOVE: Final = """
INSERT INTO funding_transfer
    (owner_id, key, kind, debit_id, credit_id, amount_ore, commitment_id, about, entered_by_id,
     entered_at)
"""
BOOK: Final = f"""{MOVE}
VALUES (%(owner)s, 'reserve:' || %(held)s::bigint, 'reserved', %(available)s, %(reserved)s,
    %(amount)s, %(held)s, '', %(by)s, now())
"""
AT_ONCE: Final = f"""WITH held AS ({HOLD}) {MOVE}
SELECT %(owner)s, 'reserve:' || held.id, 'reserved', %(available)s::bigint, %(reserved)s::bigint,
    %(amount)s::bigint, held.id, '', %(by)s::bigint, now() FROM held
"""


@dataclass(frozen=True, slots=True)
class Purse:
    """An earmark and the two accounts a reservation moves between."""

    earmark: int
    available: int
    reserved: int


def purses_of(made: Sequence[Earmark]) -> list[Purse]:
    kinds = Account.Kind
    return [
        Purse(found.earmark.pk, found[kinds.AVAILABLE], found[kinds.RESERVED])
        for found in ledger.purses_of(made).values()
    ]


@dataclass(frozen=True, slots=True)
class Bare:
    """The yardstick: one UPDATE of one row out of so many."""

    rows: int

    def __call__(self, connection: Connection, dice: random.Random) -> int:
        row = dice.randint(1, self.rows)
        connection.execute("UPDATE bench_counter SET n = n + 1 WHERE id = %s", (row,))
        return 1


@dataclass(frozen=True, slots=True)
class Reserve:
    """The two inserts of funding.services.reserve, statement by statement or as one statement."""

    owner: int
    by: int
    purses: Sequence[Purse]
    largest_ore: int
    at_once: bool = False

    def __call__(self, connection: Connection, dice: random.Random) -> int:
        purse = dice.choice(self.purses)
        values = {
            "owner": self.owner,
            "by": self.by,
            "earmark": purse.earmark,
            "available": purse.available,
            "reserved": purse.reserved,
            "amount": dice.randint(1, self.largest_ore),
        }
        try:
            if self.at_once:
                connection.execute(AT_ONCE, values)
            else:
                with connection.transaction():
                    (held,) = connection.execute(HOLD, values).fetchone() or (None,)
                    connection.execute(BOOK, values | {"held": held})
        except psycopg.errors.CheckViolation as refusal:
            if refusal.diag.constraint_name != "account_is_not_overdrawn":
                raise
            return 0
        return int(values["amount"])


@dataclass(frozen=True, slots=True)
class ThroughService:
    """funding.services.reserve itself, with its permission check and its line of history."""

    owner: int
    by: int
    earmark: int
    largest_ore: int

    def __call__(self, connection: Connection, dice: random.Random) -> int:
        owner, by, earmark = _rows(self.owner, self.by, self.earmark)
        amount = dice.randint(1, self.largest_ore)
        wanted = services.Reservation(earmark=earmark, amount_ore=amount, purpose="bench")
        try:
            services.reserve(reservations=[wanted], owner=owner, by=by)
        except InsufficientFunds:
            return 0
        return amount


@cache
def _rows(owner: int, by: int, earmark: int) -> tuple[Owner, User, Earmark]:
    return (
        Owner.objects.get(pk=owner),
        User.objects.get(pk=by),
        Earmark.objects.get(pk=earmark),
    )
