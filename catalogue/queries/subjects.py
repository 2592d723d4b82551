"""Subjects and trades as people write them: by Grep code, or by name in either language."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Q
from django.db.models.functions import Lower

from staff.models import Subject

MOST: Final = 30
LIKE_IT: Final = 4
# “Kokkfaget (KOK1)”, as the form shows it.
WITH_CODE: Final = re.compile(r".*\(([^()]+)\)")


@dataclass(slots=True)
class Found:
    """The subjects, each once, and what was written that is not exactly one of them.

    `several` and `unknown`: what was written → the subjects it may have been meant for.
    """

    subjects: list[Subject] = field(default_factory=list)
    several: dict[str, list[Subject]] = field(default_factory=dict)
    unknown: dict[str, list[Subject]] = field(default_factory=dict)


def subjects_named(text: str) -> Found:
    """One on each line, or with commas between; a name may have a comma of its own."""
    lines = [line.strip(" \t.,;") for line in text.splitlines()]
    known = _known({key for line in lines for key in [*_keys(line), *_parts(line)]})
    found = Found()
    for line in filter(None, lines):
        written = [line] if any(key in known for key in _keys(line)) else _parts(line)
        for word in written:
            _sort_in(found, word, next((known[k] for k in _keys(word) if k in known), []))
    return found


def _sort_in(found: Found, word: str, meant: list[Subject]) -> None:
    if not meant:
        found.unknown[word] = _like(word)
    elif len(meant) > 1:
        found.several[word] = meant[:LIKE_IT]
    elif meant[0] not in found.subjects:
        found.subjects.append(meant[0])


def _keys(word: str) -> list[str]:
    """What to look a word up by, the surest first."""
    code = WITH_CODE.fullmatch(word)
    return [code[1].strip().lower(), word.lower()] if code else [word.lower()]


def _parts(line: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,;]", line) if part.strip()]


def _known(keys: Iterable[str]) -> dict[str, list[Subject]]:
    """Code or name in small letters → the subjects that have it; a code comes before a name."""
    wanted = {each for key in keys for each in _keys(key)}
    rows = Subject.objects.annotate(
        code_small=Lower("code"), nb_small=Lower("name_nb"), nn_small=Lower("name_nn")
    ).filter(Q(code_small__in=wanted) | Q(nb_small__in=wanted) | Q(nn_small__in=wanted))
    by_name: dict[str, list[Subject]] = {}
    by_code: dict[str, list[Subject]] = {}
    for subject in rows:
        by_code[subject.code.lower()] = [subject]
        for name in {subject.name_nb.lower(), subject.name_nn.lower()}:
            by_name.setdefault(name, []).append(subject)
    return by_name | by_code


def _like(word: str) -> list[Subject]:
    """Some with the word in their name, or that begin as it does."""
    part = Q(name_nb__icontains=word) | Q(name_nn__icontains=word) | Q(code__istartswith=word)
    found = list(Subject.objects.filter(part)[:LIKE_IT])
    if found or len(word) < 4:
        return found
    beginning = Q(name_nb__istartswith=word[:4]) | Q(name_nn__istartswith=word[:4])
    return list(Subject.objects.filter(beginning)[:LIKE_IT])
