"""What the registers said, in words a page can show."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from staff import formats
from staff.models import Owner, Workplace
from staff.registers import keeping
from staff.registers.lookup import Answer


@dataclass(frozen=True, slots=True)
class Said:
    """An alert: title, text, color."""

    title: str
    text: str
    color: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a register says otherwise about a workplace."""

    workplace: Workplace
    text: str
    is_about_name: bool


def said(answer: Answer) -> Said:
    """How an answer is told: found or not, fresh or old, or no answer at all."""
    unit = answer.unit
    if unit is None and not answer.reached:
        return Said(
            _("The register did not answer."),
            _("The number is valid, but not confirmed. You can save it and look it up later."),
            "warning",
        )
    if unit is None:
        return Said(
            _("The registers do not know this number."),
            _("It is valid, but not confirmed to exist. Check it once more."),
            "warning",
        )
    facts = [unit.name, unit.address]
    if unit.closed_on:
        facts.append(_("closed %(day)s") % {"day": formats.day(unit.closed_on)})
    text = ", ".join(fact for fact in facts if fact)
    if not answer.reached:
        title = _("The register did not answer. This is what it said on %(day)s.")
        return Said(title % {"day": formats.day(answer.fetched_at)}, text, "warning")
    return Said(_("The register knows this number."), text, "success")


def number_state(place: Owner | Workplace) -> str:
    """The number, and whether anything is known to have it."""
    if not place.org_number:
        return ""
    number = place.org_number
    grouped = formats.NO_BREAK.join((number[:3], number[3:6], number[6:]))
    if place.confirmed_at is None:
        return _("%(number)s: valid, but not confirmed to exist") % {"number": grouped}
    day = formats.day(place.confirmed_at)
    return _("%(number)s: confirmed in the register %(day)s") % {"number": grouped, "day": day}


def difference(workplace: Workplace) -> Difference:
    """Needs a workplace of `keeping.differing`."""
    if workplace.closed_on is not None:
        text = _("The register says it is closed since %(day)s.")
        return Difference(workplace, text % {"day": formats.day(workplace.closed_on)}, False)
    text = _("The register calls it “%(name)s”.") % {"name": workplace.register_name}
    return Difference(workplace, text, keeping.has_another_name(workplace))
