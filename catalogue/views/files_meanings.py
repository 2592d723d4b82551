"""What each column of a file of courses means, and the file one can start from."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.importing.columns import FIELDS, RUN_NAMES
from catalogue.importing.faults import NEW_RUN_NEEDS
from catalogue.importing.json_files import COLUMNS
from staff.importing.columns import Field

# What it is, and what two invented courses have there. Days are those of next year.
MEANINGS: Final[Mapping[str, tuple[Promise, str, str]]] = {
    "code": (
        _("What your own system calls the course. We find the course by it in the next file."),
        "NORD101",
        "K-17",
    ),
    "title": (_("What people know the course as."), "Norsk på småtrinnet", "Lek ute hele året"),
    "description": (
        _("What one learns, how it is taught, and for whom. Plain text."),
        "Lese- og skriveopplæring på 1.–4. trinn.",
        "To dager om lek i all slags vær.",
    ),
    "kind": (
        _(
            "videreutdanning, etterutdanning, vei til kvalifikasjon, hospitering or skreddersydd. "
            "Without it: videreutdanning if there are credits, else etterutdanning."
        ),
        "videreutdanning",
        "etterutdanning",
    ),
    "credits": (_("Whole credits, from 0 to 300."), "30", ""),
    "credit_system": (
        _("høyskole or fagskole. Without it: what you are yourselves."),
        "høyskole",
        "",
    ),
    "nqf_level": (_("The level, as diplomas write it."), "7", ""),
    "subjects": (
        _("Grep codes or names, with a vertical line between: NOR01 | MAT01."),
        "",
        "",
    ),
    "staff_groups": (
        _("Whom it is meant for, with a vertical line between. Without it: everybody."),
        "",
        "",
    ),
    "sectors": (
        _("barnehage, grunnskole, sfo … with a vertical line between. Without it: everywhere."),
        "grunnskole",
        "barnehage",
    ),
    "run_code": (
        _("What your own system calls this run. Without it: we find it by first day and place."),
        "2027H",
        "",
    ),
    "starts_on": (_("First day."), "20.08.{year}", "03.05.{year}"),
    "ends_on": (_("Last day."), "15.12.{year}", "04.05.{year}"),
    "place": (_("A town. Not needed for a course online."), "Hamar", "Bodø"),
    "is_online": (_("ja or nei. Without it: nei."), "nei", "nei"),
    "study_load": (_("Percent of full-time study."), "50", "100"),
    "terms": (_("How many terms it lasts, from 1 to 12. Without it: 2."), "1", "1"),
    "seats": (_("How many can take part."), "30", "25"),
    "price_ore": (_("In kroner, for each participant. Without it: free."), "15000", "2500"),
    "apply_by": (_("Last day to apply to you, where one must do that too."), "15.04.{year}", ""),
    "apply_at": (
        _("Where one applies to you: an address that begins with https://."),
        "https://www.example.org/sok",
        "",
    ),
    "sessions": (
        _("Day, from, to and, where it is elsewhere, place; with a vertical line between."),
        "20.08.{year} 09:00-15:00 | 21.08.{year} 09:00-15:00",
        "03.05.{year} 10:00-15:00 Naturparken",
    ),
    "is_published": (
        _("ja or nei. nei takes the run off offer. Without it: ja."),
        "ja",
        "ja",
    ),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One of our fields, explained; with the headings we recognise by ourselves."""

    field: Field
    key: str
    meaning: Promise
    example: str
    also: str
    is_of_a_run: bool
    is_needed: bool


def columns() -> list[Column]:
    return [
        Column(
            field=field,
            key=COLUMNS[field.name],
            meaning=MEANINGS[field.name][0],
            example=_example(field, 1),
            also=", ".join(field.guesses[:3]),
            is_of_a_run=field.name in RUN_NAMES,
            is_needed=field.required or field.name in NEW_RUN_NEEDS,
        )
        for field in FIELDS
    ]


def template_rows() -> Iterator[list[str]]:
    """Headings in the reader's language and two invented courses."""
    yield [str(field.label) for field in FIELDS]
    for which in (1, 2):
        yield [_example(field, which) for field in FIELDS]


def as_json() -> str:
    """The first of the invented courses, as a feed would tell of it."""
    return JSON_EXAMPLE.replace("{year}", _year())


def _example(field: Field, which: int) -> str:
    return str(MEANINGS[field.name][which]).replace("{year}", _year())


def _year() -> str:
    return str((timezone.localdate() + datetime.timedelta(days=365)).year)


JSON_EXAMPLE: Final = """{
  "courses": [
    {
      "code": "NORD101",
      "title": "Norsk på småtrinnet",
      "description": "Lese- og skriveopplæring på 1.–4. trinn.",
      "kind": "with_credits",
      "credits": 30,
      "sectors": ["primary"],
      "runs": [
        {
          "code": "2027H",
          "starts_on": "{year}-08-20",
          "ends_on": "{year}-12-15",
          "place": "Hamar",
          "load": 50,
          "seats": 30,
          "price": 15000,
          "sessions": [
            {"day": "{year}-08-20", "from": "09:00", "to": "15:00"}
          ]
        }
      ]
    }
  ]
}"""
