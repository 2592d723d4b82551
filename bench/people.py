"""Owners with workplaces and people, made in bulk."""

import datetime
import itertools
import uuid
from dataclasses import dataclass
from typing import Final

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from bench.database import PREFIX
from staff.models import (
    Employee,
    Membership,
    Owner,
    OwnerKind,
    Position,
    PositionCode,
    Sector,
    StaffGroup,
    User,
    Workplace,
)
from staff.roles import Role

LONG_AGO: Final = datetime.date(2020, 1, 1)
ALWAYS: Final = DateRange(LONG_AGO, datetime.date(2100, 1, 1))
GROUPS: Final = ("teachers", "assistants", "leaders", "cleaners", "child_workers")


def tag() -> str:
    """Sets names of one run apart from those of an earlier run in the same database."""
    return uuid.uuid4().hex[:8]


@dataclass(frozen=True, slots=True)
class Place:
    """An owner, its workplaces, and a code for each staff group."""

    owner: Owner
    workplaces: list[Workplace]
    codes: list[PositionCode]


def make_place(name: str, *, workplaces: int) -> Place:
    owner = Owner.objects.create(name=f"{PREFIX}{name} {tag()}", kind=OwnerKind.MUNICIPALITY)
    sectors = itertools.cycle([Sector.PRIMARY, Sector.KINDERGARTEN, Sector.AFTER_SCHOOL])
    made = Workplace.objects.bulk_create(
        [
            Workplace(owner=owner, name=f"Workplace {number:03}", sector=next(sectors))
            for number in range(workplaces)
        ]
    )
    codes = [
        PositionCode.objects.create(
            owner=owner,
            code=f"9{number:03}",
            name_nb=group.name_nb,
            name_nn=group.name_nn,
            staff_group=group,
            valid=ALWAYS,
        )
        for number, group in enumerate(groups())
    ]
    return Place(owner, made, codes)


def groups() -> list[StaffGroup]:
    return [
        StaffGroup.objects.get_or_create(
            code=f"bench_{code}",
            defaults={"name_nb": code.title(), "name_nn": code.title(), "place": place},
        )[0]
        for place, code in enumerate(GROUPS)
    ]


def make_users(number: int) -> list[User]:
    run = tag()
    return User.objects.bulk_create(
        [
            User(
                username=f"bench-{run}-{at}",
                email=f"bench-{run}-{at}@example.invalid",
                first_name=f"Kari {at}",
                last_name=f"Nordmann {run}",
                password="!",  # nobody logs in with one
            )
            for at in range(number)
        ],
        batch_size=1000,
    )


def make_employees(place: Place, number: int) -> list[Position]:
    """People with one position each, spread evenly over workplaces and groups, who may apply."""
    users = make_users(number)
    run = tag()
    employees = Employee.objects.bulk_create(
        [
            Employee(owner=place.owner, user=user, number=f"{run}-{at}")
            for at, user in enumerate(users)
        ],
        batch_size=1000,
    )
    roles = [
        Membership(user=user, role=Role.EMPLOYEE, owner=place.owner, starts_on=LONG_AGO)
        for user in users
    ]
    Membership.objects.bulk_create(roles, batch_size=1000)
    return Position.objects.bulk_create(
        [
            Position(
                owner=place.owner,
                employee=employee,
                workplace=place.workplaces[at % len(place.workplaces)],
                code=place.codes[at % len(place.codes)],
                percent=10_000 - 500 * (at % 5),
                annual_pay_ore=50_000_000 + 100_000 * (at % 200),
                starts_on=LONG_AGO,
            )
            for at, employee in enumerate(employees)
        ],
        batch_size=1000,
    )


def make_officer(owner: Owner) -> User:
    """The owner's case officer."""
    (user,) = make_users(1)
    Membership.objects.create(user=user, role=Role.OWNER_OFFICER, owner=owner, starts_on=LONG_AGO)
    return user


def make_leaders(place: Place) -> list[User]:
    """One for each workplace."""
    users = make_users(len(place.workplaces))
    Membership.objects.bulk_create(
        [
            Membership(
                user=user,
                role=Role.LEADER,
                owner=place.owner,
                workplace=workplace,
                starts_on=LONG_AGO,
            )
            for user, workplace in zip(users, place.workplaces, strict=True)
        ]
    )
    return users


def today() -> datetime.date:
    return timezone.localdate()
