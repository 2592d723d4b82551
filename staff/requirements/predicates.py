"""The questions a tree may ask of a person. All but `Lacks` stay met when one learns more."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staff.formats import percent
from staff.requirements.facts import FULL_POST, Facts, Learned, practice_months
from staff.requirements.parameters import Check, code, codes, sets_of_codes, whole
from staff.requirements.words import KINDS, SECTORS, SYSTEMS, WAYS, Names, duration, either

# The lowest level a kind can be at, for qualifications that do not say theirs.
LOWEST_LEVEL: Final = {
    "entrance": 4,
    "trade_certificate": 4,
    "journeyman": 4,
    "fagskole": 5,
    "degree": 6,
    "ppu": 6,
}
MOST_CREDITS, MOST_MONTHS = 600, 600
ANY_CODES: Final = codes()


class Predicate(ABC):
    """One question. `PARAMS` are the values it takes in a tree, and `NEEDED` those it must have."""

    PARAMS: ClassVar[Mapping[str, Check]]
    NEEDED: ClassVar[tuple[str, ...]]
    ONLY_IN_FITS: ClassVar[bool] = False

    @abstractmethod
    def met(self, facts: Facts) -> bool: ...

    @abstractmethod
    def phrase(self, names: Names) -> str:
        """What is asked for, to stand in a sentence."""

    def have(self, facts: Facts) -> str:
        """How much of it there is, where it can be counted; else nothing."""
        return ""

    def remedy(self, facts: Facts) -> str:
        """What is left, where it can be counted; else nothing."""
        return ""

    def way(self) -> str:
        """How one gets it, where `remedy` has nothing to say; it stands in a sentence."""
        return ""


@dataclass(frozen=True, slots=True)
class HasQualification(Predicate):
    """One of the kinds, in one of the subjects and at the level, where these are given."""

    kind: tuple[str, ...]
    subjects: tuple[str, ...] = ()
    level: int = 0

    PARAMS: ClassVar = {"kind": codes(KINDS), "subjects": ANY_CODES, "level": whole(2, 8)}
    NEEDED: ClassVar = ("kind",)

    def met(self, facts: Facts) -> bool:
        return any(map(self.is_it, facts.learned))

    def is_it(self, learned: Learned) -> bool:
        return (
            learned.kind in self.kind
            and (not self.subjects or learned.subject in self.subjects)
            and (learned.level or LOWEST_LEVEL.get(learned.kind, 0)) >= self.level
        )

    def phrase(self, names: Names) -> str:
        said = either(KINDS[kind] for kind in self.kind)
        if self.subjects:
            in_what = {"what": said, "subjects": names.of_subjects(self.subjects)}
            said = _("%(what)s in %(subjects)s") % in_what
        if self.level:
            said = _("%(what)s at level %(level)d") % {"what": said, "level": self.level}
        return said

    def way(self) -> str:
        return either(WAYS[kind] for kind in self.kind)


@dataclass(frozen=True, slots=True)
class Lacks(Predicate):
    """None such. Only says for whom a road is meant: what one knows never bars one's entry."""

    kind: tuple[str, ...]
    subjects: tuple[str, ...] = ()
    level: int = 0

    PARAMS: ClassVar = HasQualification.PARAMS
    NEEDED: ClassVar = ("kind",)
    ONLY_IN_FITS: ClassVar[bool] = True

    def met(self, facts: Facts) -> bool:
        return not self._opposite().met(facts)

    def phrase(self, names: Names) -> str:
        return _("not already %(what)s") % {"what": self._opposite().phrase(names)}

    def _opposite(self) -> HasQualification:
        return HasQualification(self.kind, self.subjects, self.level)


@dataclass(frozen=True, slots=True)
class CreditsAtLeast(Predicate):
    """So many credits in all, of one system and in one of the subjects where these are given."""

    n: int
    system: str = ""
    subject: tuple[str, ...] = ()

    PARAMS: ClassVar = {"n": whole(1, MOST_CREDITS), "system": code(SYSTEMS), "subject": ANY_CODES}
    NEEDED: ClassVar = ("n",)

    def met(self, facts: Facts) -> bool:
        return self.counted(facts) >= self.n

    def counted(self, facts: Facts) -> int:
        return sum(
            learned.credits
            for learned in facts.learned
            if (not self.system or learned.system == self.system)
            and (not self.subject or learned.subject in self.subject)
        )

    def phrase(self, names: Names) -> str:
        said = ngettext("%(n)d credit", "%(n)d credits", self.n) % {"n": self.n}
        if self.subject:
            in_what = {"what": said, "subjects": names.of_subjects(self.subject)}
            said = _("%(what)s in %(subjects)s") % in_what
        return f"{said} {SYSTEMS[self.system]}" if self.system else said

    def have(self, facts: Facts) -> str:
        return str(self.counted(facts))

    def remedy(self, facts: Facts) -> str:
        left = self.n - self.counted(facts)
        return ngettext("%(n)d more credit", "%(n)d more credits", left) % {"n": left}


