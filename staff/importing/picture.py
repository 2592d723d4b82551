"""The owner's staff as it is known before a file counts: what a plan is made against."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from staff.importing.rows import Identities

IdentityKey: TypeAlias = tuple[str, str]  # kind, keyed hash


@dataclass(frozen=True, slots=True)
class Post:
    """One position. `pk` and `code_id` are None where the database has none yet."""

    pk: int | None
    workplace_id: int
    code: str
    code_id: int | None
    percent: int
    pay_ore: int
    number: str
    starts_on: datetime.date
    ends_on: datetime.date | None

    def is_current(self, day: datetime.date) -> bool:
        """Not ended by that day. One that begins later is current too."""
        return self.ends_on is None or self.ends_on >= day


@dataclass(frozen=True, slots=True)
class Held:
    """A role held at the owner. `key` tells it apart from others of the same person.

    `is_employee`: the role everybody employed has. `is_stand_in`: somebody else's, for a while.
    """

    pk: int
    is_employee: bool
    is_stand_in: bool
    key: tuple[object, ...]
    starts_on: datetime.date
    ends_on: datetime.date | None


@dataclass(slots=True)
class Person:
    """Somebody we know: an employee of the owner, or a user known from elsewhere.

    `is_shared`: also works, or has a role, elsewhere; no single owner's file changes them.
    `chose_email`: the person has chosen the address themselves, and keeps it.
    """

    user_id: int
    first_name: str
    last_name: str
    email: str
    phone: str
    employee_id: int | None = None
    number: str = ""
    left_on: datetime.date | None = None
    forgotten_at: datetime.datetime | None = None
    is_shared: bool = False
    chose_email: bool = False
    identities: Identities = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    roles: list[Held] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class Picture:
    """`people` are all of the owner's employees, also those who left, by their number.

    `users` are the same by user, and those whom the file's identities point at. `emails` maps
    an address in lower case to whoever has it.
    """

    people: Mapping[str, Person]
    users: Mapping[int, Person]
    identities: Mapping[IdentityKey, int]
    emails: Mapping[str, int]
    workplaces: Mapping[int, str]
