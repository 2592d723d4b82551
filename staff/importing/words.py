"""Sentences about problems in a file, about what changes, and about what follows from leaving."""

import datetime
from collections.abc import Mapping
from typing import Any, Final, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from staff import formats
from staff.roles import Role

PROBLEMS: Final[Mapping[str, Promise]] = {
    "missing": _("Nothing is written here. The row needs it."),
    "too_long": _("“%(value)s” is too long: at most %(most)s characters."),
    "formula": _("The cell holds a formula or an error. Write the value itself."),
    "national_id": _(
        "This is not a national id number: eleven digits, the last two calculated from the others."
    ),
    "percent": _("“%(value)s” is not a percentage. Write for example 80 or 37,5."),
    "percent_range": _("“%(value)s”: a position is more than 0 and at most 100 percent."),
    "pay": _("“%(value)s” is not an amount in kroner. Write for example 612 500."),
    "pay_range": _("“%(value)s” is not a pay for a year."),
    "date": _("“%(value)s” is not a date. Write for example 24.11.2026."),
    "date_range": _("“%(value)s” is too long ago or too far ahead."),
    "ends_before_start": _("The last day is before the first."),
    "unknown_workplace": _(
        "“%(value)s” is not a workplace here: neither a number, a name nor an organisation number."
    ),
    "several_workplaces": _("Several workplaces are called “%(value)s”. Use their number."),
    "closed_workplace": _("“%(value)s” is closed on the day the file counts from."),
    "another_person": _("Row %(row)s has the same employee number, but is somebody else."),
    "another_number": _("Row %(row)s is the same person with another employee number."),
    "number_taken": _("The employee number belongs to somebody with another national id number."),
    "identities_disagree": _("The national id number and the log-in names are different people’s."),
    "position_twice": _("Row %(row)s has the same position number for the same person."),
}
# The row counts all the same.
WARNINGS: Final[Mapping[str, Promise]] = {
    "over_full_post": _("The positions add up to %(percent)s of a full post."),
    "email": _("“%(value)s” is not an e-mail address, and was left out."),
    "email_taken": _("Somebody else has this e-mail address already, so it was left out."),
    "phone": _("“%(value)s” is not a telephone number, and was left out."),
    "contact_differs": _("Row %(row)s says something else about the same person; it counts."),
    "identity_taken": _("This log-in already belongs to somebody else, so it was left out."),
}
CONSEQUENCES: Final[Mapping[str, Promise]] = {
    "application_open": _("Application %(number)s is not finished."),
    "application_with_money": _(
        "Application %(number)s is not finished, and %(kroner)s kr are set aside for it."
    ),
    "cover_booked": _("Cover is booked for %(days)s days of study to come (%(number)s)."),
    "placement_cover_booked": _(
        "Cover is booked for %(days)s days of a placement to come (%(business)s)."
    ),
    "placement_open": _("A placement in %(business)s is not over."),
    "stands_in": _("Is booked as a substitute for %(days)s days to come."),
    "role_ends": _("The role “%(role)s” ends (%(place)s)."),
}
FACTS: Final[Mapping[str, Promise]] = {
    "number": _("Employee number"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "email": _("E-mail"),
    "phone": _("Telephone"),
    "feide": _("Feide name"),
    "entra": _("Entra user name"),
    "national_id": _("National id number"),
    "left_on": _("Last day"),
    "workplace": _("Workplace"),
    "code": _("Position code"),
    "percent": _("Percent of a full post"),
    "annual_pay_ore": _("Annual pay for a full post"),
    "position_number": _("Position number"),
    "starts_on": _("From"),
    "ends_on": _("To"),
}


class Problem(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def params(self) -> Mapping[str, Any]: ...


def is_warning(problem: Problem) -> bool:
    """Whether the row counts all the same."""
    return problem.code in WARNINGS


def sentence(problem: Problem) -> str:
    """What is wrong, in the reader's language. Row and column stand beside it."""
    text = PROBLEMS.get(problem.code) or WARNINGS[problem.code]
    params = dict(problem.params)
    if "percent" in params:
        params["percent"] = formats.percent(params["percent"])
    return str(text) % params


def consequence(found: Mapping[str, Any]) -> str:
    """What follows for a leaver: `{"code": …, "params": {…}}` as `ImportChange` keeps it."""
    params = dict(found["params"])
    if "ore" in params:
        params["kroner"] = formats.number(params["ore"] // 100)
    if "role" in params:
        params["role"] = Role(params["role"]).label
    return str(CONSEQUENCES[found["code"]]) % params


def facts(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """`before` or `after` of an `ImportChange` as label and text, in the order of `FACTS`.

    Keys that begin with an underscore are for the machine and are left out.
    """
    return [
        (str(label), shown(name, values[name])) for name, label in FACTS.items() if name in values
    ]


def shown(name: str, value: Any) -> str:
    """One fact as it is written in Norwegian; nothing where there is nothing."""
    if value is None or value == "":
        return "–"
    if name == "percent":
        return formats.percent(value)
    if name == "annual_pay_ore":
        return f"{formats.number(value // 100)}{formats.NO_BREAK}kr"
    if name in ("starts_on", "ends_on", "left_on"):
        return formats.day(datetime.date.fromisoformat(value))
    return str(value)
