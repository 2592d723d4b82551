"""A tree asked of a person: met or not, line by line, and how the rest can be met."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from staff.requirements.facts import Facts
from staff.requirements.trees import AllOf, AnyOf, Node, Purpose, parse
from staff.requirements.words import Names, both, either


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement as a sentence. `remedies` are ways to meet it, the usual one first.

    `way` is how one gets what the line itself names: said where nothing else is.
    """

    text: str
    met: bool
    remedies: tuple[str, ...] = ()
    unverified: bool = False  # met, but only by what nobody has verified yet
    way: str = ""

    @property
    def can_be_met_by(self) -> str:
        """How it can be met, in one sentence; nothing where it is met."""
        if ways := self.remedies or tuple(filter(None, (self.way,))):
            return _("Can be met by %(ways)s.") % {"ways": either(ways)}
        return ""


@dataclass(frozen=True, slots=True)
class Demand:
    """One line of what is asked for, said to nobody in particular: any one of `ways` is enough."""

    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """All lines of a tree. It is met when every line is."""

    lines: tuple[Line, ...]

    @property
    def met(self) -> bool:
        return all(line.met for line in self.lines)

    @property
    def have(self) -> list[Line]:
        return [line for line in self.lines if line.met]

    @property
    def missing(self) -> list[Line]:
        return [line for line in self.lines if not line.met]

    @property
    def unverified(self) -> bool:
        return any(line.unverified for line in self.lines)


def is_met(node: Node, facts: Facts) -> bool:
    """The bare yes or no."""
    if isinstance(node, AllOf):
        return all(is_met(part, facts) for part in node.parts)
    if isinstance(node, AnyOf):
        return any(is_met(part, facts) for part in node.parts)
    return node.met(facts)


def evaluate(
    tree: object, facts: Facts, *, purpose: Purpose = Purpose.ENTRY, names: Names | None = None
) -> Answer:
    """Ask a tree (as JSON) of a person, in the reader's language. Raises BadTree."""
    said = names or Names()
    node = parse(tree, purpose)
    apart = node.parts if isinstance(node, AllOf) else (node,)
    return Answer(tuple(_line(part, facts, said) for part in apart))


def demands(tree: object, *, names: Names | None = None) -> list[Demand]:
    """How a tree reads: its lines, all of which must be met. Raises BadTree."""
    said = names or Names()
    node = parse(tree, Purpose.ENTRY)
    lines = node.parts if isinstance(node, AllOf) else (node,)
    return [
        Demand(tuple(capfirst(_phrase(way, said)) for way in _alternatives(line))) for line in lines
    ]


def _alternatives(node: Node) -> tuple[Node, ...]:
    return node.parts if isinstance(node, AnyOf) else (node,)


def _line(node: Node, facts: Facts, names: Names) -> Line:
    alternatives = _alternatives(node)
    for chosen in alternatives:
        if is_met(chosen, facts):
            unverified = not is_met(node, facts.verified_only())
            return Line(capfirst(_phrase(chosen, names)), met=True, unverified=unverified)
    return Line(
        _wanted(alternatives[0], facts, names),
        met=False,
        remedies=tuple(dict.fromkeys(_remedies(alternatives, facts, names))),
        way=_own_way(alternatives[0], facts),
    )


def _wanted(node: Node, facts: Facts, names: Names) -> str:
    """What is missing, with how much of it there is where that can be counted."""
    text = capfirst(_phrase(node, names))
    if isinstance(node, AllOf | AnyOf) or not (have := node.have(facts)):
        return text
    return _("%(what)s; counted so far: %(have)s") % {"what": text, "have": have}


def _remedies(alternatives: tuple[Node, ...], facts: Facts, names: Names) -> Iterator[str]:
    first, *others = alternatives
    if way := _way(first, facts, names, is_named=True):
        yield way
    for other in others:
        yield _way(other, facts, names, is_named=False)


def _way(node: Node, facts: Facts, names: Names, *, is_named: bool) -> str:
    """How a node can be met. What the line already names is only said if it can be counted."""
    if isinstance(node, AllOf):
        unmet = _unmet(node, facts)
        if is_named and not any(_way(part, facts, names, is_named=True) for part in unmet):
            return ""
        return both(_way(part, facts, names, is_named=False) for part in unmet)
    if isinstance(node, AnyOf):
        return either(_way(part, facts, names, is_named=False) for part in node.parts)
    return node.remedy(facts) or ("" if is_named else node.phrase(names))


def _own_way(node: Node, facts: Facts) -> str:
    """How one gets what a node names, whoever one is; nothing if there is no such way to say."""
    if isinstance(node, AllOf):
        return both(filter(None, (_own_way(part, facts) for part in _unmet(node, facts))))
    if isinstance(node, AnyOf):
        return either(filter(None, (_own_way(part, facts) for part in node.parts)))
    return node.way()


def _unmet(node: AllOf, facts: Facts) -> list[Node]:
    return [part for part in node.parts if not is_met(part, facts)]


def _phrase(node: Node, names: Names) -> str:
    if isinstance(node, AllOf):
        return both(_phrase(part, names) for part in node.parts)
    if isinstance(node, AnyOf):
        return either(_phrase(part, names) for part in node.parts)
    return node.phrase(names)
