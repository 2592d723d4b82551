"""Who may bring in files of staff, and why not."""

from django.utils.translation import gettext_lazy as _

from staff.access import has_permission
from staff.importing.states import IMPORT_TRANSITIONS, ImportAction, ImportState
from staff.models import ApiKey, ImportBatch, User
from staff.roles import Permission
from staff.verdict import ALLOWED, Verdict, refused


def may_import(user: User, owner_id: int | None) -> Verdict:
    """Upload, map, apply, undo and discard files of the owner, and make keys for its systems."""
    if not has_permission(user, Permission.STAFF_IMPORT, owner_id=owner_id):
        return refused(_("Only the owner’s administrators import staff."))
    return ALLOWED


def offer(user: User, batch: ImportBatch, action: ImportAction) -> Verdict:
    """Whether the step can be taken with this file now, by this person."""
    verdict = may_import(user, batch.owner_id)
    if not verdict:
        return verdict
    if action not in IMPORT_TRANSITIONS[ImportState(batch.state)]:
        return refused(_("The file is not at that step."))
    if action == ImportAction.UNDO and batch.undoes_id is not None:
        return refused(
            _("This was itself an undoing. To bring the changes back, upload the file again.")
        )
    return ALLOWED


def must_confirm(batch: ImportBatch) -> bool:
    """So many leave at once that their number must be confirmed: a wrong file looks just so."""
    return bool(batch.counts.get("confirm", False))


def may_revoke(user: User, key: ApiKey) -> Verdict:
    verdict = may_import(user, key.owner_id)
    if verdict and key.revoked_at is not None:
        return refused(_("The key has been revoked already."))
    return verdict
