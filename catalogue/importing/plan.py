"""What a file of courses means, as data: what is known, and every change to it.

A plan is made twice, for the check and when it is applied; `digest` says whether both are the same.
Values are in the form JSON keeps: days as ISO text, codes sorted, money in øre.
"""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from catalogue.importing.rows import Values

NEW_COURSE, CHANGED_COURSE = "new_course", "changed_course"
NEW_RUN, CHANGED_RUN, ENDED_RUN = "new_run", "changed_run", "ended_run"
NOT_IN_FILE = "not_in_file"
KINDS: Final = (NEW_COURSE, CHANGED_COURSE, NEW_RUN, CHANGED_RUN, ENDED_RUN, NOT_IN_FILE)


@dataclass(slots=True)
class KnownRun:
    """A run as it is. Reserved: ordered by somebody, so that no file changes it. `confirmed` are
    the seats given, `awaited` those given, asked for or waited for."""

    pk: int
    values: Values
    confirmed: int = 0
    awaited: int = 0
    is_cancelled: bool = False
    is_reserved: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.values["starts_on"], self.values["place"]


@dataclass(slots=True)
class KnownCourse:
    pk: int
    values: Values
    runs: list[KnownRun] = field(default_factory=list)


@dataclass(slots=True)
class Change:
    """A line of the report, and what to write. `course` and `run` are the keys of those there are;
    a new run of a new course has that course's change as its parent."""

    kind: str
    name: str
    row: int | None
    before: Values
    after: Values
    course: int | None = None
    run: int | None = None
    parent: "Change | None" = None


@dataclass(slots=True)
class Plan:
    changes: list[Change] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        found = Counter(change.kind for change in self.changes)
        return {kind: found[kind] for kind in KINDS}

    @property
    def to_write(self) -> list[Change]:
        return [change for change in self.changes if change.kind != NOT_IN_FILE]

    @property
    def not_in_file(self) -> list[Change]:
        return [change for change in self.changes if change.kind == NOT_IN_FILE]

    def digest(self) -> str:
        """The same for two plans that change the same."""
        whole = hashlib.sha256()
        for change in self.to_write:
            line = [change.kind, change.course, change.run, change.before, change.after]
            whole.update(json.dumps(line, sort_keys=True).encode())
        return whole.hexdigest()


def differences(before: Values, after: Values) -> tuple[Values, Values]:
    """Only what differs, of both."""
    names = [name for name in after if after[name] != before.get(name)]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}
