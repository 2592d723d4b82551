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
COURSES = ("catalogue:index", _("Courses"))
CALENDAR = ("calendar:index", _("Calendar"))
PROVIDERS = ("providing:providers", _("Providers"))
STAFF = ("staff:index", _("Staff"))
ROLES = ("roles:index", _("Roles"))
HISTORY = ("history", _("History"))
ORDERS = ("orders:index", _("Orders"))
PLACEMENTS = ("placements:index", _("Placements"))
TRADES = ("trades:index", _("Trades"))
PRODUCED = ("returns:produced", _("Results"))
RETURN = ("returns:index", _("Return"))
MENU: dict[str, tuple[tuple[str, str | Promise], ...]] = {
    Role.EMPLOYEE: (HOME, COURSES, CALENDAR, REPORTS),
    Role.LEADER: (
        HOME,
        ("applications:waiting", _("Applications")),
        ("substitutes:orders", _("Cover")),
        COURSES,
        ORDERS,
        PLACEMENTS,
        STAFF,
        REPORTS,
    ),
    Role.DEPUTY: (
        HOME,
        ("applications:waiting", _("Applications")),
        ("substitutes:orders", _("Cover")),
        COURSES,
        ORDERS,
        PLACEMENTS,
        STAFF,
        REPORTS,
    ),
    Role.OWNER_OFFICER: (
        HOME,
        ("rounds:index", _("Rounds")),
        ("funding:index", _("Money")),
        ("distribution:index", _("Distribution")),
        COURSES,
        ORDERS,
        PLACEMENTS,
        STAFF,
        ROLES,
        REPORTS,
    ),
    Role.FINANCE: (HOME, ("funding:index", _("Money")), PRODUCED, REPORTS),
    Role.UNION_REP: (
        HOME,
        ("consultations:index", _("Consultations")),
        COURSES,
        ORDERS,
        PRODUCED,
        REPORTS,
    ),
    Role.UNION_WORKPLACE_REP: (HOME, COURSES, ORDERS, REPORTS),
    Role.PROVIDER: (
        HOME,
        ("providing:index", _("Course runs")),
        ("providing:courses", _("Our courses")),
        ("feeds:index", _("Course files")),
        ("providing:seats", _("Seats")),
        ("providing:results", _("Results")),
        ORDERS,
        PLACEMENTS,
        RETURN,
    ),
    Role.TRAINING_BOARD: (HOME, TRADES, COURSES, REPORTS),
    Role.CENTRAL: (HOME, PROVIDERS, RETURN),
    Role.SUBSTITUTE: (HOME,),
    Role.AUDITOR: (
        HOME,
        ("rounds:index", _("Rounds")),
        ("distribution:index", _("Distribution")),
        ("consultations:index", _("Consultations")),
        ("funding:index", _("Money")),
        ("substitutes:orders", _("Cover")),
        COURSES,
        ORDERS,
        PLACEMENTS,
        PRODUCED,
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
# Pages that belong to an entry without lying under it: two tabs of one place.
BELONGS = {"applications:courses": "catalogue:index"}


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
    places = {url: url for url, _label in addresses}
    places |= {reverse(page): reverse(name) for page, name in BELONGS.items()}
    here = places.get(_current(path, places) or "")
    return [Entry(url, label, url == here) for url, label in addresses]


def _current(path: str, urls: Iterable[str]) -> str | None:
    under = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(under, key=len, default=None)
