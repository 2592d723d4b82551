"""Asks every address as everybody, and says in a word what the answer was."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone

from staff.models import User
from staff.roles import Role
from tests.factories import OwnerFactory, UserFactory
from tests.permissions.addresses import address, all_names
from tests.permissions.slots import Slot

TABLE = Path(__file__).parent / "matrix.csv"
METHODS = ("GET", "POST")
ANONYMOUS, NOBODY = "anonymous", "nobody"
COLUMNS = [ANONYMOUS, NOBODY, *(str(role) for role in Role)]
NOT_THERE, LOGIN = "method", "login"
NOTHING_THERE = {NOT_THERE, LOGIN}
WORDS = {401: "key", 403: "no", 404: "hidden", 405: NOT_THERE}
LOGIN_PAGES = ("/accounts/login/", "/accounts/reauthenticate/")

Row = tuple[str, str]


@dataclass(frozen=True)
class World:
    """Two owners; at the first, the place where all the roles are held, and another place."""

    own: Slot
    same: Slot
    other: Slot

    @classmethod
    def build(cls) -> "World":
        here, there = OwnerFactory(), OwnerFactory()
        return cls(Slot(here), Slot(here), Slot(there))

    @property
    def slots(self) -> list[Slot]:
        return [self.own, self.same, self.other]

    @cached_property
    def ended(self) -> User:
        """Held every role until yesterday."""
        return self._everything(UserFactory(), ends_on=timezone.localdate() - timedelta(days=1))

    def stand_in(self, first: int, last: int) -> User:
        """Stands in for every role that can be stood in for, between two days from today."""
        user, today = UserFactory(), timezone.localdate()
        for role in Role:
            if role in (Role.EMPLOYEE, Role.SUBSTITUTE, Role.PROVIDER):
                continue
            self.own.membership(
                role,
                user=user,
                stand_in_for=self.own.membership(role),
                starts_on=today + timedelta(days=first),
                ends_on=today + timedelta(days=last),
            )
        return user

    def stand_in_as(self, role: Role) -> User:
        """Stands in today, in this role alone."""
        today = timezone.localdate()
        return self.own.membership(
            role,
            stand_in_for=self.own.membership(role),
            starts_on=today,
            ends_on=today,
        ).user

    def _everything(self, user: User, **dates: object) -> User:
        for role in Role:
            self.own.membership(role, user=user, **dates)
        return user


class Asker(Client):
    """A test client that keeps no copies of templates, and stays logged in whatever is answered."""

    def request(self, **request: Any) -> Any:
        return self.handler(self._base_environ(**request))


def asked(client: Client, method: str, url: str) -> str:
    """The answer in a word; whatever the request did is undone."""
    with transaction.atomic():
        response = client.get(url) if method == "GET" else client.post(url)
        _drain(response)
        transaction.set_rollback(True)
    return _word(response)


def _drain(response: HttpResponseBase) -> None:
    """A file that is sent bit by bit is read to its end, within the same transaction."""
    if response.streaming:
        for _bit in response:
            pass


def _word(response: HttpResponseBase) -> str:
    if response.status_code in WORDS:
        return WORDS[response.status_code]
    if response.status_code in (301, 302) and response["Location"].startswith(LOGIN_PAGES):
        return LOGIN
    assert response.status_code < 500, response
    return "yes"


def client_of(user: User | None) -> Client:
    client = Asker()
    if user is not None:
        client.force_login(user)
    return client


def cells(world: World, user: User | None, slots: list[Slot]) -> dict[Row, str]:
    """What somebody is answered, address by address; one word where the place does not matter."""
    client, found = client_of(user), {}
    for name, takes_arguments in sorted(set(all_names())):
        urls = [address(name, slot) for slot in (slots if takes_arguments else slots[:1])]
        for method in METHODS:
            answers = [asked(client, method, url) for url in urls]
            found[name, method] = answers[0] if len(set(answers)) == 1 else "/".join(answers)
    return found


def observed(world: World) -> dict[Row, dict[str, str]]:
    """The whole table as it is now."""
    table: dict[Row, dict[str, str]] = defaultdict(dict)
    for column, user in people(world):
        for row, cell in cells(world, user, world.slots).items():
            table[row][column] = cell
    return {row: cells_of for row, cells_of in table.items() if is_there(cells_of)}


def people(world: World) -> Iterator[tuple[str, User | None]]:
    yield ANONYMOUS, None
    yield NOBODY, UserFactory()
    for role in Role:
        yield str(role), world.own.holder_of(role)


def is_there(cells_of: dict[str, str]) -> bool:
    """Whether the method exists: somebody gets another answer than that it does not."""
    answers = set(cells_of.values())
    return bool(answers - NOTHING_THERE) or NOT_THERE not in answers


def expected() -> dict[Row, dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return {(row["address"], row["method"]): {c: row[c] for c in COLUMNS} for row in rows}


def write(table: dict[Row, dict[str, str]]) -> None:
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(["address", "method", *COLUMNS])
        for (name, method), found in sorted(table.items()):
            writer.writerow([name, method, *(found[column] for column in COLUMNS)])