@dataclass(frozen=True, slots=True)
class PracticeMonthsAtLeast(Predicate):
    """So many months of practice, counted as full time: what one states, and time in posts here.

    `alike` are sets of staff groups that work in the same trade: the most in any one set counts.
    Without it, time in every post does.
    """

    n: int
    alike: tuple[tuple[str, ...], ...] = ()

    PARAMS: ClassVar = {"n": whole(1, MOST_MONTHS), "alike": sets_of_codes}
    NEEDED: ClassVar = ("n",)

    def met(self, facts: Facts) -> bool:
        return self.counted(facts) >= self.n

    def counted(self, facts: Facts) -> int:
        stated = sum(learned.months for learned in facts.learned if learned.kind == "practice")
        trades = [
            [post for post in facts.posts if post.group in groups] for groups in self.alike
        ] or [list(facts.posts)]
        return stated + max(practice_months(posts, facts.on) for posts in trades)

    def phrase(self, names: Names) -> str:
        said = {"duration": duration(self.n)}
        if len(self.alike) == 1:
            said["groups"] = names.of_groups(self.alike[0])
            return _("%(duration)s of practice in the staff group %(groups)s") % said
        if self.alike:
            return _("%(duration)s of practice in the same trade") % said
        return _("%(duration)s of practice") % said

    def have(self, facts: Facts) -> str:
        return duration(self.counted(facts))

    def remedy(self, facts: Facts) -> str:
        left = self.n - self.counted(facts)
        return ngettext(
            "%(n)d more month of practice, counted as full time",
            "%(n)d more months of practice, counted as full time",
            left,
        ) % {"n": left}


@dataclass(frozen=True, slots=True)
class PositionPercentAtLeast(Predicate):
    """Posts held today that together are so large (hundredths), in these sectors if given."""

    hundredths: int
    sectors: tuple[str, ...] = ()

    PARAMS: ClassVar = {"hundredths": whole(1, FULL_POST), "sectors": codes(SECTORS)}
    NEEDED: ClassVar = ("hundredths",)

    def met(self, facts: Facts) -> bool:
        return self.counted(facts) >= self.hundredths

    def counted(self, facts: Facts) -> int:
        return sum(
            post.percent for post in facts.held if not self.sectors or post.sector in self.sectors
        )

    def phrase(self, names: Names) -> str:
        said = {"percent": percent(self.hundredths)}
        if not self.sectors:
            return _("a post of at least %(percent)s") % said
        said["places"] = either(SECTORS[sector] for sector in self.sectors)
        return _("a post of at least %(percent)s in %(places)s") % said

    def have(self, facts: Facts) -> str:
        return percent(self.counted(facts))

    def remedy(self, facts: Facts) -> str:
        return _("%(percent)s more of a full post") % {
            "percent": percent(self.hundredths - self.counted(facts))
        }


@dataclass(frozen=True, slots=True)
class WorksIn(Predicate):
    """Holds a post today in one of the sectors."""

    sectors: tuple[str, ...]

    PARAMS: ClassVar = {"sectors": codes(SECTORS)}
    NEEDED: ClassVar = ("sectors",)

    def met(self, facts: Facts) -> bool:
        return any(post.sector in self.sectors for post in facts.held)

    def phrase(self, names: Names) -> str:
        places = either(SECTORS[sector] for sector in self.sectors)
        return _("a post in %(places)s") % {"places": places}

    def way(self) -> str:
        return _("a post there")


@dataclass(frozen=True, slots=True)
class InStaffGroup(Predicate):
    """Holds a post today that belongs to one of the staff groups."""

    codes: tuple[str, ...]

    PARAMS: ClassVar = {"codes": ANY_CODES}
    NEEDED: ClassVar = ("codes",)

    def met(self, facts: Facts) -> bool:
        return any(post.group in self.codes for post in facts.held)

    def phrase(self, names: Names) -> str:
        groups = names.of_groups(self.codes)
        return _("a post in the staff group %(groups)s") % {"groups": groups}

    def way(self) -> str:
        return _("work in such a post")


@dataclass(frozen=True, slots=True)
class HasPositionCode(Predicate):
    """Holds a post today with one of the position codes."""

    codes: tuple[str, ...]

    PARAMS: ClassVar = {"codes": ANY_CODES}
    NEEDED: ClassVar = ("codes",)

    def met(self, facts: Facts) -> bool:
        return any(post.code in self.codes for post in facts.held)

    def phrase(self, names: Names) -> str:
        return _("a post with the code %(codes)s") % {"codes": either(self.codes)}

    def way(self) -> str:
        return _("work in such a post")


PREDICATES: Final[Mapping[str, type[Predicate]]] = {
    "has_qualification": HasQualification,
    "credits_at_least": CreditsAtLeast,
    "practice_months_at_least": PracticeMonthsAtLeast,
    "position_percent_at_least": PositionPercentAtLeast,
    "works_in": WorksIn,
    "staff_group": InStaffGroup,
    "position_code": HasPositionCode,
    "lacks": Lacks,
}
