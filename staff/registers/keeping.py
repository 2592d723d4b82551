"""Keeping what we hold in step with the registers, without ever renaming by ourselves."""

from collections.abc import Iterable

from django.db.models import Q

from staff import org_numbers
from staff.models import Owner, RegisterEntry, Workplace
from staff.registers import lookup


def number_given(place: Owner | Workplace, org_number: str) -> None:
    """Put a number on a row that is about to be saved, with what is already known about it."""
    number = org_numbers.compact(org_number) if org_number else ""
    if number == place.org_number and place.confirmed_at is not None:
        return
    place.org_number = number
    place.confirmed_at, place.closed_on = None, None
    place.register_name = place.declined_name = ""
    if number:
        _note(place, lookup.kept_answer(number, _registers_for(place)))


def refresh(org_number: str) -> bool:
    """Ask anew, and note on every row with that number what the register says now.

    Returns whether a register answered. Names are only noted: somebody decides.
    """
    answered = False
    for place in places_with(org_number):
        answer = lookup.look_up(org_number, _registers_for(place), anew=True)
        answered = answered or answer.reached
        if answer.reached:
            _note(place, answer)
            place.save(
                update_fields=["confirmed_at", "register_name", "closed_on", "declined_name"]
            )
    return answered


def longest_unasked(limit: int) -> list[str]:
    """The numbers in use whose answer is no longer fresh, the oldest first; never asked: first."""
    used = {
        *Owner.objects.exclude(org_number="").values_list("org_number", flat=True),
        *Workplace.objects.filter(ended_on=None)
        .exclude(org_number="")
        .values_list("org_number", flat=True),
    }
    asked: dict[str, float] = {}
    for number, fetched_at in RegisterEntry.objects.filter(org_number__in=used).values_list(
        "org_number", "fetched_at"
    ):
        asked[number] = max(asked.get(number, 0.0), fetched_at.timestamp())
    fresh = lookup.fresh_since().timestamp()
    due = [number for number in used if asked.get(number, 0.0) < fresh]
    return sorted(due, key=lambda number: (asked.get(number, 0.0), number))[:limit]


def has_another_name(place: Owner | Workplace) -> bool:
    """Whether the register's name differs in more than capitals, and nobody has answered it."""
    return bool(
        place.register_name
        and place.register_name.casefold() != place.name.casefold()
        and place.register_name != place.declined_name
    )


def differing(workplaces: Iterable[Workplace]) -> list[Workplace]:
    """Those the register calls something else, or calls closed, while they are in use."""
    return [
        workplace
        for workplace in workplaces
        if workplace.ended_on is None
        and (has_another_name(workplace) or workplace.closed_on is not None)
    ]


def places_with(org_number: str) -> list[Owner | Workplace]:
    number = Q(org_number=org_number)
    return [*Owner.objects.filter(number), *Workplace.objects.filter(number)]


def _registers_for(place: Owner | Workplace) -> tuple[str, ...]:
    return lookup.OF_AN_OWNER if isinstance(place, Owner) else lookup.OF_A_WORKPLACE


def _note(place: Owner | Workplace, answer: lookup.Answer) -> None:
    if answer.unit is None:
        place.confirmed_at = None
        place.register_name = ""
        return
    place.confirmed_at = answer.fetched_at
    place.register_name = answer.unit.name
    place.closed_on = answer.unit.closed_on
