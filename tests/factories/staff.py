"""Owners, workplaces, people and roles. The functions below give people who hold a role."""

import datetime

import factory
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from staff.models import (
    Employee,
    Membership,
    Owner,
    OwnerKind,
    Position,
    PositionCode,
    Qualification,
    Sector,
    StaffGroup,
    Threshold,
    Union,
    User,
    Workplace,
)
from staff.roles import Role

LONG_AGO = datetime.date(2020, 1, 1)
ALWAYS = DateRange(LONG_AGO, None)


class OwnerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Owner

    name = factory.Sequence(lambda n: f"Kommune {n}")
    kind = OwnerKind.MUNICIPALITY


class WorkplaceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Workplace

    owner = factory.SubFactory(OwnerFactory)
    name = factory.Sequence(lambda n: f"Skole {n}")
    sector = Sector.PRIMARY


class StaffGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StaffGroup

    code = factory.Sequence(lambda n: f"group-{n}")
    name_nb = factory.Sequence(lambda n: f"Gruppe {n}")
    name_nn = factory.SelfAttribute("name_nb")
    place = factory.Sequence(lambda n: n)


class PositionCodeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PositionCode

    code = factory.Sequence(lambda n: f"{n + 1000}")
    name_nb = factory.Sequence(lambda n: f"Stilling {n}")
    name_nn = factory.SelfAttribute("name_nb")
    staff_group = factory.SubFactory(StaffGroupFactory)
    valid = ALWAYS


class ThresholdFactory(factory.django.DjangoModelFactory):
    """Everybody's number, always; all that the project ships: the fixture `thresholds`."""

    class Meta:
        model = Threshold

    code = factory.Iterator(Threshold.Code.values)
    value = 180
    source = "Forskrift"
    valid = ALWAYS


class UnionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Union

    code = factory.Sequence(lambda n: f"union-{n}")
    name = factory.Sequence(lambda n: f"Forbund {n}")


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"person{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    first_name = "Kim"
    last_name = factory.Sequence(lambda n: f"Hansen {n}")


class EmployeeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Employee

    owner = factory.SubFactory(OwnerFactory)
    user = factory.SubFactory(UserFactory)
    number = factory.Sequence(lambda n: f"A{n}")


class PositionFactory(factory.django.DjangoModelFactory):
    """A full post with 600 000 kr a year; everything in it belongs to the same owner."""

    class Meta:
        model = Position

    owner = factory.SubFactory(OwnerFactory)
    employee = factory.SubFactory(EmployeeFactory, owner=factory.SelfAttribute("..owner"))
    workplace = factory.SubFactory(WorkplaceFactory, owner=factory.SelfAttribute("..owner"))
    code = factory.SubFactory(PositionCodeFactory)
    percent = 10_000
    annual_pay_ore = 60_000_000
    starts_on = LONG_AGO


class QualificationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Qualification

    owner = factory.SubFactory(OwnerFactory)
    employee = factory.SubFactory(EmployeeFactory, owner=factory.SelfAttribute("..owner"))
    kind = Qualification.Kind.TRADE_CERTIFICATE
    title = "Barne- og ungdomsarbeiderfaget"
    year = 2015


class MembershipFactory(factory.django.DjangoModelFactory):
    """Acted in today already: then a page has no first use of the day to note."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Role.EMPLOYEE
    owner = factory.SubFactory(OwnerFactory)
    starts_on = LONG_AGO
    last_used_on = factory.LazyFunction(timezone.localdate)


def officer_of(owner: Owner) -> User:
    """A case officer of the owner."""
    return MembershipFactory(role=Role.OWNER_OFFICER, owner=owner).user


def finance_of(owner: Owner) -> User:
    """A finance officer of the owner."""
    return MembershipFactory(role=Role.FINANCE, owner=owner).user


def leader_of(workplace: Workplace) -> User:
    """The leader of the workplace."""
    return MembershipFactory(role=Role.LEADER, owner=workplace.owner, workplace=workplace).user


def representative_of(union: Union, owner: Owner) -> User:
    """Who speaks for the union at the owner."""
    return MembershipFactory(role=Role.UNION_REP, owner=owner, union=union).user


def employee_at(workplace: Workplace, **position: object) -> Position:
    """Somebody with a post there and the role of an employee."""
    held = PositionFactory(owner=workplace.owner, workplace=workplace, **position)
    MembershipFactory(user=held.employee.user, owner=workplace.owner)
    return held
