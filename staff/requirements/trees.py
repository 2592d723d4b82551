"""From JSON to a tree of requirements, and plain words for what is wrong with one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext as _

from staff.requirements.parameters import WrongValue
from staff.requirements.predicates import PREDICATES, Predicate

DEEPEST: Final = 6
MOST_PARTS: Final = 100


class Purpose(StrEnum):
    """For whom something is meant, or what one must have to begin."""

    FITS = "fits"
    ENTRY = "entry"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must be met; without parts there is nothing to meet."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part is enough. The first is the usual way, the others stand in for it."""

    parts: "tuple[Node, ...]"


Node = AllOf | AnyOf | Predicate


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where: names of the keys and numbers in lists (from 1) down to it."""

    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


class BadTree(ValueError):
    """A tree that cannot be asked; `problems` says why, one line each."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def parse(tree: object, purpose: Purpose) -> Node:
    """The tree that the JSON says; {} asks for nothing. Raises BadTree with all that is wrong."""
    reader = _Reader(purpose)
    node = AllOf(()) if tree == {} else reader.node(tree, (str(purpose),))
    if reader.problems:
        raise BadTree(reader.problems)
    return node


def _unfolded(kind: type[AllOf | AnyOf], parts: Iterable[Node]) -> Iterator[Node]:
    """An “all” straight inside an “all” is the same as its parts, and so is an “any”."""
    for part in parts:
        if isinstance(part, AllOf | AnyOf) and isinstance(part, kind):
            yield from part.parts
        else:
            yield part


Place = tuple[str, ...]
UNREADABLE: Final = AllOf(())


class _Reader:
    """Walks a tree once and notes every problem on the way."""

    def __init__(self, purpose: Purpose) -> None:
        self.purpose = purpose
        self.problems: list[Problem] = []
        self.parts = 0

    def node(self, tree: object, place: Place) -> Node:
        if not isinstance(tree, dict) or len(tree) != 1:
            known = ", ".join(("all", "any", *PREDICATES))
            return self._wrong(
                place, _("must be one of these, with its values: %(known)s") % {"known": known}
            )
        [(key, value)] = tree.items()
        if key in ("all", "any"):
            return self._group(key, value, (*place, key))
        if key not in PREDICATES:
            return self._wrong(place, _("there is no requirement “%(key)s”") % {"key": key})
        return self._leaf(key, value, (*place, key))

    def _group(self, key: str, parts: object, place: Place) -> Node:
        if not isinstance(parts, list) or not parts:
            return self._wrong(place, _("must be a list with at least one requirement"))
        self.parts += len(parts)
        if self.parts > MOST_PARTS:
            return self._wrong(place, _("there are more than %(n)d in all") % {"n": MOST_PARTS})
        if len(place) > 2 * DEEPEST:
            return self._wrong(place, _("lies too deep"))
        read = tuple(self.node(part, (*place, str(no))) for no, part in enumerate(parts, start=1))
        kind = AllOf if key == "all" else AnyOf
        return kind(tuple(_unfolded(kind, read)))

    def _leaf(self, name: str, given: object, place: Place) -> Node:
        asked = PREDICATES[name]
        if asked.ONLY_IN_FITS and self.purpose != Purpose.FITS:
            return self._wrong(
                place, _("may only say for whom it is meant: nobody is kept out by what they know")
            )
        if not isinstance(given, dict):
            return self._wrong(place, _("must have its values in braces"))
        values = self._values(asked, given, place)
        return UNREADABLE if values is None else asked(**values)

    def _values(
        self, asked: type[Predicate], given: Mapping[str, Any], place: Place
    ) -> dict[str, Any] | None:
        before = len(self.problems)
        values: dict[str, Any] = {}
        for name in asked.NEEDED:
            if name not in given:
                self._wrong((*place, name), _("is missing"))
        for name, value in given.items():
            if name not in asked.PARAMS:
                known = ", ".join(asked.PARAMS)
                self._wrong((*place, name), _("is none of: %(known)s") % {"known": known})
                continue
            try:
                values[name] = asked.PARAMS[name](value)
            except WrongValue as error:
                self._wrong((*place, name), str(error))
        return values if len(self.problems) == before else None

    def _wrong(self, place: Place, text: str) -> Node:
        self.problems.append(Problem(" › ".join(place), text))
        return UNREADABLE
