"""From nothing to a demonstration, in one transaction: all of it, or nothing."""

import datetime
import random
from dataclasses import dataclass

from django.db import connection, transaction

from applications.models import Application
from evu.demo import (
    admission,
    afterwards,
    appointments,
    catalogue,
    course_files,
    hiring,
    lastyear,
    logins,
    nights,
    ordering,
    places,
    placing,
    pool,
    profiles,
    purses,
    reference,
    roads,
    schemes,
    seats,
    staff_files,
    stand_ins,
    thisyear,
)
from evu.demo.days import Days
from evu.demo.stage import Stage
from staff.models import Employee, User, Workplace

SEED = 17


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was made, for one line of summary."""

    employees: int
    workplaces: int
    applications: int

    def __str__(self) -> str:
        return (
            f"{self.employees} employees in {self.workplaces} workplaces, "
            f"{self.applications} applications"
        )


def is_loaded() -> bool:
    return User.objects.filter(username="assistant").exists()


@transaction.atomic
def load(today: datetime.date) -> Loaded:
    """Everything, as it would be seen on that day."""
    stage = set_up(today)
    _count()
    lastyear.play_all(stage)
    _count()
    thisyear.play_all(stage)
    seats.confirm(stage)
    seats.report(stage)
    ordering.write_all(stage)
    placing.play_all(stage)
    course_files.send_in(stage)
    roads.walk(stage)
    staff_files.send_in(stage)
    stand_ins.settle_roles(stage)
    profiles.write(stage)
    afterwards.settle()
    logins.recognise()
    nights.seal(today)
    return Loaded(
        employees=Employee.objects.count(),
        workplaces=Workplace.objects.count(),
        applications=Application.objects.count(),
    )


def _count() -> None:
    """Nothing else tells the database, within one transaction, how much there is by now: it would
    plan as if there were nothing."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def set_up(today: datetime.date) -> Stage:
    """Whatever stands before anybody applies: owners, people, courses, rules, money."""
    stage = Stage(days=Days(today), rng=random.Random(SEED))  # noqa: S311  (names, not secrets)
    stage.groups = reference.staff_groups()
    stage.codes = reference.position_codes(stage.groups)
    stage.unions = reference.unions()
    stage.owners = places.owners()
    stage.workplaces = places.workplaces(stage.owners)
    hiring.hire(stage)
    catalogue.publish(stage)
    appointments.appoint(stage)
    seats.everybody_has_a_contact(stage)
    roads.prepare(stage)
    admission.lead_somewhere(stage.courses)
    schemes.establish(stage)
    pool.gather(stage)
    purses.fill(stage, is_past=True)
    purses.fill(stage, is_past=False)
    return stage
