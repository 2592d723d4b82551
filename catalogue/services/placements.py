"""Placements in a business: wish, agreement, three signatures, log, confirmation."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from catalogue import agreements, messages, policy
from catalogue.models import Course, CourseRun, LogEntry, Placement, Provider, Signature
from catalogue.services import proofs
from catalogue.states import PLACEMENT_TRANSITIONS, PlacementAction, PlacementState
from staff.models import Position, Subject, User
from staff.states import after
from staff.verdict import Refusal, require

AGREED = ("goals", "safety", "insurance", "confidentiality", "starts_on", "ends_on", "weekdays")


@transaction.atomic
def wish_for_placement(
    *,
    position: Position,
    business: Provider,
    trade: Subject,
    wish: str,
    starts_on: datetime.date,
    ends_on: datetime.date,
    weekdays: list[int],
    run: CourseRun | None = None,
    by: User,
) -> Placement:
    """Ask a business to take one in; `run` is the offer of the business that is answered, if any.

    Raises ValidationError, or Refusal for days gone by and for somebody else's offer.
    """
    require(policy.may_wish(by, position, business))
    if run is not None and (
        run.course.provider_id != business.pk or run.course.kind != Course.Kind.PLACEMENT
    ):
        raise Refusal(_("This business has no such offer."))
    if starts_on < timezone.localdate():
        raise Refusal(_("The first day has already been."))
    placement = Placement(
        owner_id=position.owner_id,
        workplace_id=position.workplace_id,
        participant=by,
        position=position,
        business=business,
        run=run,
        trade=trade,
        wish=wish,
        starts_on=starts_on,
        ends_on=ends_on,
        weekdays=weekdays,
        wished_at=timezone.now(),
    )
    placement.full_clean()
    placement.save()
    record("placement.wished_for", subject=placement, by=by)
    messages.placement_wished(placement)
    return placement


@transaction.atomic
def write_agreement(*, placement: Placement, changes: Mapping[str, Any], by: User) -> Placement:
    """What the three agree on; a change makes a new version and asks for new signatures.

    `changes`: goals, safety, insurance, confidentiality, starts_on, ends_on, weekdays. Raises
    ValidationError.
    """
    placement = _lock(placement)
    require(policy.may_write_agreement(by, placement))
    action = PlacementAction.WRITE_AGREEMENT
    state = after(PLACEMENT_TRANSITIONS, PlacementState(placement.state), action)
    for field in AGREED:
        if field in changes:
            setattr(placement, field, changes[field])
    placement.state, placement.version = state, placement.version + 1
    placement.full_clean()
    placement.save()
    record("placement.agreement_written", subject=placement, by=by, version=placement.version)
    messages.agreement_written(placement)
    return placement


@transaction.atomic
def sign(*, placement: Placement, version: int, by: User) -> Signature:
    """Sign the version one has read, for the party one is; the third signature makes it hold.

    Raises Refusal when the text has changed since.
    """
    placement = _lock(placement)
    party = policy.party_of(by, placement)
    require(policy.may_sign(by, placement))
    assert party is not None  # noqa: S101  (the policy refuses those who are no party)
    if version != placement.version:
        raise Refusal(_("The agreement has been changed since you read it. Read it again."))
    signature = Signature.objects.create(
        owner_id=placement.owner_id,
        placement=placement,
        party=party,
        version=version,
        sha256=agreements.digest(placement),
        signed_by=by,
        signed_at=timezone.now(),
    )
    record("placement.signature_given", subject=placement, by=by, party=party, version=version)
    if placement.signatures.filter(version=version).count() == len(Signature.Party):
        state = PlacementState(placement.state)
        placement.state = after(PLACEMENT_TRANSITIONS, state, PlacementAction.SIGN)
        placement.save(update_fields=["state"])
        record("placement.signed", subject=placement, by=by)
        messages.placement_signed(placement)
    return signature


@transaction.atomic
def write_log(*, placement: Placement, day: datetime.date, text: str, by: User) -> LogEntry:
    """What the participant did and learned that day; days outside the placement are refused."""
    placement = _lock(placement)
    require(policy.may_write_log(by, placement))
    if not placement.starts_on <= day <= min(placement.ends_on, timezone.localdate()):
        raise Refusal(_("Choose a day of the placement that has been."))
    entry = LogEntry(
        owner_id=placement.owner_id,
        placement=placement,
        day=day,
        text=text,
        written_by=by,
        written_at=timezone.now(),
    )
    entry.full_clean()
    entry.save()
    record("placement.log_written", subject=placement, by=by)
    return entry


@transaction.atomic
def confirm_placement(*, placement: Placement, hours: int, by: User) -> Placement:
    """The business confirms that it was carried out, and how many hours. Raises ValidationError."""
    placement = _lock(placement)
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
    messages.placement_completed(placement)
    return placement


@transaction.atomic
def decline_placement(*, placement: Placement, reason: str, by: User) -> Placement:
    """The business cannot take the person in, and says why."""
    placement = _lock(placement)
    require(policy.may_decline_placement(by, placement))
    return _end(placement, PlacementAction.DECLINE, reason, by)


@transaction.atomic
def cancel_placement(*, placement: Placement, reason: str, by: User) -> Placement:
    """Any of the three ends it before it is completed, and says why; the others are told."""
    placement = _lock(placement)
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


def _lock(placement: Placement) -> Placement:
    return (
        Placement.objects.select_for_update(of=("self",))
        .select_related("business", "participant", "workplace", "owner", "trade", "position__code")
        .get(pk=placement.pk)
    )
