"""The life of a substitute order. If an arrow is not in this table, it does not exist."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    OPEN = "open", _("Not filled")
    OFFERED = "offered", _("Waiting for the substitute")
    FILLED = "filled", _("Filled")
    RUNNING = "running", _("Running")
    RECONCILED = "reconciled", _("Reconciled")
    CANCELLED = "cancelled", _("Cancelled")


class Action(models.TextChoices):
    OFFER = "offer", _("Book")
    ACCEPT = "accept", _("Accept the offer")
    REFUSE = "refuse", _("Refuse the offer")
    UNBOOK = "unbook", _("Cancel the booking")
    CONFIRM_HOURS = "confirm_hours", _("Confirm hours")
    RECONCILE = "reconcile", _("Reconcile")
    CANCEL = "cancel", _("Cancel the order")


INITIAL: Final = State.OPEN
TRANSITIONS: Final[Mapping[State, Mapping[Action, State]]] = {
    State.OPEN: {Action.OFFER: State.OFFERED, Action.CANCEL: State.CANCELLED},
    State.OFFERED: {
        Action.ACCEPT: State.FILLED,
        Action.REFUSE: State.OPEN,
        Action.UNBOOK: State.OPEN,
        Action.CANCEL: State.CANCELLED,
    },
    State.FILLED: {
        Action.UNBOOK: State.OPEN,
        Action.CONFIRM_HOURS: State.RUNNING,
        Action.CANCEL: State.CANCELLED,
    },
    State.RUNNING: {
        Action.CONFIRM_HOURS: State.RUNNING,
        Action.RECONCILE: State.RECONCILED,
    },
    State.RECONCILED: {},
    State.CANCELLED: {},
}
