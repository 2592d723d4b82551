"""How requirements are said aloud. Kinds and sectors are those of the models; a test compares."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

KINDS: Final[Mapping[str, str | Promise]] = {
    "trade_certificate": gettext_lazy("a trade certificate"),
    "journeyman": gettext_lazy("a journeyman’s certificate"),
    "fagskole": gettext_lazy("education from a vocational college"),
    "degree": gettext_lazy("a degree"),
    "ppu": gettext_lazy("practical pedagogical education"),
    "practice": gettext_lazy("practice in the trade"),
    "assessed": gettext_lazy("assessed competence"),
    "entrance": gettext_lazy("general entrance to higher education"),
}
# How one gets a qualification of the kind. The place of study decides who is admitted.
WAYS: Final[Mapping[str, str | Promise]] = {
    "trade_certificate": gettext_lazy(
        "the trade examination (as an apprentice, a praksiskandidat or with fagbrev på jobb)"
    ),
    "journeyman": gettext_lazy("the journeyman’s examination"),
    "fagskole": gettext_lazy("a study at a vocational college"),
    "degree": gettext_lazy("a study at a university or university college"),
    "ppu": gettext_lazy("PPU or PPU-Y"),
    "practice": gettext_lazy("practice in the trade, written down on your own page"),
    "assessed": gettext_lazy(
        "having what you know assessed by the county, a vocational college or a university"
    ),
    "entrance": gettext_lazy("the subjects that general entrance asks for"),
}
SECTORS: Final[Mapping[str, str | Promise]] = {
    "kindergarten": gettext_lazy("a kindergarten"),
    "primary": gettext_lazy("a primary or lower secondary school"),
    "upper_secondary": gettext_lazy("an upper secondary school"),
    "after_school": gettext_lazy("an after-school programme"),
    "ppt": gettext_lazy("the educational psychology service"),
    "child_welfare": gettext_lazy("child welfare"),
    "adult_education": gettext_lazy("adult education"),
    "culture_school": gettext_lazy("a culture school"),
    "fagskole": gettext_lazy("a vocational college"),
}
SYSTEMS: Final[Mapping[str, str | Promise]] = {
    "higher": gettext_lazy("from a university or university college"),
    "fagskole": gettext_lazy("from a vocational college"),
}
YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class Names:
    """What staff groups and subjects are called in the reader's language, by code."""

    groups: Mapping[str, str] = field(default_factory=dict)
    subjects: Mapping[str, str] = field(default_factory=dict)

    def of_groups(self, codes: Iterable[str]) -> str:
        return either([self.groups.get(code, code) for code in codes])

    def of_subjects(self, codes: Iterable[str]) -> str:
        return either([self.subjects.get(code, code) for code in codes])


def within(name: str) -> str:
    """A subject's name inside a sentence: Kokkfaget → kokkfaget, but IT-utviklerfaget as it is."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def either(phrases: Iterable[object]) -> str:
    """a, b or c."""
    return _joined(phrases, _(" or "))


def both(phrases: Iterable[object]) -> str:
    """a, b and c."""
    return _joined(phrases, _(" and "))


def _joined(phrases: Iterable[object], last_word: str) -> str:
    said = [str(phrase) for phrase in phrases]
    if not said:
        return ""
    *first, last = said
    return f"{', '.join(first)}{last_word}{last}" if first else last


def duration(months: int) -> str:
    """60 → 5 years; 26 → 26 months."""
    if months >= YEAR and months % YEAR == 0:
        years = months // YEAR
        return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
    return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
