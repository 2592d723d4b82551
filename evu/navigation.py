"""The main menu, by the role one acts in."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from staff.models import Membership
from staff.roles import Role

HOME = ("home", _("Overview"))
REPORTS = ("reports:index", _("Reports"))
STAFF = ("staff:index", _("Staff"))
ROLES = ("roles:index", _("Roles"))
HISTORY = ("history", _("History"))
MENU: dict[str, tuple[tuple[str, str | Promise], ...]] = {
    Role.EMPLOYEE: (HOME, ("applications:courses", _("Courses")), REPORTS),
    Role.LEADER: (
        HOME,
        ("applications:waiting", _("Applications")),
        ("substitutes:orders", _("Cover")),
        STAFF,
        REPORTS,
    ),
    Role.DEPUTY: (
        HOME,
        ("applications:waiting", _("Applications")),
        ("substitutes:orders", _("Cover")),
        STAFF,
        REPORTS,
    ),
    Role.OWNER_OFFICER: (
        HOME,
        ("rounds:index", _("Rounds")),
        ("funding:index", _("Money")),
        ("distribution:index", _("Distribution")),
        STAFF,
        ROLES,
        REPORTS,
    ),
    Role.FINANCE: (HOME, ("funding:index", _("Money")), REPORTS),
    Role.UNION_REP: (HOME, ("consultations:index", _("Consultations")), REPORTS),
    Role.UNION_WORKPLACE_REP: (HOME, REPORTS),
    Role.PROVIDER: (HOME,),
    Role.TRAINING_BOARD: (HOME, REPORTS),
    Role.CENTRAL: (HOME,),
    Role.SUBSTITUTE: (HOME,),
    Role.AUDITOR: (
        HOME,
        ("rounds:index", _("Rounds")),
        ("distribution:index", _("Distribution")),
        ("consultations:index", _("Consultations")),
        ("funding:index", _("Money")),
        ("substitutes:orders", _("Cover")),
        STAFF,
        ROLES,
        HISTORY,
        REPORTS,
    ),
    Role.ADMINISTRATOR: (
        HOME,
        STAFF,
        ("imports:index", _("Staff files")),
        ("staff:workplaces", _("Workplaces")),
        ("staff:codes", _("Position codes")),
        ROLES,
        HISTORY,
    ),
}


@dataclass(frozen=True, slots=True)
class Entry:
    url: str
    label: str | Promise
    current: bool


def entries(acting: Membership | None, path: str) -> list[Entry]:
    """The menu of the role; the longest address the page lies under is the current one."""
    if acting is None:
        return []
    addresses = [(reverse(name), label) for name, label in MENU[acting.role]]
    here = _current(path, (url for url, _label in addresses))
    return [Entry(url, label, url == here) for url, label in addresses]


def _current(path: str, urls: Iterable[str]) -> str | None:
    under = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(under, key=len, default=None)
