"""What a file of staff means, in sentences with numbers: before it is applied, and before undo."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staff.formats import number
from staff.models import ImportBatch, ImportChange

Kind = ImportChange.Kind
Sentence = Callable[[int], str]
AGAIN: Final = re.compile(r" \([0-9]+\)$")


def _joins(count: int) -> str:
    return ngettext("%(n)s person joins.", "%(n)s people join.", count)


def _leaves(count: int) -> str:
    return ngettext("%(n)s person leaves.", "%(n)s people leave.", count)


def _moves(count: int) -> str:
    return ngettext(
        "%(n)s person moves to another workplace.", "%(n)s people move to another workplace.", count
    )


def _opens(count: int) -> str:
    return ngettext("%(n)s new position begins.", "%(n)s new positions begin.", count)


def _ends(count: int) -> str:
    return ngettext("%(n)s position ends.", "%(n)s positions end.", count)


def _changes(count: int) -> str:
    return ngettext(
        "%(n)s position changes, for example its percentage or pay.",
        "%(n)s positions change, for example their percentage or pay.",
        count,
    )


def _details(count: int) -> str:
    return ngettext(
        "%(n)s person gets a new name or new contact details.",
        "%(n)s people get a new name or new contact details.",
        count,
    )


MEANS: Final[Mapping[Kind, Sentence]] = {
    Kind.LEAVES: _leaves,
    Kind.JOINS: _joins,
    Kind.MOVES: _moves,
    Kind.OPENS: _opens,
    Kind.ENDS: _ends,
    Kind.CHANGES: _changes,
    Kind.DETAILS: _details,
}


def _unjoins(count: int) -> str:
    return ngettext(
        "%(n)s person who joined is taken out again.",
        "%(n)s people who joined are taken out again.",
        count,
    )


def _unleaves(count: int) -> str:
    return ngettext(
        "%(n)s person who left is employed again.",
        "%(n)s people who left are employed again.",
        count,
    )


def _unmoves(count: int) -> str:
    return ngettext(
        "%(n)s person moves back to the workplace they came from.",
        "%(n)s people move back to the workplace they came from.",
        count,
    )


def _unopens(count: int) -> str:
    return ngettext(
        "%(n)s new position is taken away.", "%(n)s new positions are taken away.", count
    )


def _unends(count: int) -> str:
    return ngettext(
        "%(n)s position that ended goes on.", "%(n)s positions that ended go on.", count
    )


def _unchanges(count: int) -> str:
    return ngettext(
        "%(n)s position becomes as it was.", "%(n)s positions become as they were.", count
    )


def _undetails(count: int) -> str:
    return ngettext(
        "%(n)s person gets the former name or contact details back.",
        "%(n)s people get their former names or contact details back.",
        count,
    )


PUTS_BACK: Final[Mapping[Kind, Sentence]] = {
    Kind.LEAVES: _unleaves,
    Kind.JOINS: _unjoins,
    Kind.MOVES: _unmoves,
    Kind.OPENS: _unopens,
    Kind.ENDS: _unends,
    Kind.CHANGES: _unchanges,
    Kind.DETAILS: _undetails,
}


def what_it_means(batch: ImportBatch) -> list[str]:
    """A sentence for each kind of change there is, those who leave first."""
    return _sentences(batch, MEANS) or [_("The file says what we have already. Nothing changes.")]


def what_is_put_back(batch: ImportBatch) -> list[str]:
    return _sentences(batch, PUTS_BACK) or [_("The file changed nothing.")]


def left_out(batch: ImportBatch) -> str:
    """How many rows do not count, because of what is wrong with them."""
    count = batch.counts.get("left_out", 0)
    if not count:
        return _("Every row counts all the same.")
    sentence = ngettext(
        "%(n)s row is left out. The others count.",
        "%(n)s rows are left out. The others count.",
        count,
    )
    return sentence % {"n": number(count)}


def standing_twice(headings: Sequence[str]) -> str:
    """Names the headings that stand more than once: the later ones have been given a number."""
    again = [heading for heading in headings if AGAIN.sub("", heading) in headings]
    names = dict.fromkeys(AGAIN.sub("", found) for found in again if AGAIN.search(found))
    if not names:
        return ""
    return _("“%(names)s”: the second is called “%(second)s” below. Choose the right one.") % {
        "names": "”, “".join(names),
        "second": next(iter(names)) + " (2)",
    }


def _sentences(batch: ImportBatch, words: Mapping[Kind, Sentence]) -> list[str]:
    counted = [(kind, batch.counts.get(kind.value, 0)) for kind in words]
    return [words[kind](count) % {"n": number(count)} for kind, count in counted if count]
