"""Who acts, and for which owners: known to the transaction, never to the connection."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final, Protocol, cast

from django.db import connections


@dataclass(frozen=True, slots=True)
class Acting:
    """`across` is held by whoever belongs to no single owner: the grant-giver, a provider."""

    owner_ids: tuple[int, ...] = ()
    user_id: int | None = None
    across: bool = False

    def settings(self) -> tuple[str, str, str]:
        """As the database keeps them: owners with commas, the user, on or off."""
        return (
            ",".join(map(str, sorted(self.owner_ids))),
            str(self.user_id or ""),
            "on" if self.across else "",
        )


NOBODY: Final = Acting()
_current: ContextVar[Acting] = ContextVar("acting", default=NOBODY)


class Told(Protocol):
    in_atomic_block: bool

    def tell_who_acts(self) -> None: ...


def current() -> Acting:
    return _current.get()


@contextmanager
def acting_for(
    owner_ids: Iterable[int | None] = (), *, user_id: int | None = None, across: bool = False
) -> Iterator[Acting]:
    """Within this block every transaction knows these owners; one that is open, at once."""
    owners = tuple(sorted({owner for owner in owner_ids if owner is not None}))
    acting = Acting(owners, user_id, across)
    before = _current.set(acting)
    _tell_open_transaction()
    try:
        yield acting
    finally:
        _current.reset(before)
        _tell_open_transaction()


def _tell_open_transaction() -> None:
    for connection in connections.all(initialized_only=True):
        told = cast(Told, connection)
        if told.in_atomic_block:
            told.tell_who_acts()
