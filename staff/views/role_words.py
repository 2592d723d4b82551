"""Roles in words: a line of the list, one's own roles, what has happened, what follows."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from audit.models import Event
from audit.services import subject_of
from staff.formats import day, moment
from staff.http import Link
from staff.models import Membership, User
from staff.policy import roles as policy
from staff.verdict import Verdict

HAPPENED: Final = {
    "role.appointed": gettext_lazy("Given"),
    "role.last_day_set": gettext_lazy("Last day set"),
    "role.called_off": gettext_lazy("Called off"),
    "role.kept": gettext_lazy("Kept, although nobody had used it"),
    "role.proposed_for_removal": gettext_lazy("Proposed for removal: nobody uses it"),
    "role.end_reminded": gettext_lazy("Holder and administrators reminded of the last day"),
    "role.stand_in_named": gettext_lazy("Stand-in named"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One role of the list."""

    role: Membership
    state: str
    color: str


@dataclass(frozen=True, slots=True)
class UnusedRow:
    role: Membership
    may_keep: Verdict
    may_end: Verdict


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A role of one's own, with those who stand in for one, now or later."""

    role: Membership
    state: str
    color: str
    stand_ins: Sequence["StandInRow"]
    may_name: Verdict


@dataclass(frozen=True, slots=True)
class StandInRow:
    stand_in: Membership
    state: str
    color: str
    may_end: Verdict


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of components/timeline.html."""

    title: str
    when: str
    who: str
    detail: str = ""
    status: str = "ok"


def state_of(role: Membership, today: datetime.date) -> tuple[str, str]:
    """Held, coming or ended, with its colour."""
    held = role.stand_in_for
    last_days = [role.ends_on, held.ends_on if held else None]
    if any(last is not None and last < today for last in last_days):
        return _("Ended"), "neutral"
    if role.starts_on > today:
        return _("Coming"), "info"
    return _("Held today"), "success"


def row(role: Membership, today: datetime.date) -> Row:
    return Row(role, *state_of(role, today))


def unused_rows(user: User, roles: Iterable[Membership]) -> list[UnusedRow]:
    return [
        UnusedRow(role, policy.may_keep(user, role), policy.may_end(user, role)) for role in roles
    ]


def stand_in_rows(
    user: User, stand_ins: Iterable[Membership], today: datetime.date
) -> list[StandInRow]:
    return [
        StandInRow(each, *state_of(each, today), policy.may_end_stand_in(user, each))
        for each in stand_ins
    ]


def own_row(
    user: User, role: Membership, stand_ins: Iterable[Membership], today: datetime.date
) -> OwnRow:
    rows = stand_in_rows(user, stand_ins, today)
    return OwnRow(role, *state_of(role, today), rows, policy.may_name_stand_in(user, role))


def entries(events: Iterable[Event], stand_ins: Iterable[Membership]) -> list[Entry]:
    """What was done with the role and those who stand in, oldest first."""
    names = {subject_of(each): str(each.user) for each in stand_ins}
    return [
        Entry(
            title=str(HAPPENED.get(event.kind, event.kind)),
            when=moment(event.at),
            who=str(event.actor) if event.actor else "",
            detail=_detail(event, names.get(event.subject, "")),
        )
        for event in events
    ]


def consequences(role: Membership, stand_ins: Sequence[Membership]) -> list[str]:
    """What ending it leads to, before one does it."""
    lines = [
        _("%(name)s is told, and can do nothing more in the role after the last day.")
        % {"name": role.user}
    ]
    if stand_ins:
        lines.append(
            ngettext(
                "%(count)d person who stands in loses the role at the same time.",
                "%(count)d people who stand in lose the role at the same time.",
                len(stand_ins),
            )
            % {"count": len(stand_ins)}
        )
    lines.append(_("What has been done in the role stands."))
    return lines


def follows_from_conflict(about: User) -> list[str]:
    """What declaring it leads to."""
    words = {"name": about}
    return [
        _("You no longer handle anything about %(name)s; it moves to somebody else.") % words,
        _("%(name)s no longer handles anything about you, and is told that you declared this.")
        % words,
        _("Why is not stored, and nobody asks. You can withdraw it at any time."),
    ]


def trail(role: Membership | None = None) -> list[Link]:
    above = [Link(_("Roles"), reverse("roles:index"))]
    if role is not None:
        label = f"{role.user}: {role.role_label}"
        above.append(Link(label, reverse("roles:detail", args=[role.pk])))
    return above


def own_trail() -> list[Link]:
    return [Link(_("My roles"), reverse("roles:mine"))]


def _detail(event: Event, name: str) -> str:
    """Whose it was, where it was a stand-in's; and the days."""
    first, last = event.details.get("starts_on"), event.details.get("ends_on")
    days = ""
    if first and last:
        days = _("From %(first)s to %(last)s") % {"first": _day(first), "last": _day(last)}
    elif last:
        days = _("Last day: %(last)s") % {"last": _day(last)}
    elif first:
        days = _("From %(first)s until further notice") % {"first": _day(first)}
    return f"{name}: {days}" if name and days else name or days


def _day(iso: str) -> str:
    return day(datetime.date.fromisoformat(iso))
