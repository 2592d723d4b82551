"""An owner that brings in files of staff, and the least work that would leave the same rows."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from psycopg import sql

from bench import database
from bench.people import LONG_AGO, Place, make_place, make_users, tag, today
from bench.staff_import.people import csv_of, rows
from staff import services
from staff.models import (
    Employee,
    Identity,
    ImportBatch,
    Membership,
    Position,
    PositionCode,
    User,
    Workplace,
)
from staff.roles import Role
from staff.services.import_running import apply_file, check_file

TABLES: Final = (User, Employee, Identity, Membership, Position)


@dataclass(frozen=True, slots=True)
class Office:
    place: Place
    by: User
    tag: str

    def file(self, people: int, positions: int) -> bytes:
        codes = [code.code for code in self.place.codes]
        places = len(self.place.workplaces)
        return csv_of(rows(people, positions, tag=self.tag, places=places, codes=codes))

    def upload(self, content: bytes) -> ImportBatch:
        batch = services.upload(
            owner=self.place.owner,
            file=SimpleUploadedFile("bench.csv", content),
            lists_everybody=True,
            counts_from=today(),
            by=self.by,
        )
        return services.map_columns(batch=batch, columns=batch.columns, by=self.by)

    def check(self, batch: ImportBatch) -> float:
        """Seconds of what the worker does; the batch is as it left it."""
        began = time.monotonic()
        check_file(batch.pk)
        took = time.monotonic() - began
        batch.refresh_from_db()
        return took

    def ask_to_apply(self, batch: ImportBatch) -> None:
        services.apply(batch=batch, leavers_confirmed=batch.counts["leaves"], by=self.by)

    def apply(self, batch: ImportBatch) -> float:
        self.ask_to_apply(batch)
        began = time.monotonic()
        apply_file(batch.pk)
        took = time.monotonic() - began
        batch.refresh_from_db()
        return took

    def employed(self) -> tuple[int, int]:
        """Employees and positions."""
        owner = self.place.owner
        return (
            Employee.objects.filter(owner=owner).count(),
            Position.objects.filter(owner=owner).count(),
        )


def open_office(name: str) -> Office:
    place = make_place(name, workplaces=300)
    for at, workplace in enumerate(place.workplaces):
        workplace.number = f"{1000 + at}"
    Workplace.objects.bulk_update(place.workplaces, ["number"])
    (by,) = make_users(1)
    Membership.objects.create(
        user=by, role=Role.ADMINISTRATOR, owner=place.owner, starts_on=LONG_AGO
    )
    return Office(place, by, tag())


def copied(office: Office, people: int, positions: int) -> float:
    """Seconds COPY takes for the same rows into the same tables, in one transaction."""
    ready = list(_rows(office, people, positions))
    with psycopg.connect(**database.arguments()) as link:
        began = time.monotonic()
        with link.cursor() as cursor:
            for model, columns, values in ready:
                fill = sql.SQL("COPY {} ({}) FROM STDIN").format(
                    sql.Identifier(model._meta.db_table),
                    sql.SQL(", ").join(map(sql.Identifier, columns)),
                )
                with cursor.copy(fill) as copy:
                    for value in values:
                        copy.write_row(value)
        link.commit()
        return time.monotonic() - began


Ready = tuple[type[models.Model], list[str], list[Sequence[Any]]]


def _rows(office: Office, people: int, positions: int) -> Iterable[Ready]:
    owner, codes = office.place.owner, office.place.codes
    run = tag()
    users = _keys(User, people)
    employees = _keys(Employee, people)
    yield _ready(
        User,
        [
            User(
                pk=key,
                username=f"copy-{run}-{at}",
                email=f"copy-{run}-{at}@example.invalid",
                first_name=f"Kari {at}",
                last_name=f"Nordmann {at % 997}",
                phone=f"{40_000_000 + at}",
                password="!",
            )
            for at, key in enumerate(users)
        ],
    )
    yield _ready(
        Employee,
        [
            Employee(pk=key, owner=owner, user_id=user, number=f"c{run}{at}")
            for at, (key, user) in enumerate(zip(employees, users, strict=True))
        ],
    )
    kinds = (Identity.Kind.NATIONAL_ID, Identity.Kind.FEIDE)
    yield _ready(
        Identity,
        [
            Identity(user_id=user, kind=kind, keyed_hash=f"{run}{at:056x}")
            for at, user in enumerate(users)
            for kind in kinds
        ],
    )
    yield _ready(
        Membership,
        [
            Membership(user_id=user, role="employee", owner=owner, starts_on=today())
            for user in users
        ],
    )
    yield _ready(Position, [_position(office, codes, employees, at) for at in range(positions)])


def _position(
    office: Office, codes: Sequence[PositionCode], employees: Sequence[int], at: int
) -> Position:
    return Position(
        owner=office.place.owner,
        employee_id=employees[at % len(employees)],
        workplace=office.place.workplaces[at % len(office.place.workplaces)],
        code=codes[at % len(codes)],
        percent=8_050,
        annual_pay_ore=50_000_000,
        number=f"{at // len(employees) + 1}",
        starts_on=LONG_AGO,
    )


def _keys(model: type[models.Model], number: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, number],
        )
        return [row[0] for row in cursor.fetchall()]


def _ready(model: type[models.Model], made: Sequence[models.Model]) -> Ready:
    """The columns that a row needs, and the rows as COPY takes them."""
    fields = [
        field
        for field in model._meta.concrete_fields
        if not getattr(field, "generated", False) and (not field.primary_key or made[0].pk)
    ]
    values: list[Sequence[Any]] = [
        [field.pre_save(one, add=True) for field in fields] for one in made
    ]
    return model, [str(field.column) for field in fields], values
