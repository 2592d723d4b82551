"""What providers do about those who have accepted: seats confirmed, results reported."""

import datetime
from typing import Final

from django.db.models import QuerySet

from catalogue import services
from catalogue.models import Contact, CourseRun, Seat
from catalogue.states import SeatState
from evu.demo.clock import at, office_hours
from evu.demo.hiring import new_user
from evu.demo.names import slug_of
from evu.demo.stage import Stage
from staff.models import Membership, User
from staff.roles import Role

DAY: Final = datetime.timedelta(days=1)
# Every so many participants one did not finish, and one never came.
NOT_FINISHED, NEVER_CAME = 9, 17
OTHERS: Final = (("Reidun", "Fossli"), ("Espen", "Nygård"), ("Tove", "Aune"), ("Arild", "Moe"),
                 ("Wenche", "Lien"), ("Roar", "Eide"), ("Siv", "Hagen"))  # fmt: skip


def everybody_has_a_contact(stage: Stage) -> None:
    """Besides the personas, one each for the providers they do not speak for."""
    silent = [name for name in stage.providers if name not in stage.contacts]
    for name, (first, last) in zip(silent, OTHERS, strict=False):
        user = new_user(first, last, slug_of(f"{first} {last}"))
        user.save()
        held = Membership.objects.create(
            user=user, role=Role.PROVIDER, starts_on=stage.days.ago(4 * 365)
        )
        Contact.objects.create(membership=held, provider=stage.providers[name])
        stage.contacts[name] = user


def confirm(stage: Stage) -> None:
    """Those who asked more than a week ago have their seat; the latest still wait for an answer."""
    week_ago = office_hours(stage.days.ago(5))
    for seat in _seats(SeatState.ASKED).filter(asked_at__lt=week_ago):
        with at(seat.asked_at + DAY * 3):
            services.confirm_seat(seat=seat, by=_contact(stage, seat.run))


def report(stage: Stage) -> None:
    """What came of the courses that are over."""
    over = _seats(SeatState.CONFIRMED).filter(run__ends_on__lt=stage.days.today)
    for number, seat in enumerate(over, 1):
        came = number % NEVER_CAME != 0
        passed = came and number % NOT_FINISHED != 0
        day = min(seat.run.ends_on + DAY * 3, stage.days.today)
        with at(office_hours(day, number)):
            services.report_result(
                seat=seat,
                met=came,
                is_completed=passed,
                credits_earned=seat.run.course.credits if passed else None,
                by=_contact(stage, seat.run),
            )


def _seats(state: SeatState) -> QuerySet[Seat]:
    found = Seat.objects.filter(state=state).select_related("run__course__provider")
    return found.order_by("run", "place")


def _contact(stage: Stage, run: CourseRun) -> User:
    return stage.contacts[run.course.provider.name]
