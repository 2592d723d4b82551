"""The life of a proposal. If an arrow is not in this table, it does not exist."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_CONSULTATION = "in_consultation", _("In consultation")
    CONSULTED = "consulted", _("Consulted")
    FINAL = "final", _("Final")
    SUPERSEDED = "superseded", _("Superseded")


class Action(models.TextChoices):
    OPEN_CONSULTATION = "open_consultation", _("Send to consultation")
    CONSULT = "consult", _("Record the consultation")
    FINALISE = "finalise", _("Make final")
    SUPERSEDE = "supersede", _("Replace")


INITIAL: Final = State.DRAFT
TRANSITIONS: Final[Mapping[State, Mapping[Action, State]]] = {
    State.DRAFT: {
        Action.OPEN_CONSULTATION: State.IN_CONSULTATION,
        Action.SUPERSEDE: State.SUPERSEDED,
    },
    State.IN_CONSULTATION: {
        Action.CONSULT: State.CONSULTED,
        Action.SUPERSEDE: State.SUPERSEDED,
    },
    State.CONSULTED: {Action.FINALISE: State.FINAL, Action.SUPERSEDE: State.SUPERSEDED},
    State.FINAL: {},
    State.SUPERSEDED: {},
}
LIVE: Final = (State.DRAFT, State.IN_CONSULTATION, State.CONSULTED, State.FINAL)
