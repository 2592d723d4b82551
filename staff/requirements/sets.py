"""A tree as sets of lines, two levels deep: what a form can show, and a person keep in mind.

Every tree that only asks (never `lacks`) can be said so; one that would become too long is not.
Works on the JSON of a tree that has been parsed, and gives JSON back.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, product
from typing import Any, Final

from staff.requirements.trees import Purpose, parse

ALL, ANY = "all", "any"
MOST_LINES: Final = 24

Leaf = Mapping[str, Any]
Tree = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Lines:
    """Requirements that belong together: all of them are needed, or any one is enough."""

    join: str
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Sets:
    """All of the sets are needed, or any one is enough. Without sets nothing is asked for."""

    join: str = ALL
    sets: tuple[Lines, ...] = ()


def sets_of(tree: Tree) -> Sets | None:
    """None where the tree cannot be said in so few lines. Raises BadTree."""
    parse(tree, Purpose.ENTRY)
    if not tree:
        return Sets()
    folded = _folded(tree)
    found = _two_levels(folded)
    if found is None and (clauses := _clauses(folded)) is not None:
        found = Sets(ALL, tuple(Lines(ANY, clause) for clause in clauses))
    if found is None or sum(len(lines.leaves) for lines in found.sets) > MOST_LINES:
        return None
    return found


def tree_of(said: Sets) -> dict[str, Any]:
    """The tree that the sets say, in its shortest form."""
    parts = [_joined(lines.join, lines.leaves) for lines in said.sets if lines.leaves]
    return dict(_joined(said.join, parts)) if parts else {}


def _joined(join: str, parts: Iterable[Tree]) -> Tree:
    listed = [dict(part) for part in parts]
    return listed[0] if len(listed) == 1 else {join: listed}


# A folded node is a leaf, or ("all" or "any", its parts), never straight inside one of its kind.
Node = Leaf | tuple[str, tuple[Any, ...]]


def _folded(tree: Tree) -> Node:
    [(key, value)] = tree.items()
    if key not in (ALL, ANY):
        return _in_one_trade(tree)
    parts: list[Node] = []
    for part in map(_folded, value):
        if isinstance(part, tuple) and part[0] == key:
            parts.extend(part[1])
        else:
            parts.append(part)
    return parts[0] if len(parts) == 1 else (key, tuple(parts))


def _in_one_trade(leaf: Leaf) -> Node:
    """Practice in any one of several trades is a line for each of them."""
    [(name, values)] = leaf.items()
    trades = values.get("alike", ()) if name == "practice_months_at_least" else ()
    if len(trades) < 2:
        return leaf
    return ANY, tuple({name: {**values, "alike": [trade]}} for trade in trades)


def _two_levels(node: Node) -> Sets | None:
    if not isinstance(node, tuple):
        return Sets(ALL, (Lines(ALL, (node,)),))
    join, parts = node
    inner = {part[0] for part in parts if isinstance(part, tuple)}
    if not inner:
        return Sets(ALL, (Lines(join, parts),))
    if any(
        isinstance(leaf, tuple) for part in parts if isinstance(part, tuple) for leaf in part[1]
    ):
        return None
    return Sets(join, tuple(_runs(join, parts)))


def _runs(join: str, parts: Iterable[Node]) -> Iterator[Lines]:
    """Leaves that stand beside each other are one set; a group is a set of its own."""
    for is_group, run in groupby(parts, key=lambda part: isinstance(part, tuple)):
        if is_group:
            yield from (Lines(*part) for part in run)
        else:
            yield Lines(join, tuple(leaf for leaf in run if not isinstance(leaf, tuple)))


def _clauses(node: Node) -> list[tuple[Leaf, ...]] | None:
    """The same as an “all” of “any”s, or None where that would be long."""
    if not isinstance(node, tuple):
        return [(node,)]
    join, parts = node
    inner = [_clauses(part) for part in parts]
    if any(clauses is None for clauses in inner):
        return None
    known = [clauses for clauses in inner if clauses is not None]
    if join == ALL:
        found = [clause for clauses in known for clause in clauses]
    else:
        size = 1
        for clauses in known:
            size *= len(clauses)
        if size > MOST_LINES:
            return None
        found = [tuple(_once(leaf for clause in way for leaf in clause)) for way in product(*known)]
    return found if sum(map(len, found)) <= MOST_LINES else None


def _once(leaves: Iterable[Leaf]) -> list[Leaf]:
    kept: list[Leaf] = []
    for leaf in leaves:
        if leaf not in kept:
            kept.append(leaf)
    return kept
