"""The life of a commitment. If an arrow is not in this table, it does not exist."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    RESERVED = "reserved", _("Reserved")
    COMMITTED = "committed", _("Committed")
    PARTLY_PAID = "partly_paid", _("Partly paid")
    SETTLED = "settled", _("Settled")
    RELEASED = "released", _("Released")


class Action(models.TextChoices):
    COMMIT = "commit", _("Commit")
    PAY = "pay", _("Pay")
    SETTLE = "settle", _("Settle")
    RELEASE = "release", _("Release")


INITIAL: Final = State.RESERVED
TRANSITIONS: Final[Mapping[State, Mapping[Action, State]]] = {
    State.RESERVED: {Action.COMMIT: State.COMMITTED, Action.RELEASE: State.RELEASED},
    State.COMMITTED: {
        Action.PAY: State.PARTLY_PAID,
        Action.SETTLE: State.SETTLED,
        Action.RELEASE: State.RELEASED,
    },
    State.PARTLY_PAID: {Action.PAY: State.PARTLY_PAID, Action.SETTLE: State.SETTLED},
    State.SETTLED: {},
    State.RELEASED: {},
}
