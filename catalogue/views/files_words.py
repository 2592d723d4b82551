"""What a file of courses means, in sentences with numbers: before it is applied or undone."""

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.models import CatalogueFile, CatalogueFileChange
from staff.formats import number

Kind = CatalogueFileChange.Kind
Sentence = Callable[[int], str]


def _new_courses(count: int) -> str:
    return ngettext("%(n)s course is new.", "%(n)s courses are new.", count)


def _changed_courses(count: int) -> str:
    return ngettext("%(n)s course is changed.", "%(n)s courses are changed.", count)


def _new_runs(count: int) -> str:
    return ngettext("%(n)s course run is new.", "%(n)s course runs are new.", count)


def _changed_runs(count: int) -> str:
    return ngettext("%(n)s course run is changed.", "%(n)s course runs are changed.", count)


def _ended_runs(count: int) -> str:
    return ngettext(
        "%(n)s course run is taken off offer.", "%(n)s course runs are taken off offer.", count
    )


def _taken_away(count: int) -> str:
    return ngettext(
        "%(n)s new course or run is taken away again.",
        "%(n)s new courses and runs are taken away again.",
        count,
    )


def _unchanged_courses(count: int) -> str:
    return ngettext("%(n)s course becomes as it was.", "%(n)s courses become as they were.", count)


def _unchanged_runs(count: int) -> str:
    return ngettext(
        "%(n)s course run becomes as it was.", "%(n)s course runs become as they were.", count
    )


def _again_on_offer(count: int) -> str:
    return ngettext(
        "%(n)s course run is on offer again.", "%(n)s course runs are on offer again.", count
    )


MEANS: Final[Mapping[Kind, Sentence]] = {
    Kind.ENDED_RUN: _ended_runs,
    Kind.CHANGED_RUN: _changed_runs,
    Kind.CHANGED_COURSE: _changed_courses,
    Kind.NEW_COURSE: _new_courses,
    Kind.NEW_RUN: _new_runs,
    Kind.TAKEN_AWAY: _taken_away,
}
PUTS_BACK: Final[Mapping[Kind, Sentence]] = {
    Kind.ENDED_RUN: _again_on_offer,
    Kind.CHANGED_RUN: _unchanged_runs,
    Kind.CHANGED_COURSE: _unchanged_courses,
    Kind.TAKEN_AWAY: _taken_away,
}


def what_it_means(file: CatalogueFile) -> list[str]:
    """A sentence for each kind of change there is, what can hurt most first."""
    nothing = _("The file says what we have already. Nothing changes.")
    return _sentences(file.counts, MEANS) or [nothing]


def what_is_put_back(file: CatalogueFile) -> list[str]:
    new = sum(file.counts.get(kind.value, 0) for kind in (Kind.NEW_COURSE, Kind.NEW_RUN))
    counts = file.counts | {Kind.TAKEN_AWAY.value: new}
    return _sentences(counts, PUTS_BACK) or [_("The file changed nothing.")]


def left_out(file: CatalogueFile) -> str:
    """How many rows do not count, because of what is wrong with them."""
    count = file.counts.get("left_out", 0)
    if not count:
        return _("Every row counts all the same.")
    return _said(_rows_left_out, count)


def _rows_left_out(count: int) -> str:
    return ngettext(
        "%(n)s row is left out. The others count.",
        "%(n)s rows are left out. The others count.",
        count,
    )


def _sentences(counts: Mapping[str, int], words: Mapping[Kind, Sentence]) -> list[str]:
    said = [_said(word, counts.get(kind.value, 0)) for kind, word in words.items()]
    return [sentence for sentence in said if sentence]


def _said(word: Sentence, count: int) -> str:
    return word(count) % {"n": number(count)} if count else ""
