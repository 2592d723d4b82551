"""What people are told about files of staff: whoever sent one, and the owner's administrators."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notifications.services import Words, tell_each
from staff.access import people_with
from staff.formats import number
from staff.importing.states import ImportState
from staff.models import ImportBatch, ImportChange, User
from staff.roles import Permission


def import_checked(batch: ImportBatch) -> None:
    """What the check found, or why the file cannot be read."""
    if batch.state == ImportState.FAILED:
        _say(
            batch,
            [_sender(batch)],
            "unreadable",
            lambda: (
                _("The staff file %(name)s could not be read") % {"name": batch.file_name},
                batch.failure,
            ),
        )
        return
    _say(
        batch,
        [_sender(batch)],
        "checked",
        lambda: (
            _("The staff file %(name)s has been checked") % {"name": batch.file_name},
            _(
                "It has %(rows)s rows: %(joins)s people join and %(leaves)s leave. "
                "%(problems)s problems were found. Nothing is changed until you apply it."
            )
            % _figures(batch),
        ),
    )


def import_applied(batch: ImportBatch) -> None:
    _say(
        batch,
        [batch.applied_by or _sender(batch)],
        "applied",
        lambda: (
            _("The staff file %(name)s has been applied") % {"name": batch.file_name},
            _(
                "%(joins)s people have joined and %(leaves)s have left. "
                "Everything can be undone on the file’s page."
            )
            % _figures(batch),
        ),
    )
    _about_leavers(batch)


def import_undone(batch: ImportBatch, made: ImportBatch) -> None:
    _say(
        batch,
        [made.applied_by or _sender(batch)],
        "undone",
        lambda: (
            _("The staff file %(name)s has been undone") % {"name": batch.file_name},
            _("The staff is again as it was before the file."),
        ),
    )


def import_failed(batch: ImportBatch) -> None:
    """Nothing was written: what to do next stands on the file's page too."""
    _say(
        batch,
        [batch.applied_by or _sender(batch)],
        "failed",
        lambda: (
            _("Nothing was changed with the staff file %(name)s") % {"name": batch.file_name},
            batch.failure,
        ),
    )


def _about_leavers(batch: ImportBatch) -> None:
    """Cases, bookings and roles of those who left wait for somebody: the administrators."""
    leavers = batch.changes.filter(kind=ImportChange.Kind.LEAVES).exclude(consequences=[]).count()
    if not leavers:
        return
    administrators = people_with(Permission.STAFF_IMPORT, owner=batch.owner)
    _say(
        batch,
        administrators,
        "leavers",
        lambda: (
            ngettext(
                "%(count)s person has left with something that is not finished",
                "%(count)s people have left with something that is not finished",
                leavers,
            )
            % {"count": number(leavers)},
            _("They have open applications, booked cover or roles. The report says which."),
        ),
        f"?show={ImportChange.Kind.LEAVES}",
    )


def _sender(batch: ImportBatch) -> User:
    """Whoever uploaded it; for a system, whoever made its key."""
    if batch.uploaded_by is not None:
        return batch.uploaded_by
    assert batch.api_key is not None  # noqa: S101  (a constraint says so)
    return batch.api_key.made_by


def _figures(batch: ImportBatch) -> dict[str, str]:
    names = ("joins", "leaves", "problems")
    found = {name: number(batch.counts.get(name, 0)) for name in names}
    return found | {"rows": number(batch.total_rows)}


def _say(
    batch: ImportBatch, people: Iterable[User], what: str, words: Words, view: str = ""
) -> None:
    tell_each(
        people,
        f"import:{batch.pk}:{what}:{timezone.now():%Y%m%d%H%M%S%f}",
        words,
        reverse("imports:detail", args=[batch.pk]) + view,
        owner_id=batch.owner_id,
    )
