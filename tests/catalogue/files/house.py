"""Files of courses as they come, and the way one goes through the house."""

import csv
import io
import json
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from catalogue import services
from catalogue.importing.plan import KINDS
from catalogue.models import CatalogueFile, Course, CourseRun, Provider, Session
from notifications import outbox
from staff.models import StaffGroup, Subject, User
from tests.factories import ProviderFactory, contact_of

HEADINGS = {
    "code": "Emnekode",
    "title": "Tittel",
    "description": "Beskrivelse",
    "kind": "Kurstype",
    "credits": "Studiepoeng",
    "credit_system": "Studiepoengsystem",
    "nqf_level": "NKR-nivå",
    "subjects": "Fag",
    "staff_groups": "Personalgrupper",
    "sectors": "Sektorer",
    "run_code": "Kull",
    "starts_on": "Startdato",
    "ends_on": "Sluttdato",
    "place": "Sted",
    "is_online": "På nett",
    "study_load": "Studiebelastning",
    "terms": "Terminer",
    "seats": "Plasser",
    "price_ore": "Pris (kr)",
    "apply_by": "Søknadsfrist",
    "apply_at": "Søknadslenke",
    "sessions": "Samlinger",
    "is_published": "På tilbud",
}
COURSE = {"code": "NORD101", "title": "Norsk på småtrinnet", "credits": "30"}
RUN = {
    "starts_on": "20.08.2027",
    "ends_on": "10.06.2028",
    "place": "Hamar",
    "study_load": "50",
    "seats": "30",
    "price_ore": "15 000",
}


def course(**other: str) -> dict[str, str]:
    """One row: a course and a run of it, as a university would write it."""
    return {**COURSE, **RUN, **other}


def table_of(*rows: dict[str, str]) -> list[list[str]]:
    """Headings and rows, with every column that any of the rows has."""
    names = [name for name in HEADINGS if any(name in row for row in rows)]
    return [
        [HEADINGS[name] for name in names],
        *([row.get(name, "") for name in names] for row in rows),
    ]


def csv_of(*rows: dict[str, str], between: str = ";", encoding: str = "utf-8") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=between).writerows(table_of(*rows))
    return text.getvalue().encode(encoding)


def json_of(*courses: dict[str, Any]) -> bytes:
    return json.dumps({"courses": courses}).encode()


@dataclass
class House:
    """A university college, and the contact who keeps its courses in order."""

    provider: Provider = field(default_factory=ProviderFactory)
    by: User = field(init=False)

    def __post_init__(self) -> None:
        self.by = contact_of(self.provider)

    def send(self, content: bytes, name: str = "kurs.csv") -> CatalogueFile:
        file = SimpleUploadedFile(name, content)
        return services.send_in_courses(provider=self.provider, file=file, by=self.by)

    def check(self, content: bytes, name: str = "kurs.csv") -> CatalogueFile:
        return work(self.send(content, name))

    def apply(self, content: bytes) -> CatalogueFile:
        file = self.check(content)
        services.apply_courses(file=file, by=self.by)
        return work(file)

    def undo(self, file: CatalogueFile) -> CatalogueFile:
        services.undo_courses(file=file, by=self.by)
        return work(file)


def work(file: CatalogueFile) -> CatalogueFile:
    """Do all that is owed, as a worker would; the file as it is then."""
    while owed := outbox.claim():
        for key in owed:
            outbox.perform(key)
    file.refresh_from_db()
    return file


def changes(file: CatalogueFile) -> dict[str, int]:
    """Kind → number, for the kinds there are any of."""
    return {kind: file.counts[kind] for kind in KINDS if file.counts[kind]}


def problems(file: CatalogueFile) -> list[tuple[int, str, str]]:
    """Row, heading and code of each."""
    return list(file.problems.order_by("row", "pk").values_list("row", "column", "code"))


def everything() -> list[list[Any]]:
    """All that a file can change, as rows."""
    through = (Course.subjects.through, Course.staff_groups.through)
    tables = (Course, CourseRun, Session, Subject, StaffGroup)
    return [
        *(list(table.objects.order_by("pk").values_list()) for table in tables),
        *(list(table.objects.order_by("pk").values_list()) for table in through),
    ]
