"""Roles as lists: an owner's, one's own, those nobody uses, those that end; and who is known."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from audit.models import Event
from audit.services import subject_of
from staff.access import owner_ids
from staff.models import ConflictOfInterest, Employee, Membership, Owner, Position, Threshold, User
from staff.naming import sorted_as
from staff.roles import APPOINTED, Permission, Role
from staff.thresholds import value

FOUND_AT_MOST: Final = 20
Period = tuple[datetime.date, datetime.date | None]


def visible_roles(user: User) -> QuerySet[Membership]:
    """All roles of the owners whose roles one reads; and one's own, with those who stand in."""
    readable = Q(owner__in=owner_ids(user, Permission.ROLE_READ))
    return Membership.objects.filter(readable | Q(user=user) | Q(stand_in_for__user=user))


def for_display(roles: QuerySet[Membership]) -> QuerySet[Membership]:
    return roles.select_related("user", "owner", "workplace", "union", "stand_in_for__user")


def of_person(user: User, on: datetime.date) -> QuerySet[Membership]:
    """What they hold that day, and what they are to hold, by when it begins."""
    held = Membership.objects.on(on) | Membership.objects.filter(starts_on__gt=on)
    return for_display(held.filter(user=user).order_by("starts_on", "pk"))


def stand_ins_of(
    roles: Iterable[Membership], *, on: datetime.date | None = None
) -> QuerySet[Membership]:
    """Those who stand in in these roles; with a day, those that have not ended by then."""
    found = Membership.objects.filter(stand_in_for__in=list(roles))
    if on is not None:
        found = found.filter(ends_on__gte=on)
    return for_display(found.order_by("starts_on", "pk"))


def owners_knowing(user: User, on: datetime.date) -> QuerySet[Owner]:
    """The owners they work for or hold a role at."""
    employed = Q(employees__user=user, employees__forgotten_at=None) & (
        Q(employees__left_on=None) | Q(employees__left_on__gte=on)
    )
    holding = Q(memberships__in=Membership.objects.on(on).filter(user=user))
    return Owner.objects.filter(employed | holding).order_by("name").distinct()


def narrowed(
    owner_id: int,
    wish: Mapping[str, Any],
    on: datetime.date,
    *,
    unused: QuerySet[Membership],
) -> QuerySet[Membership]:
    """An owner's roles as a form of `q`, `role`, `workplace` and `state` wishes to see them."""
    state, role = wish.get("state") or "held", wish.get("role")
    roles = Membership.objects.filter(owner=owner_id)
    roles = roles.filter(role=role) if role else roles.filter(role__in=APPOINTED)
    if wish.get("workplace"):
        roles = roles.filter(workplace=wish["workplace"])
    if state == "unused":
        roles = roles.filter(pk__in=unused)
    return search(in_state(roles, state, on), wish.get("q", ""))


def in_state(roles: QuerySet[Membership], state: str, on: datetime.date) -> QuerySet[Membership]:
    """Those `held` on the day, `ended` before it, or `coming`; all for anything else.

    What a stand-in holds has ended when the role it stands in for has.
    """
    if state == "held":
        return roles.filter(pk__in=Membership.objects.on(on))
    if state == "ended":
        return roles.filter(Q(ends_on__lt=on) | Q(stand_in_for__ends_on__lt=on))
    if state == "coming":
        return roles.filter(starts_on__gt=on)
    return roles


def in_order(roles: QuerySet[Membership]) -> QuerySet[Membership]:
    return roles.order_by("user__sort_name", "pk")


def search(roles: QuerySet[Membership], text: str) -> QuerySet[Membership]:
    """Every word is found in the name, the e-mail or the workplace."""
    for word in text.split():
        roles = roles.filter(
            Q(user__sort_name__contains=sorted_as(word))
            | Q(user__email__icontains=word)
            | Q(workplace__name__icontains=word)
        )
    return roles


def unused_days(owner_id: int, on: datetime.date) -> int | None:
    """After how many days without use a role is to be removed; None where no number counts."""
    try:
        return value(Threshold.Code.ROLE_UNUSED_DAYS, owner_id, on)
    except LookupError:
        return None


