"""What people are told about roads to a qualification and about posts held on condition."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notifications.models import Message
from notifications.services import Telling, compose, tell, tell_each
from staff.access import people_with
from staff.formats import day
from staff.impartiality import impartial_among
from staff.models import Employee, Owner, PathTaken, User, Workplace
from staff.roles import Permission

CONDITION: Final = "condition"


def started(taken: PathTaken, workplaces: Iterable[Workplace]) -> None:
    """The leaders hear of it, and are asked to confirm when they have seen the proof."""
    leaders = {
        leader.pk: leader
        for workplace in workplaces
        for leader in people_with(
            Permission.QUALIFICATION_VERIFY, owner=taken.owner, workplace=workplace
        )
    }
    able = impartial_among(leaders.values(), taken.employee.user_id, taken.owner_id)
    tell_each(
        able,
        f"road:{taken.pk}:started",
        lambda: (
            _("%(name)s has started on %(road)s") % _about(taken),
            _("Confirm it when you have seen the proof of admission."),
        ),
        reverse("staff:person", args=[taken.employee_id]),
        owner_id=taken.owner_id,
    )


def confirmed(taken: PathTaken) -> None:
    tell_each(
        [taken.employee.user],
        f"road:{taken.pk}:confirmed",
        lambda: (
            _("It is confirmed that you are on the road: %(road)s") % _about(taken),
            _("Your employer has seen the proof that you have started."),
        ),
        reverse("me:roads"),
        about_recipient=True,
        owner_id=taken.owner_id,
    )


def remind(
    owner: Owner, employees: Sequence[Employee], last_day: datetime.date, reminder: str
) -> int:
    """The person, the leaders of their workplaces, and the owner's case officers; each once a year
    and reminder. Returns how many were told now.
    """
    key = f"{CONDITION}:{last_day.year}:{reminder}"
    wanted = [*_to_people(employees, key, last_day), *_to_leaders(owner, employees, key, last_day)]
    wanted += _to_officers(owner, len(employees), key, last_day)
    told = set(
        Message.objects.filter(
            owner_id=owner.pk,
            key__startswith=key,
            recipient__in={one.recipient_id for one in wanted},
        ).values_list("recipient", "key")
    )
    new = [one for one in wanted if (one.recipient_id, one.key) not in told]
    tell(new, owner_id=owner.pk)
    return len(new)


def _to_people(
    employees: Sequence[Employee], key: str, last_day: datetime.date
) -> Iterable[Telling]:
    for employee in employees:
        yield from compose(
            [employee.user],
            f"{key}:{employee.pk}",
            lambda: (
                _("Your post can end on %(day)s") % {"day": day(last_day)},
                _(
                    "You teach without approved education. You can be employed beyond this day "
                    "only if you have started teacher education. Find the road that fits you, and "
                    "write on the page when you have started. Talk to your leader about it."
                ),
            ),
            reverse("me:roads"),
            important=True,
            about_recipient=True,
        )


def _to_leaders(
    owner: Owner, employees: Sequence[Employee], key: str, last_day: datetime.date
) -> Iterable[Telling]:
    counts: dict[Workplace, int] = {}
    for employee in employees:
        for workplace in {post.workplace for post in employee.posts_on_condition}:  # type: ignore[attr-defined]  # prefetched
            counts[workplace] = counts.get(workplace, 0) + 1
    for workplace, count in counts.items():
        leaders = people_with(Permission.QUALIFICATION_VERIFY, owner=owner, workplace=workplace)
        yield from _summary(leaders, f"{key}:workplace:{workplace.pk}", workplace, count, last_day)


def _to_officers(owner: Owner, count: int, key: str, last_day: datetime.date) -> list[Telling]:
    officers = people_with(Permission.QUALIFICATION_VERIFY, owner=owner)
    return _summary(officers, f"{key}:owner:{owner.pk}", owner, count, last_day)


def _summary(
    people: Iterable[User],
    key: str,
    place: Owner | Workplace,
    count: int,
    last_day: datetime.date,
) -> list[Telling]:
    """One message about all of a place, instead of one for each who works there."""

    def words() -> tuple[str, str]:
        facts = {"n": count, "place": place, "day": day(last_day)}
        return (
            _("Posts on condition end on %(day)s") % facts,
            ngettext(
                "%(n)d person at %(place)s teaches without approved education and has not said "
                "that they have started on it.",
                "%(n)d people at %(place)s teach without approved education and have not said "
                "that they have started on it.",
                count,
            )
            % facts,
        )

    return compose(people, key, words, reverse("staff:conditions"))


def _about(taken: PathTaken) -> dict[str, object]:
    return {"name": taken.employee, "road": taken.path}
