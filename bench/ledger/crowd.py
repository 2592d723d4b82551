"""Many connections at once, each in a process of its own so that Python's lock plays no part."""

import multiprocessing
import random
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Barrier
from typing import Any, Protocol

import psycopg
from django.db import connections

FORK = multiprocessing.get_context("fork")


class Attempt(Protocol):
    """One attempt over one connection: the øre it was granted, 0 when it was refused."""

    def __call__(self, connection: "psycopg.Connection[Any]", dice: random.Random) -> int: ...


@dataclass(frozen=True, slots=True)
class Tally:
    """What one or several members of the crowd did between two moments of the monotonic clock."""

    granted: int
    refused: int
    granted_ore: int
    began: float
    ended: float

    @property
    def attempts(self) -> int:
        return self.granted + self.refused

    @property
    def rate(self) -> float:
        return self.attempts / (self.ended - self.began)


def together(tallies: list[Tally]) -> Tally:
    """From the first beginning to the last end."""
    return Tally(
        granted=sum(tally.granted for tally in tallies),
        refused=sum(tally.refused for tally in tallies),
        granted_ore=sum(tally.granted_ore for tally in tallies),
        began=min(tally.began for tally in tallies),
        ended=max(tally.ended for tally in tallies),
    )


class Crowd:
    def __init__(self, members: list[BaseProcess], pipes: list[Pipe]) -> None:
        self.members, self.pipes = members, pipes

    def __len__(self) -> int:
        return len(self.members)

    def run(self, attempt: Attempt, attempts: int) -> Tally:
        """Shares the attempts out evenly; all start at once. Raises what a member ran into."""
        share, rest = divmod(attempts, len(self))
        for seat, pipe in enumerate(self.pipes):
            pipe.send((attempt, share + (seat < rest)))
        answers = [pipe.recv() for pipe in self.pipes]
        for answer in answers:
            if isinstance(answer, str):
                raise RuntimeError(answer)
        return together(answers)


@contextmanager
def gathered(size: int, *, address: Mapping[str, Any], seed: int) -> Iterator[Crowd]:
    connections.close_all()  # a connection must not be shared with a fork
    barrier = FORK.Barrier(size)
    members: list[BaseProcess] = []
    pipes: list[Pipe] = []
    for seat in range(size):
        here, there = FORK.Pipe()
        member: BaseProcess = FORK.Process(
            target=_sit, args=(address, seed + seat, there, barrier), daemon=True
        )
        member.start()
        there.close()
        members.append(member)
        pipes.append(here)
    try:
        yield Crowd(members, pipes)
    finally:
        for pipe in pipes:
            pipe.close()
        for member in members:
            member.terminate()
            member.join()


def _sit(address: Mapping[str, Any], seed: int, pipe: Pipe, barrier: Barrier) -> None:
    dice = random.Random(seed)  # noqa: S311
    with psycopg.connect(**address, autocommit=True, prepare_threshold=0) as connection:
        while True:
            try:
                attempt, times = pipe.recv()
            except EOFError:
                return
            try:
                barrier.wait(60)
                pipe.send(_try(attempt, times, connection, dice))
            except Exception as failure:
                pipe.send(f"{type(failure).__name__}: {failure}")


def _try(
    attempt: Attempt, times: int, connection: "psycopg.Connection[Any]", dice: random.Random
) -> Tally:
    began = time.monotonic()
    got = [attempt(connection, dice) for _ in range(times)]
    granted = sum(1 for amount in got if amount)
    return Tally(granted, times - granted, sum(got), began, time.monotonic())
