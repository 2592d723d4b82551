"""Files of staff as their pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from staff import formats
from staff.http import Link
from staff.importing.states import ImportAction, ImportState
from staff.models import ApiKey, ImportBatch, ImportChange, User
from staff.policy.imports import offer

S = ImportState
COLORS: Final = {
    S.UPLOADED: "warning",
    S.CHECKING: "info",
    S.CHECKED: "warning",
    S.APPLYING: "info",
    S.APPLIED: "success",
    S.UNDOING: "info",
    S.UNDONE: "neutral",
    S.DISCARDED: "neutral",
    S.FAILED: "danger",
}
AT_WORK: Final = (S.CHECKING, S.APPLYING, S.UNDOING)
REPORTED: Final = (S.CHECKED, S.APPLYING, S.APPLIED, S.UNDOING, S.UNDONE)
Kind = ImportChange.Kind
# Those who leave first: that is what one must not get wrong.
ORDER: Final = (
    Kind.LEAVES,
    Kind.JOINS,
    Kind.MOVES,
    Kind.OPENS,
    Kind.ENDS,
    Kind.CHANGES,
    Kind.DETAILS,
)
PROBLEMS: Final = "problems"
NAMED_CODES: Final = 20


@dataclass(frozen=True, slots=True)
class BatchRow:
    batch: ImportBatch
    name: str
    sender: str
    color: str
    changes: int
    problems: int


@dataclass(frozen=True, slots=True)
class KeyRow:
    key: ApiKey
    has_ended: bool


@dataclass(frozen=True, slots=True)
class Term:
    term: str
    value: str


@dataclass(frozen=True, slots=True)
class Offers:
    """The steps open now, and a sentence about what to do."""

    columns: bool
    check: bool
    apply: bool
    undo: bool
    discard: bool
    begins: bool
    advice: str

    @property
    def any(self) -> bool:
        return self.columns or self.check or self.apply or self.undo or self.discard


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the file's story."""

    title: str
    who: str
    when: str
    detail: str = ""
    status: str = "ok"


def batch_rows(batches: Iterable[ImportBatch]) -> list[BatchRow]:
    return [
        BatchRow(
            batch,
            name_of(batch),
            sender_of(batch),
            COLORS[S(batch.state)],
            sum(batch.counts.get(kind, 0) for kind in Kind.values),
            batch.counts.get(PROBLEMS, 0),
        )
        for batch in batches
    ]


def key_rows(keys: Iterable[ApiKey]) -> list[KeyRow]:
    today = timezone.localdate()
    return [KeyRow(key, key.ends_on < today) for key in keys]


def sender_of(batch: ImportBatch) -> str:
    """The person, or the system, the file comes from."""
    return str(batch.api_key.name if batch.api_key else batch.uploaded_by)


def link_to(batch: ImportBatch) -> Link:
    return Link(name_of(batch), reverse("imports:detail", args=[batch.pk]))


def tabs(batch: ImportBatch, shown: str) -> list[Link]:
    """One for each kind of change there is, and one for the problems."""
    views = [
        *((kind.value, str(kind.label)) for kind in ORDER),
        (PROBLEMS, _("Problems in the file")),
    ]
    counted = [(view, label, batch.counts.get(view, 0)) for view, label in views]
    return [
        Link(f"{label} ({formats.number(count)})", f"?show={view}", view == shown)
        for view, label, count in counted
        if count
    ]


def chosen(batch: ImportBatch, asked: str | None) -> str:
    """What to show: what was asked for, else the first there is any of."""
    there = [view for view in (*(k.value for k in ORDER), PROBLEMS) if batch.counts.get(view)]
    return asked if asked in there else next(iter(there), "")


def facts(batch: ImportBatch) -> list[Term]:
    """What the file is, and how it is to be read."""
    everybody = (
        _("Everybody: whoever is not in it has left")
        if batch.lists_everybody
        else _("Some: whoever is not in it stays")
    )
    return [
        Term(_("Kind of file"), batch.get_format_display()),
        Term(_("Lists"), everybody),
        Term(_("True for"), formats.day(batch.counts_from)),
    ]


def unmapped(batch: ImportBatch) -> str:
    """The position codes of the file that have no staff group yet."""
    codes = sorted(batch.counts.get("unmapped", {}))
    more = ", …" if len(codes) > NAMED_CODES else ""
    return ", ".join(codes[:NAMED_CODES]) + more


def offers(user: User, batch: ImportBatch) -> Offers:
    """The steps that are open to the person; a file that is deleted is not checked again."""

    def may(action: ImportAction) -> bool:
        return bool(offer(user, batch, action))

    can_check = may(ImportAction.CHECK) and bool(batch.file)
    return Offers(
        columns=can_check,
        check=can_check and bool(batch.columns) and batch.checked_at is not None,
        apply=may(ImportAction.APPLY),
        undo=may(ImportAction.UNDO),
        discard=may(ImportAction.DISCARD),
        begins=batch.state == S.UPLOADED,
        advice=_advice(batch),
    )


def _advice(batch: ImportBatch) -> str:
    return {
        S.UPLOADED: _("Say which column holds what. Then the file is checked."),
        S.CHECKED: _("Look through the report. Nothing is changed before you apply it."),
        S.FAILED: _("Choose other columns, or discard the file and send in another."),
        S.APPLIED: _("The changes are made. If the file was wrong, they can be undone."),
    }.get(S(batch.state), "")


def story(batch: ImportBatch) -> list[Step]:
    """Who did what, and when, oldest first."""
    if batch.undoes:
        return [
            Step(_("Undone"), sender_of(batch), formats.moment(batch.uploaded_at), status="now")
        ]
    steps = [Step(_("Sent in"), sender_of(batch), formats.moment(batch.uploaded_at))]
    if batch.checked_at:
        rows = _("%(rows)s rows were read.") % {"rows": formats.number(batch.total_rows)}
        steps.append(Step(_("Checked"), "", formats.moment(batch.checked_at), rows))
    if batch.applied_at:
        steps.append(Step(_("Applied"), str(batch.applied_by), formats.moment(batch.applied_at)))
    if undoing := undoing_of(batch):
        steps.append(Step(_("Undone"), sender_of(undoing), formats.moment(undoing.uploaded_at)))
    now = steps.pop()
    return [*steps, Step(now.title, now.who, now.when, now.detail, "now")]


def undoing_of(batch: ImportBatch) -> ImportBatch | None:
    """The batch that put this one's changes back, if one has."""
    found: ImportBatch | None = getattr(batch, "undone_by", None)
    return found


def name_of(batch: ImportBatch) -> str:
    """The file's name; the undoing of a file says that it is one."""
    if batch.undoes_id is None:
        return batch.file_name
    return _("Undoing of %(name)s") % {"name": batch.file_name}
