"""Files of courses from the persona's college: one applied, one that waits to be looked through."""

from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile

from catalogue import services
from catalogue.models import CatalogueFile
from evu.demo.clock import at, office_hours
from evu.demo.courses import COLLEGE
from evu.demo.days import Date
from evu.demo.stage import Stage
from notifications import outbox
from notifications.models import UNDONE, Owed
from staff.spreadsheets import csv_lines

HEADINGS: Final = (
    "Kurskode",
    "Tittel",
    "Beskrivelse",
    "Studiepoeng",
    "NKR-nivå",
    "Personalgrupper",
    "Startdato",
    "Sluttdato",
    "Sted",
    "Studiebelastning",
    "Plasser",
    "Pris",
)
APPLIED: Final = (
    ("LEK15", "Lek og læring ute", "Uterommet hele året.", "15", "6"),
    ("MAT0", "Måltidet som pedagogisk arena", "Tre kvelder for dem som lager maten.", "0", ""),
)


def send_in(stage: Stage) -> None:
    """Last month's file is applied; this week's has a new course, a changed price and a slip."""
    start = stage.days.coming
    rows = [_row(*each, start, price="4 500") for each in APPLIED]
    file = _send(stage, stage.days.ago(33), "kurs-vaar.csv", rows)
    with at(office_hours(stage.days.ago(33), 60)):
        services.apply_courses(file=file, by=stage.contacts[COLLEGE])
        _do_what_is_owed()
    rows[0] = _row(*APPLIED[0], start, price="4 900")
    rows.append(_row("SKR10", "Skriv klart til foreldre", "For alle.", "10", "6", start))
    rows.append(_row("FEIL", "Regnskap for styrere", "", "15", "6", start, price="gratis"))
    _send(stage, stage.days.ago(2), "kurs-oppdatert.csv", rows)


def _row(
    code: str, title: str, text: str, credits: str, level: str, start: Date, *, price: str = "0"
) -> list[str]:
    first = f"{start:%d.%m.%Y}"
    last = f"{Date.fromordinal(start.toordinal() + 150):%d.%m.%Y}"
    whom = "Barnehagelærere | Assistenter"
    return [code, title, text, credits, level, whom, first, last, "Elvestrand", "25", "20", price]


def _send(stage: Stage, day: Date, name: str, rows: list[list[str]]) -> CatalogueFile:
    """Sent in, and checked at once."""
    content = "".join(csv_lines([list(HEADINGS), *rows])).encode()
    with at(office_hours(day)):
        file = services.send_in_courses(
            provider=stage.providers[COLLEGE],
            file=SimpleUploadedFile(name, content),
            by=stage.contacts[COLLEGE],
        )
        _do_what_is_owed()
    file.refresh_from_db()
    return file


def _do_what_is_owed() -> None:
    """What a worker would do, here and now."""
    owed = Owed.objects.filter(UNDONE, task__startswith="catalogue.tasks.").exclude(
        task="catalogue.tasks.issue_proof"
    )
    for owed_id in owed.order_by("pk").values_list("pk", flat=True):
        outbox.perform(owed_id)
