"""Files of staff: one applied a month ago, one that waits to be looked through."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile

from applications.models import Application
from applications.states import HOLDING_MONEY
from evu.demo.clock import at, office_hours
from evu.demo.personas import BY_SLUG
from evu.demo.places import MUNICIPALITY
from evu.demo.stage import Stage
from notifications import outbox
from notifications.models import UNDONE, Owed
from staff import services
from staff.models import ImportBatch, Owner, Position, User
from staff.spreadsheets import csv_lines

HEADINGS: Final = [
    "Ansattnummer",
    "Fornavn",
    "Etternavn",
    "E-post",
    "Arbeidsplass",
    "Stillingskode",
    "Stillingsprosent",
    "Årslønn",
    "Fra dato",
]
DAYS_SINCE_THE_LAST: Final = 31
RAISED: Final = 8  # how many got a rise in last month's file
RISE_KRONER: Final = 12_000
UNKNOWN_CODE: Final = "MLJ4"
UNKNOWN_PLACE: Final = "Solsletta barnehage"


@dataclass(frozen=True, slots=True)
class Row:
    """One post as a staff system writes it: percent in hundredths, pay in whole kroner."""

    number: str
    first: str
    last: str
    email: str
    place: str
    code: str
    percent: str
    kroner: int
    starts_on: datetime.date

    def cells(self) -> list[str]:
        day = f"{self.starts_on:%d.%m.%Y}"
        post = [self.place, self.code, self.percent, str(self.kroner), day]
        return [self.number, self.first, self.last, self.email, *post]


def send_in(stage: Stage) -> None:
    """Both come from the municipality's administrator."""
    owner = stage.owners[MUNICIPALITY]
    administrator = User.objects.get(username="administrator")
    _last_month(stage, owner, administrator)
    _this_week(stage, owner, administrator)


def _last_month(stage: Stage, owner: Owner, administrator: User) -> None:
    """A few rises and somebody new, applied the same day."""
    day = stage.days.ago(DAYS_SINCE_THE_LAST)
    raised = [replace(row, kroner=row.kroner + RISE_KRONER) for row in _untouched(owner)[:RAISED]]
    new = _newcomer("09001", "Thea", "Lunde", "Nordbyen SFO", "SFO1", "60", day)
    batch = _send(owner, day, [*raised, new], administrator, lists_everybody=False)
    with at(office_hours(day, 45)):
        services.apply(batch=batch, leavers_confirmed=None, by=administrator)
        _do_what_is_owed(owner)


def _this_week(stage: Stage, owner: Owner, administrator: User) -> None:
    """Everybody, with one missing who has money reserved, some moves, and two slips."""
    yesterday = stage.days.ago(1)
    leaver = _with_money(owner)
    rows = [row for row in _rows(owner) if row.number != leaver]
    untouched = [row for row in _untouched(owner)[RAISED:] if row.number != leaver]
    moved, other, more, slip, lost = islice(untouched, 5)
    changed = {
        moved: replace(moved, place="Furutoppen barnehage"),
        other: replace(other, place="Måneskinn barnehage"),
        more: replace(more, percent="90" if more.percent != "90" else "100"),
        slip: replace(slip, percent="full"),
        lost: replace(lost, place=UNKNOWN_PLACE),
    }
    rows = [changed.get(row, row) for row in rows]
    rows += [
        _newcomer("09002", "Jakub", "Kowalski", "Sjøgata barnehage", "7517", "100", yesterday),
        _newcomer("09003", "Inger", "Sletten", "Nordbyen skole", "7962", "80", yesterday),
        _newcomer(
            "09004", "Hamza", "Ali", "Elvestrand barneverntjeneste", UNKNOWN_CODE, "100", yesterday
        ),
    ]
    _send(owner, yesterday, rows, administrator, lists_everybody=True)


def _send(
    owner: Owner,
    day: datetime.date,
    rows: Sequence[Row],
    administrator: User,
    *,
    lists_everybody: bool,
) -> ImportBatch:
    """Sent in, its columns as guessed, and checked at once."""
    content = "".join(csv_lines([HEADINGS, *(row.cells() for row in rows)])).encode()
    with at(office_hours(day)):
        batch = services.upload(
            owner=owner,
            file=SimpleUploadedFile(f"ansatte-{day:%Y-%m}.csv", content),
            lists_everybody=lists_everybody,
            counts_from=day,
            by=administrator,
        )
        batch = services.map_columns(batch=batch, columns=batch.columns, by=administrator)
        _do_what_is_owed(owner)
    batch.refresh_from_db()
    return batch


def _do_what_is_owed(owner: Owner) -> None:
    """What a worker would do, here and now."""
    owed = Owed.objects.filter(UNDONE, owner_id=owner.pk, task__startswith="staff.")
    for owed_id in owed.order_by("pk").values_list("pk", flat=True):
        outbox.perform(owed_id)


def _rows(owner: Owner) -> list[Row]:
    """Every post of the owner, as its staff system would list them."""
    held = Position.objects.filter(owner=owner, ends_on=None).order_by("employee__number", "pk")
    return [
        Row(
            position.employee.number,
            position.employee.user.first_name,
            position.employee.user.last_name,
            position.employee.user.email,
            position.workplace.name,
            position.code.code,
            f"{position.percent / 100:g}".replace(".", ","),
            position.annual_pay_ore // 100,
            position.starts_on,
        )
        for position in held.select_related("employee__user", "workplace", "code")
    ]


def _untouched(owner: Owner) -> list[Row]:
    """Posts of those with one post who are no persona and have applied for nothing."""
    applied = Application.objects.filter(owner=owner).values("applicant")
    busy = Position.objects.filter(owner=owner, employee__user__in=applied)
    personas = Position.objects.filter(owner=owner, employee__user__username__in=BY_SLUG)
    numbers = {*(busy | personas).values_list("employee__number", flat=True)}
    rows = _rows(owner)
    posts = [row.number for row in rows]
    return [row for row in rows if row.number not in numbers and posts.count(row.number) == 1]


def _with_money(owner: Owner) -> str:
    """The number of somebody with an open application for which money is set aside."""
    open_cases = Application.objects.filter(owner=owner, state__in=HOLDING_MONEY)
    case = (
        open_cases.exclude(applicant__username__in=BY_SLUG)
        .exclude(commitment=None)
        .order_by("-pk")
        .select_related("position__employee")[0]
    )
    return case.position.employee.number


def _newcomer(
    number: str, first: str, last: str, place: str, code: str, percent: str, day: datetime.date
) -> Row:
    email = f"{first}.{last}@example.org".lower()
    return Row(number, first, last, email, place, code, percent, 480_000, day)
