"""Documents printed from the tables in the code, so that they cannot say something else."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.utils import translation
from django.utils.module_loading import import_string

from evu.environment import VARIABLES
from evu.wiring import LISTENERS
from staff.roles import (
    AT_A_WORKPLACE,
    FOR_A_UNION,
    GRANTS,
    OWNERLESS,
    Permission,
    Role,
    roles_granting,
)

LIVES: Final = {
    "Staff import": "staff.importing.states.IMPORT_TRANSITIONS",
    "Round": "applications.states.ROUND_TRANSITIONS",
    "Application": "applications.states.TRANSITIONS",
    "Proposal": "distribution.states.TRANSITIONS",
    "Seat in a course": "catalogue.states.SEAT_TRANSITIONS",
    "Tailored order": "catalogue.states.ORDER_TRANSITIONS",
    "Placement": "catalogue.states.PLACEMENT_TRANSITIONS",
    "Study outside the catalogue": "catalogue.states.STUDY_TRANSITIONS",
    "Commitment": "funding.states.TRANSITIONS",
    "Cover order": "substitutes.states.TRANSITIONS",
}


def documents() -> dict[str, str]:
    """File name in docs/ → what it must say, in English whoever prints it."""
    with translation.override(None):
        return {
            "states.md": states(),
            "permissions.md": permissions(),
            "wiring.md": wiring(),
            "personal-data.md": personal_data(),
            "environment.md": environment(),
        }


def stale(existing: Mapping[str, str]) -> dict[str, str]:
    """The documents that say something else than the tables do, with what they should say."""
    return {name: text for name, text in documents().items() if existing.get(name) != text}


def states() -> str:
    parts = [
        _head(
            "States",
            "the `states.py` of each app",
            "An arrow that is not here does not exist: the services refuse it, and so does a "
            "trigger in the database. The first state in each table is where a life begins; a "
            "state with a dash is where it ends.",
        )
    ]
    for name, path in LIVES.items():
        arrows = [
            (state.label, action.label if action else "–", after.label if after else "–")
            for state, row in import_string(path).items()
            for action, after in (row or {None: None}).items()
        ]
        parts.append(f"## {name}\n\n" + _table(("state", "action", "becomes"), arrows))
    return "\n".join(part.rstrip() + "\n" for part in parts)


def permissions() -> str:
    """Read both ways: what a role may do, and who may do a thing."""
    roles = [(role.label, _where_held(role), ", ".join(_granted(role))) for role in Role]
    verbs = [
        (_words(permission), ", ".join(str(role.label) for role in roles_granting(permission)))
        for permission in Permission
    ]
    head = _head(
        "Permissions",
        "`staff/roles.py`",
        "What each role may do where it is held: at its owner, or in its one workplace. Whether "
        "it may be done to this case now, and the reason when not, is said by each app's "
        "`policy.py`. A stand-in has what the role they stand in for has, between two dates and "
        "while that role is held. Nobody handles what is about themselves, or about a person with "
        "whom a conflict of interest is declared: it moves to a colleague, and from the leaders "
        "of a workplace to the owner's officers (`staff/impartiality.py`). To read is to change "
        "nothing, and an application is read by others from the day it is sent.",
    )
    return "\n".join(
        [
            head + "## What each role may do\n",
            _table(("role", "held", "may"), roles),
            "## Who may do it\n",
            _table(("permission", "roles"), verbs),
        ]
    )


def _granted(role: Role) -> list[str]:
    return [_words(permission) for permission in Permission if permission in GRANTS[role]]


def _words(permission: Permission) -> str:
    return str(permission).replace("_", " ")


def _where_held(role: Role) -> str:
    where = "beside the owners" if role in OWNERLESS else "at an owner"
    if role in AT_A_WORKPLACE:
        where = "at a workplace"
    return f"{where}, for a union" if role in FOR_A_UNION else where


def wiring() -> str:
    rows = [
        (f"`{kind}`", ", ".join(f"`{task}`" for task in tasks))
        for kind, tasks in sorted(LISTENERS.items())
    ]
    return _head(
        "Wiring",
        "`evu/wiring.py`",
        "When something below leads to something above it: the event, and the functions that "
        "hear of it, after commit, at least once.",
    ) + _table(("event", "heard by"), rows)


def personal_data() -> str:
    rows = [
        (model._meta.label, field, kept)
        for app in settings.OUR_APPS
        for model in apps.get_app_config(app).get_models()
        for field, kept in (getattr(model, "PERSONAL", None) or {"none": "–"}).items()
    ]
    return _head(
        "Personal data",
        "`PERSONAL` on each model",
        "Which fields say something about a person, and how long they are kept. Whether somebody "
        "belongs to a union is not stored anywhere: only who represents one is.",
    ) + _table(("model", "field", "kept"), rows)


def environment() -> str:
    rows = [(f"`{name}`", meaning) for name, meaning in VARIABLES.items()]
    return _head(
        "Environment",
        "`evu/environment.py`",
        "All that differs between one installation and another. Nothing is read from files.",
    ) + _table(("variable", "meaning"), rows)


def _head(title: str, source: str, sentence: str) -> str:
    printed = f"Printed by `manage.py printed` from {source}: change it there."
    return f"# {title}\n\n{printed}\n\n{sentence}\n\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(value: Any) -> str:
    return str(value).replace("|", "\\|")
