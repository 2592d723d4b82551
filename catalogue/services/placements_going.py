"""A placement that goes on: the log, the confirmation, and how it is declined or cancelled."""

import datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from audit.services import record
from catalogue.messages import placements as messages
from catalogue.models import LogEntry, Placement
from catalogue.policy import placements as policy
from catalogue.services import proofs
from catalogue.services.placements import lock
from catalogue.states import PLACEMENT_TRANSITIONS, PlacementAction, PlacementState
from staff.models import User
from staff.services.practice import note_practice
from staff.states import after
from staff.verdict import Refusal, require


@transaction.atomic
def write_log(*, placement: Placement, day: datetime.date, text: str, by: User) -> LogEntry:
    """What the participant did and learned that day; days outside the placement are refused."""
    placement = lock(placement)
    require(policy.may_write_log(by, placement))
    if not placement.starts_on <= day <= min(placement.ends_on, timezone.localdate()):
        raise Refusal(_("Choose a day of the placement that has been."))
    entry = LogEntry(
        owner_id=placement.owner_id,
        placement=placement,
        day=day,
        text=text.strip(),
        written_by=by,
        written_at=timezone.now(),
    )
    entry.full_clean()
    entry.save()
    record("placement.log_written", subject=placement, by=by)
    return entry


@transaction.atomic
def confirm_placement(*, placement: Placement, hours: int, by: User) -> Placement:
    """The business confirms that it was carried out, and how many hours.

    It counts: a proof is issued, and whole months are written as practice in the trade. Raises
    ValidationError, Refusal before the last day.
    """
    placement = lock(placement)
    require(policy.may_confirm_placement(by, placement))
    if timezone.localdate() < placement.ends_on:
        raise Refusal(_("The placement is not over yet."))
    state = PlacementState(placement.state)
    placement.state = after(PLACEMENT_TRANSITIONS, state, PlacementAction.COMPLETE)
    placement.hours, placement.confirmed_by = hours, by
    placement.completed_at = timezone.now()
    placement.full_clean()
    placement.save()
    record("placement.completed", subject=placement, by=by, hours=hours)
    proofs.owe_proof(placement=placement)
    _note_practice(placement, by)
    messages.placement_completed(placement, by=by)
    return placement


@transaction.atomic
def decline_placement(*, placement: Placement, reason: str, by: User) -> Placement:
    """The business cannot take the person in, and says why."""
    placement = lock(placement)
    require(policy.may_decline_placement(by, placement))
    return _end(placement, PlacementAction.DECLINE, reason, by)


@transaction.atomic
def cancel_placement(*, placement: Placement, reason: str, by: User) -> Placement:
    """Any of the three ends it before it is completed, and says why; the others are told."""
    placement = lock(placement)
    require(policy.may_cancel_placement(by, placement))
    return _end(placement, PlacementAction.CANCEL, reason, by)


def _end(placement: Placement, action: PlacementAction, reason: str, by: User) -> Placement:
    if not reason.strip():
        raise Refusal(_("Write why."))
    placement.state = after(PLACEMENT_TRANSITIONS, PlacementState(placement.state), action)
    placement.reason = reason.strip()
    placement.save(update_fields=["state", "reason"])
    record(f"placement.{placement.state}", subject=placement, by=by)
    messages.placement_ended(placement, by=by)
    return placement


def _note_practice(placement: Placement, by: User) -> None:
    """In the participant's profile, for somebody at the owner to confirm."""
    with translation.override(placement.participant.written_language):
        title = _("Placement in %(trade)s") % {"trade": placement.trade}
    note_practice(
        employee=placement.position.employee,
        subject=placement.trade,
        title=title,
        institution=str(placement.business),
        hours=placement.hours or 0,
        year=placement.ends_on.year,
        by=by,
    )
