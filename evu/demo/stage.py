"""What has been set up so far: handed from one part of the loading to the next."""

import random
from dataclasses import dataclass, field

from catalogue.models import Course, CourseRun, Provider
from evu.demo.days import Days
from funding.models import Scheme
from staff.models import Employee, Owner, PositionCode, StaffGroup, Union, User, Workplace


@dataclass(frozen=True, slots=True)
class Hired:
    """Somebody employed, with what casting asks: where, and in which staff group."""

    employee: Employee
    workplace: Workplace
    group: str
    annual_pay_ore: int

    @property
    def user(self) -> User:
        return self.employee.user


@dataclass(slots=True)
class Stage:
    days: Days
    rng: random.Random
    groups: dict[str, StaffGroup] = field(default_factory=dict)
    codes: dict[str, PositionCode] = field(default_factory=dict)
    unions: dict[str, Union] = field(default_factory=dict)
    owners: dict[str, Owner] = field(default_factory=dict)
    workplaces: dict[str, Workplace] = field(default_factory=dict)
    hired: list[Hired] = field(default_factory=list)
    leaders: dict[int, User] = field(default_factory=dict)  # by workplace
    officers: dict[str, User] = field(default_factory=dict)  # by owner's key
    finance: dict[str, User] = field(default_factory=dict)  # by owner's key
    speakers: dict[tuple[int, int], User] = field(default_factory=dict)  # by owner and union
    schemes: dict[str, Scheme] = field(default_factory=dict)
    providers: dict[str, Provider] = field(default_factory=dict)  # by name
    contacts: dict[str, User] = field(default_factory=dict)  # by the provider's name
    courses: dict[str, Course] = field(default_factory=dict)  # by the course's key
    past_runs: dict[str, CourseRun] = field(default_factory=dict)  # by the course's key
    coming_runs: dict[str, CourseRun] = field(default_factory=dict)

    def persona(self, slug: str) -> Hired:
        return next(hired for hired in self.hired if hired.user.username == slug)
