"""Somebody at work: messages told in transactions, of which some are rolled back."""

import random
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction

from notifications.services import Telling, tell
from staff.models import User

ROLLED_BACK = 0.2
AT_MOST_AT_ONCE = 4


class ChangedMind(Exception):
    """Rolls a transaction back after the messages were told."""


@dataclass
class Producer:
    """`committed` holds a key only once its COMMIT was acknowledged."""

    recipients: Sequence[User]
    run: str
    a_second: float
    dice: random.Random
    committed: set[str] = field(default_factory=set)
    rolled_back: set[str] = field(default_factory=set)
    failure: Exception | None = None
    stopping: threading.Event = field(default_factory=threading.Event)

    def work(self) -> None:
        """Until `stopping` is set, in a thread of its own."""
        number = 0
        try:
            while not self.stopping.wait(self.dice.expovariate(self.a_second)):
                number += 1
                self.commit_or_not(number)
        except Exception as failure:
            self.failure = failure
        finally:
            connection.close()

    def commit_or_not(self, number: int) -> None:
        people = self.dice.sample(self.recipients, self.dice.randint(1, AT_MOST_AT_ONCE))
        keys = [f"{self.run}-{number}-{at}" for at, _ in enumerate(people)]
        tellings = [
            Telling(recipient_id=person.pk, key=key, subject=key, body="Bench")
            for person, key in zip(people, keys, strict=True)
        ]
        try:
            with transaction.atomic():
                tell(tellings, owner_id=None)
                if self.dice.random() < ROLLED_BACK:
                    raise ChangedMind
        except ChangedMind:
            self.rolled_back.update(keys)
        else:
            self.committed.update(keys)
