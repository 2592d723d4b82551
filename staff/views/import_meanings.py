"""What each column of a staff file means, and the file one can start from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from staff.importing.columns import FIELDS, Field

# What it is, and what two invented people have there. A real national id number has a month from
# 01 to 12; these have 80 more, as the invented people of the tax authority's test register do.
MEANINGS: Final[Mapping[str, tuple[Promise, str, str]]] = {
    "number": (
        _("What your staff system calls the person: the same number from file to file."),
        "90001",
        "90002",
    ),
    "national_id": (
        _(
            "Lets the person log in with ID-porten. It is made unreadable at once: the number "
            "itself is neither kept nor shown."
        ),
        "15889010220",
        "02857520192",
    ),
    "feide": (
        _("Lets the person log in with Feide."),
        "kari.eksempel@example.org",
        "ola.eksempel@example.org",
    ),
    "entra": (
        _("Lets the person log in with the owner’s Microsoft Entra."),
        "kari.eksempel@example.org",
        "ola.eksempel@example.org",
    ),
    "first_name": (_("First and middle names."), "Kari", "Ola"),
    "last_name": (_("Family name."), "Eksempel", "Eksempel"),
    "email": (
        _("Where messages go."),
        "kari.eksempel@example.org",
        "ola.eksempel@example.org",
    ),
    "phone": (_("Where the person can be reached."), "", ""),
    "workplace": (
        _("Name, organisation number or your own number of a workplace that is registered here."),
        "Eksempel skole",
        "Eksempel barnehage",
    ),
    "position_number": (
        _("Tells posts apart for people with several. Without it, code and workplace do."),
        "1",
        "1",
    ),
    "code": (
        _("Decides the staff group. Codes we do not know are listed, so that you can place them."),
        "7961",
        "6572",
    ),
    "percent": (_("Between 0 and 100, with a comma for decimals."), "100", "62,5"),
    "annual_pay": (
        _("In kroner, for a full post. What cover costs is counted from it."),
        "575000",
        "430000",
    ),
    "starts_on": (
        _("First day of the post. Without it: the day the file is true for."),
        "01.08.2019",
        "15.01.2024",
    ),
    "ends_on": (_("Last day of the post, if it has one."), "", "31.07.2027"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One of our fields, explained; with the headings we recognise by ourselves."""

    field: Field
    meaning: Promise
    example: str
    also: str


def columns() -> list[Column]:
    found = []
    for field in FIELDS:
        meaning, _first, second = MEANINGS[field.name]
        found.append(Column(field, meaning, second, ", ".join(field.guesses[:3])))
    return found


def template_rows() -> Iterator[list[str]]:
    """Headings in the reader's language and two invented people."""
    yield [str(field.label) for field in FIELDS]
    for example in (1, 2):
        yield [str(MEANINGS[field.name][example]) for field in FIELDS]
