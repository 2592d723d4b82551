"""What the registers know about a number: the answer we keep, asked again when it is old."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import structlog
from django.utils import timezone

from staff import thresholds
from staff.models import RegisterEntry, Threshold
from staff.registers import client, shapes

Register = RegisterEntry.Register
log = structlog.get_logger(__name__)
# A school or kindergarten says its sector; the central register knows everybody else.
OF_A_WORKPLACE: Final = (Register.NSR, Register.NBR, Register.ENHETSREGISTERET)
OF_AN_OWNER: Final = (Register.ENHETSREGISTERET,)


@dataclass(frozen=True, slots=True)
class Answer:
    """`unit` is None where no register knows the number, or where none answered.

    `fetched_at` says how old the answer is; None: no register has ever answered. `reached` is
    False when a register should have been asked again and did not answer.
    """

    org_number: str
    unit: shapes.Unit | None = None
    fetched_at: datetime.datetime | None = None
    reached: bool = True
    register: str = ""


def look_up(
    org_number: str, registers: Sequence[str] = OF_A_WORKPLACE, *, anew: bool = False
) -> Answer:
    """The first register that knows the number. `anew` asks even where the answer is fresh.

    Once a register does not answer, the others are not tried either: the page is waiting.
    """
    kept = {entry.register: entry for entry in _kept(org_number)}
    reached, fresh = True, fresh_since()
    last_fetched: datetime.datetime | None = None
    for register in registers:
        entry = kept.get(register)
        if reached and (anew or entry is None or entry.fetched_at < fresh):
            try:
                entry = _ask(register, org_number)
            except client.Unreachable as failure:
                log.warning("register_unreachable", register=register, failure=str(failure))
                reached = False
        if entry is None:
            continue
        last_fetched = entry.fetched_at
        if found := unit_of(entry):
            return Answer(org_number, found, entry.fetched_at, reached, register)
    return Answer(org_number, None, last_fetched, reached)


def kept_answer(org_number: str, registers: Sequence[str] = OF_A_WORKPLACE) -> Answer:
    """The same from what is kept, without asking anybody."""
    kept = {entry.register: entry for entry in _kept(org_number)}
    entries = [kept[register] for register in registers if register in kept]
    for entry in entries:
        if found := unit_of(entry):
            return Answer(org_number, found, entry.fetched_at, register=entry.register)
    latest = max((entry.fetched_at for entry in entries), default=None)
    return Answer(org_number, None, latest)


def unit_of(entry: RegisterEntry) -> shapes.Unit | None:
    asked_on = timezone.localtime(entry.fetched_at).date()
    return shapes.unit(entry.register, entry.body, asked_on=asked_on) if entry.found else None


def _kept(org_number: str) -> list[RegisterEntry]:
    return list(RegisterEntry.objects.filter(org_number=org_number))


def fresh_since() -> datetime.datetime:
    """An answer from before that moment is asked for again."""
    days = thresholds.value(Threshold.Code.REGISTER_FRESH_DAYS, None, timezone.localdate())
    return timezone.now() - datetime.timedelta(days=days)


def _ask(register: str, org_number: str) -> RegisterEntry:
    fetched = client.fetch(register, org_number)
    entry, _is_new = RegisterEntry.objects.update_or_create(
        register=register,
        org_number=org_number,
        defaults={
            "fetched_at": timezone.now(),
            "found": fetched.found,
            "body": shapes.worth_keeping(fetched.body),
        },
    )
    return entry
