"""Who works where: people as those who read the staff see them."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from staff import formats
from staff.access import holding
from staff.models import (
    Employee,
    Membership,
    Position,
    Qualification,
    StaffGroup,
    User,
    Workplace,
)
from staff.naming import in_norwegian_order, sorted_as
from staff.queries.profile import employees_within
from staff.roles import Permission

MOST_WORDS: Final = 5
# Held without the qualification the post asks for, unless a qualification says otherwise.
TEACHES_UNQUALIFIED, ASSISTS = "unqualified-teacher", "assistant"


@dataclass(frozen=True, slots=True)
class PersonRow:
    url: str
    name: str
    number: str
    posts: list[str]
    note: str
    color: str


def people_of(user: User) -> QuerySet[Employee]:
    """Everybody whose staff data the person may read."""
    return employees_within(user, Permission.STAFF_READ)


def workplaces_of(user: User) -> QuerySet[Workplace]:
    """The workplaces of whose staff the person may read; a leader's are those led."""
    owners, places = set(), set()
    for held in holding(user, Permission.STAFF_READ):
        if held.workplace_id is None:
            owners.add(held.owner_id)
        else:
            places.add(held.workplace_id)
    read = Workplace.objects.filter(Q(owner__in=owners) | Q(pk__in=places))
    return read.order_by(in_norwegian_order("name"))


def workplaces_in_use(owner_id: int, day: datetime.date) -> QuerySet[Workplace]:
    """Those of the owner that are not closed before the day."""
    is_open = Q(ended_on=None) | Q(ended_on__gte=day)
    return Workplace.objects.filter(is_open, owner=owner_id).order_by(in_norwegian_order("name"))


def people_by_workplace(owner_id: int, day: datetime.date) -> dict[int, int]:
    """How many people have a post in each workplace that day."""
    held = Position.objects.on(day).filter(owner=owner_id).order_by()
    return dict(held.values_list("workplace").annotate(Count("employee", distinct=True)))


def narrowed(people: QuerySet[Employee], chosen: Mapping[str, Any]) -> QuerySet[Employee]:
    """By the cleaned data of `PeopleFilter`."""
    for word in str(chosen.get("q") or "").split()[:MOST_WORDS]:
        people = people.filter(
            Q(user__sort_name__contains=sorted_as(word)) | Q(number__istartswith=word)
        )
    today = timezone.localdate()
    if chosen.get("employed") == "left":
        people = people.filter(left_on__lt=today)
    elif chosen.get("employed") != "all":
        people = people.filter(Q(left_on=None) | Q(left_on__gte=today))
    posts = Position.objects.on(today).filter(employee=OuterRef("pk"))
    if workplace := chosen.get("workplace"):
        people = people.filter(Exists(posts.filter(workplace=workplace)))
    if group := chosen.get("staff_group"):
        people = people.filter(Exists(posts.filter(code__staff_group=group)))
    return people.filter(_unqualified(posts)) if chosen.get("unqualified") else people


def _unqualified(posts: QuerySet[Position]) -> Q:
    """Teaches without approved education, or assists without a trade certificate."""
    papers = Qualification.objects.filter(
        employee=OuterRef("pk"),
        kind__in=(Qualification.Kind.TRADE_CERTIFICATE, Qualification.Kind.JOURNEYMAN),
    )
    assists = Exists(posts.filter(code__staff_group__code=ASSISTS)) & ~Exists(papers)
    return Q(Exists(posts.filter(code__staff_group__code=TEACHES_UNQUALIFIED))) | Q(assists)


def in_order(people: QuerySet[Employee]) -> QuerySet[Employee]:
    """By family name, as the Norwegian alphabet goes."""
    return people.order_by("user__sort_name", "pk")


def for_rows(people: QuerySet[Employee]) -> QuerySet[Employee]:
    """With each person's posts today, in two statements."""
    posts = (
        Position.objects.on(timezone.localdate())
        .select_related("workplace", "code__staff_group")
        .order_by("-percent", "pk")
    )
    return people.select_related("user").prefetch_related(
        Prefetch("positions", queryset=posts, to_attr="posts_today")
    )


def person_rows(people: Iterable[Any]) -> list[PersonRow]:
    """Needs `for_rows`."""
    today = timezone.localdate()
    return [
        PersonRow(
            url=reverse("staff:person", args=[person.pk]),
            name=f"{person.user.last_name}, {person.user.first_name}".strip(", ")
            or str(person.user),
            number=person.number,
            posts=[_post(position) for position in person.posts_today],
            **_note(person, today),
        )
        for person in people
    ]


def _post(position: Position) -> str:
    percent = formats.percent(position.percent)
    return f"{position.code}, {position.workplace}, {percent}"


def _note(person: Any, today: datetime.date) -> dict[str, str]:
    """What is out of the ordinary: leaving, gone, without a post or without a group."""
    groups = {position.code.staff_group.code for position in person.posts_today}
    if person.left_on is not None and person.left_on < today:
        return {
            "note": _("Left %(day)s") % {"day": formats.day(person.left_on)},
            "color": "neutral",
        }
    if person.left_on is not None:
        return {
            "note": _("Leaves %(day)s") % {"day": formats.day(person.left_on)},
            "color": "warning",
        }
    if not groups:
        return {"note": _("No position today"), "color": "warning"}
    if StaffGroup.UNMAPPED in groups:
        return {"note": _("Code without a staff group"), "color": "warning"}
    if TEACHES_UNQUALIFIED in groups:
        return {"note": _("Without approved education"), "color": "info"}
    return {"note": "", "color": "neutral"}


def positions_of(employee: Employee) -> list[Position]:
    """All, the newest first, also those that have ended."""
    return list(
        Position.objects.filter(employee=employee)
        .select_related("workplace", "code__staff_group")
        .order_by("-starts_on", "pk")
    )


def roles_of(employee: Employee) -> list[Membership]:
    """The roles held at the owner today and later."""
    today = timezone.localdate()
    return list(
        Membership.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today))
        .filter(user=employee.user_id, owner=employee.owner_id)
        .select_related("workplace", "owner", "union")
        .order_by("starts_on", "pk")
    )


def percent_held(employee: Employee, day: datetime.date) -> int:
    """Hundredths of a full post that the person's positions add up to on a day."""
    held = Position.objects.on(day).filter(employee=employee)
    return held.aggregate(total=Sum("percent"))["total"] or 0
