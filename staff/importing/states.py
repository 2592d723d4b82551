"""The life of a staff import."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("Uploaded")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked, not applied")
    APPLYING = "applying", _("Being applied")
    APPLIED = "applied", _("Applied")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")
    DISCARDED = "discarded", _("Discarded")
    FAILED = "failed", _("Could not be read")


class ImportAction(models.TextChoices):
    CHECK = "check", _("Check")
    FOUND = "found", _("Finish checking")
    APPLY = "apply", _("Apply")
    DONE = "done", _("Finish applying")
    UNDO = "undo", _("Undo")
    REVERSED = "reversed", _("Finish undoing")
    DISCARD = "discard", _("Discard")
    FAIL = "fail", _("Give up")


S, A = ImportState, ImportAction
IMPORT_TRANSITIONS: Final[Mapping[ImportState, Mapping[ImportAction, ImportState]]] = {
    S.UPLOADED: {A.CHECK: S.CHECKING, A.DISCARD: S.DISCARDED},
    S.CHECKING: {A.FOUND: S.CHECKED, A.FAIL: S.FAILED},
    S.FAILED: {A.CHECK: S.CHECKING, A.DISCARD: S.DISCARDED},
    S.CHECKED: {A.CHECK: S.CHECKING, A.APPLY: S.APPLYING, A.DISCARD: S.DISCARDED},
    # Applied or undone whole, or not at all: what fails goes back to where it came from.
    S.APPLYING: {A.DONE: S.APPLIED, A.FAIL: S.CHECKED},
    S.APPLIED: {A.UNDO: S.UNDOING},
    S.UNDOING: {A.REVERSED: S.UNDONE, A.FAIL: S.APPLIED},
    S.UNDONE: {},
    S.DISCARDED: {},
}
