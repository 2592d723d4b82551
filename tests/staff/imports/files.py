"""Files of staff as they come, and the way one goes through the house."""

import datetime
import io
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from notifications import outbox
from staff import services
from staff.models import ImportBatch, Owner, PositionCode, User, Workplace
from staff.roles import Role
from tests.factories import (
    MembershipFactory,
    OwnerFactory,
    PositionCodeFactory,
    WorkplaceFactory,
)

HEADINGS = {
    "number": "Ansattnummer",
    "national_id": "Fødselsnummer",
    "feide": "Feidenavn",
    "entra": "Brukernavn",
    "first_name": "Fornavn",
    "last_name": "Etternavn",
    "email": "E-post",
    "phone": "Mobil",
    "workplace": "Arbeidssted",
    "position_number": "Stillingsnummer",
    "code": "Stillingskode",
    "percent": "Stillingsprosent",
    "annual_pay": "Årslønn",
    "starts_on": "Fra",
    "ends_on": "Til",
}
FIRST, SECOND = (3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def national_id(number: int, *, day: int = 1) -> str:
    """A valid one for each number; with day 41 and up a D-number."""
    found = []
    for individual in range(500):
        start = f"{day:02}{number % 12 + 1:02}{60 + number // 12 % 40:02}{individual:03}"
        first = (11 - sum(w * int(n) for w, n in zip(FIRST, start, strict=True))) % 11
        if first == 10:
            continue
        start += str(first)
        second = (11 - sum(w * int(n) for w, n in zip(SECOND, start, strict=True))) % 11
        if second != 10:
            found.append(f"{start}{second}")
    return found[number // 480 % len(found)]


def person(which: int, /, **other: str) -> dict[str, str]:
    """One row: somebody with a full post at the first school."""
    return {
        "number": f"{1000 + which}",
        "national_id": national_id(which),
        "first_name": "Kari",
        "last_name": f"Nordmann {which}",
        "email": f"kari{which}@example.org",
        "phone": "90000000",
        "workplace": "Skolen",
        "code": "7961",
        "percent": "100",
        "annual_pay": "600 000",
        "starts_on": "01.08.2020",
        **other,
    }


def csv_of(*rows: dict[str, str]) -> bytes:
    """Semicolons and UTF-8, with every column that any of the rows has."""
    names = [name for name in HEADINGS if any(name in row for row in rows)]
    lines = [[HEADINGS[name] for name in names]]
    lines += [[row.get(name, "") for name in names] for row in rows]
    return "\n".join(";".join(line) for line in lines).encode()


def xlsx_of(*lines: list[Any]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for line in lines:
        sheet.append(line)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


@dataclass
class Office:
    """An owner with two schools, a code, and an administrator who brings in files."""

    owner: Owner = field(default_factory=OwnerFactory)
    by: User = field(init=False)
    school: Workplace = field(init=False)
    other_school: Workplace = field(init=False)
    code: PositionCode = field(init=False)

    def __post_init__(self) -> None:
        self.by = MembershipFactory(role=Role.ADMINISTRATOR, owner=self.owner).user
        self.school = WorkplaceFactory(owner=self.owner, name="Skolen", number="101")
        self.other_school = WorkplaceFactory(
            owner=self.owner, name="Naboskolen", org_number="974760673"
        )
        found = PositionCode.objects.filter(code="7961", owner=None).first()
        self.code = found or PositionCodeFactory(code="7961")

    def upload(
        self,
        content: bytes,
        *,
        lists_everybody: bool = True,
        counts_from: datetime.date | None = None,
    ) -> ImportBatch:
        return services.upload(
            owner=self.owner,
            file=SimpleUploadedFile("ansatte.csv", content),
            lists_everybody=lists_everybody,
            counts_from=counts_from or timezone.localdate(),
            by=self.by,
        )

    def check(self, content: bytes, **how: Any) -> ImportBatch:
        batch = self.upload(content, **how)
        services.map_columns(batch=batch, columns=batch.columns, by=self.by)
        return work(batch)

    def apply(self, content: bytes, **how: Any) -> ImportBatch:
        batch = self.check(content, **how)
        services.apply(batch=batch, leavers_confirmed=batch.counts["leaves"], by=self.by)
        return work(batch)

    def undo(self, batch: ImportBatch) -> ImportBatch:
        services.undo(batch=batch, by=self.by)
        return work(batch)


def work(batch: ImportBatch) -> ImportBatch:
    """Do all that is owed, as a worker would; the batch as it is then."""
    while owed := outbox.claim():
        for key in owed:
            outbox.perform(key)
    batch.refresh_from_db()
    return batch


def changes(batch: ImportBatch) -> dict[str, int]:
    """Kind → number, for the kinds there are any of."""
    kinds = ("joins", "leaves", "moves", "opens", "ends", "changes", "details")
    return {kind: batch.counts[kind] for kind in kinds if batch.counts[kind]}


def problems(batch: ImportBatch) -> list[tuple[int, str, str]]:
    """Row, heading and code of each."""
    return list(batch.problems.order_by("row", "pk").values_list("row", "column", "code"))