def unused(owner_id: int, on: datetime.date, *, days: int | None = None) -> QuerySet[Membership]:
    """Roles held for at least `days`, and used by nobody for as long; without `days`, for what
    the owner's threshold says that day.

    A stand-in's use counts: the role is needed. What follows a post is never proposed.
    """
    days = unused_days(owner_id, on) if days is None else days
    if days is None:
        return Membership.objects.none()
    last = on - datetime.timedelta(days=days)
    used = Membership.objects.filter(stand_in_for=OuterRef("pk"), last_used_on__gt=last)
    return (
        Membership.objects.on(on)
        .filter(owner=owner_id, role__in=APPOINTED, stand_in_for=None, starts_on__lte=last)
        .filter(Q(last_used_on=None) | Q(last_used_on__lte=last))
        .exclude(Exists(used))
    )


def ending(on: datetime.date, notice: datetime.timedelta) -> QuerySet[Membership]:
    """Held that day, about to end, and long enough held that it comes as news."""
    return for_display(
        Membership.objects.on(on).filter(
            role__in=APPOINTED, ends_on__lte=on + notice, starts_on__lte=on - notice
        )
    )


def overlapping(
    roles: QuerySet[Membership], first: datetime.date, last: datetime.date | None
) -> QuerySet[Membership]:
    found = roles.filter(Q(ends_on=None) | Q(ends_on__gte=first))
    return found if last is None else found.filter(starts_on__lte=last)


def first_gap(periods: Iterable[Period], on: datetime.date) -> datetime.date | None:
    """The first day from `on` that no period covers; None where the last one never ends."""
    day = on
    for first, last in sorted(periods, key=lambda period: period[0]):
        if first > day:
            return day
        if last is None:
            return None
        day = max(day, last + datetime.timedelta(days=1))
    return day


def administrators(owner_id: int) -> QuerySet[Membership]:
    """Those who keep the owner's roles, stand-ins left out: they go when the role goes."""
    return Membership.objects.filter(owner=owner_id, role=Role.ADMINISTRATOR, stand_in_for=None)


def known_to(owner_id: int, on: datetime.date) -> QuerySet[User]:
    """Those employed by the owner, and those who hold a role there."""
    employed = Employee.objects.filter(owner=owner_id, forgotten_at=None).filter(
        Q(left_on=None) | Q(left_on__gte=on)
    )
    holding = Membership.objects.on(on).filter(owner=owner_id)
    return User.objects.filter(
        Q(pk__in=employed.values("user")) | Q(pk__in=holding.values("user")), is_active=True
    )


def people_found(owner_id: int, text: str, *, but: Iterable[int]) -> list[User]:
    """The first who match every word in name or e-mail, by name; each with `works_at`: names of
    the workplaces where they hold a post there today. One more than is shown, to say so.
    """
    today = timezone.localdate()
    people = known_to(owner_id, today).exclude(pk__in=list(but))
    for word in text.split():
        named = Q(sort_name__contains=sorted_as(word))
        people = people.filter(named | Q(email__icontains=word))
    found = list(people.order_by("sort_name", "pk")[: FOUND_AT_MOST + 1])
    posts = (
        Position.objects.on(today)
        .filter(owner=owner_id, employee__user__in=found)
        .order_by("-percent")
        .values_list("employee__user", "workplace__name")
    )
    places: dict[int, list[str]] = {person.pk: [] for person in found}
    for person_id, place in posts:
        if place not in places[person_id]:
            places[person_id].append(place)
    for person in found:
        person.works_at = ", ".join(places[person.pk])  # type: ignore[attr-defined]
    return found


def history(role: Membership, stand_ins: Iterable[Membership]) -> QuerySet[Event]:
    """What was done with the role and its stand-ins, oldest first."""
    subjects = [subject_of(each) for each in (role, *stand_ins)]
    return Event.objects.filter(subject__in=subjects).select_related("actor").order_by("id")


def conflicts_of(user: User) -> QuerySet[ConflictOfInterest]:
    """Those that stand, whoever declared them."""
    return (
        ConflictOfInterest.objects.filter(Q(user=user) | Q(about=user), withdrawn_on=None)
        .select_related("user", "about", "owner")
        .order_by("owner__name", "pk")
    )
