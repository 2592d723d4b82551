"""Files of courses as their pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from catalogue.models import CatalogueFile, CatalogueFileChange
from catalogue.policy import has_step
from catalogue.queries import files as queries
from catalogue.views import files_facts, files_words
from catalogue.views.files_frame import name_of
from staff import formats
from staff.http import Link, StaffRequest
from staff.importing.states import ImportAction, ImportState
from staff.paging import NearestEndPaginator
from staff.views.import_presenting import COLORS, REPORTED, Step

S = ImportState
Kind = CatalogueFileChange.Kind
PROBLEMS: Final = "problems"
# What can hurt somebody first; what nothing happens to last.
VIEWS: Final = (
    Kind.ENDED_RUN.value,
    Kind.CHANGED_RUN.value,
    Kind.CHANGED_COURSE.value,
    Kind.NEW_COURSE.value,
    Kind.NEW_RUN.value,
    Kind.TAKEN_AWAY.value,
    PROBLEMS,
    Kind.NOT_IN_FILE.value,
)


@dataclass(frozen=True, slots=True)
class FileRow:
    file: CatalogueFile
    name: str
    sender: str
    color: str
    changes: int
    problems: int


@dataclass(frozen=True, slots=True)
class Offers:
    """The steps open now, and a sentence about what to do."""

    check: bool
    apply: bool
    undo: bool
    discard: bool
    advice: str

    @property
    def any(self) -> bool:
        return self.check or self.apply or self.undo or self.discard


def file_rows(files: Iterable[CatalogueFile]) -> list[FileRow]:
    return [
        FileRow(
            file,
            name_of(file),
            sender_of(file),
            COLORS[S(file.state)],
            changes_in(file),
            file.counts.get(PROBLEMS, 0),
        )
        for file in files
    ]


def changes_in(file: CatalogueFile) -> int:
    """How much the file changes, or changed."""
    return sum(file.counts.get(kind, 0) for kind in queries.CHANGES)


def sender_of(file: CatalogueFile) -> str:
    return str(file.uploaded_by) if file.uploaded_by else _("The feed")


def page_of(request: StaffRequest, file: CatalogueFile) -> dict[str, Any]:
    """All that the page of a file shows."""
    at_work = file.state in queries.AT_WORK
    context = {
        "file": file,
        "name": name_of(file),
        "color": COLORS[S(file.state)],
        "steps": story(file),
        "undoing": undoing_of(file),
        "offers": offers(file),
        "at_work": at_work,
        "progress": queries.progress(file) if at_work else None,
    }
    return context | (_report(request, file) if file.state in REPORTED else {})


def offers(file: CatalogueFile) -> Offers:
    """The steps open to whoever sees the file. One that changes nothing has nothing to apply."""
    has_changes = changes_in(file) > 0
    return Offers(
        check=bool(has_step(file, ImportAction.CHECK)),
        apply=has_changes and bool(has_step(file, ImportAction.APPLY)),
        undo=has_changes and bool(has_step(file, ImportAction.UNDO)),
        discard=bool(has_step(file, ImportAction.DISCARD)),
        advice=_advice(file),
    )


def _advice(file: CatalogueFile) -> str:
    if file.undoes_id is not None:
        return ""
    if file.state == S.CHECKED and not changes_in(file):
        return _("There is nothing to apply. Put right what is wrong, or discard the file.")
    return {
        S.CHECKED: _("Look through the report. Nothing is changed before you apply it."),
        S.FAILED: _("Discard the file, put it right and send it in again."),
        S.APPLIED: _("The changes are made. If the file was wrong, they can be undone."),
    }.get(S(file.state), "")


def _report(request: StaffRequest, file: CatalogueFile) -> dict[str, Any]:
    """What the check found, one kind at a time."""
    there = [view for view in VIEWS if file.counts.get(view)]
    show = request.GET.get("show", "")
    show = show if show in there else next(iter(there), "")
    found = (
        file.problems.order_by("row", "pk")
        if show == PROBLEMS
        else file.changes.filter(kind=show).order_by("pk")
    )
    page = NearestEndPaginator(found, found).get_page(request.GET.get("page"))
    present = files_facts.problem_rows if show == PROBLEMS else files_facts.change_rows
    return {
        "sentences": files_words.what_it_means(file),
        "left_out": files_words.left_out(file),
        "unmapped": ", ".join(file.counts.get("unmapped", [])),
        "not_read": ", ".join(file.counts.get("not_read", [])),
        "tabs": _tabs(file, there, show),
        "show": show,
        "page": page,
        "rows": present(page),
    }


def _tabs(file: CatalogueFile, there: Iterable[str], shown: str) -> list[Link]:
    labels = {kind.value: str(kind.label) for kind in Kind} | {PROBLEMS: _("Problems in the file")}
    return [
        Link(
            f"{labels[view]} ({formats.number(file.counts[view])})", f"?show={view}", view == shown
        )
        for view in there
    ]


def story(file: CatalogueFile) -> list[Step]:
    """Who did what, and when, oldest first."""
    sent = formats.moment(file.uploaded_at)
    if file.undoes_id is not None:
        return [Step(_("Undone"), sender_of(file), sent, status="now")]
    is_fetched = file.uploaded_by is None
    steps = [Step(_("Fetched") if is_fetched else _("Sent in"), sender_of(file), sent)]
    if file.checked_at:
        rows = _("%(rows)s rows were read.") % {"rows": formats.number(file.total_rows)}
        steps.append(Step(_("Checked"), "", formats.moment(file.checked_at), rows))
    if file.applied_at:
        steps.append(Step(_("Applied"), str(file.applied_by), formats.moment(file.applied_at)))
    if undoing := undoing_of(file):
        steps.append(Step(_("Undone"), sender_of(undoing), formats.moment(undoing.uploaded_at)))
    now = steps.pop()
    return [*steps, Step(now.title, now.who, now.when, now.detail, "now")]


def undoing_of(file: CatalogueFile) -> CatalogueFile | None:
    """The file that put this one's changes back, if one has."""
    found: CatalogueFile | None = getattr(file, "undone_by", None)
    return found
