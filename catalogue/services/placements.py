"""Placements in a business: the wish, the agreement between three, and their signatures.

What happens while it goes on and when it ends: services/placements_going.py.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from catalogue import agreements
from catalogue.messages import placements as messages
from catalogue.models import Course, CourseRun, Placement, Provider, Signature
from catalogue.policy import placements as policy
from catalogue.states import PLACEMENT_TRANSITIONS, PlacementAction, PlacementState
from staff.models import Position, Subject, User
from staff.states import after
from staff.verdict import Refusal, require

AGREED = ("goals", "safety", "insurance", "confidentiality", "starts_on", "ends_on", "weekdays")
# A wish or an agreement that is neither ended nor carried out.
UNDER_WAY = (PlacementState.WISHED, PlacementState.AGREED, PlacementState.SIGNED)


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

    Raises ValidationError, or Refusal for days gone by, an offer that is not theirs or not open,
    and a wish one has already.
    """
    require(policy.may_wish(by, position, business))
    if run is not None:
        _is_open_offer(run, business)
    placement = Placement(
        owner_id=position.owner_id,
        workplace_id=position.workplace_id,
        participant=by,
        position=position,
        business=business,
        run=run,
        trade=trade,
        wish=wish.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        weekdays=sorted(set(weekdays)),
        wished_at=timezone.now(),
    )
    placement.full_clean()
    _days_are_possible(placement)
    _is_not_asked_already(placement)
    placement.save()
    record("placement.wished_for", subject=placement, by=by)
    messages.placement_wished(placement, by=by)
    return placement


@transaction.atomic
def write_agreement(
    *, placement: Placement, changes: Mapping[str, Any], version: int | None = None, by: User
) -> Placement:
    """What the three agree on; a change makes a new version and asks for new signatures. Nothing
    changed makes none.

    `changes`: goals, safety, insurance, confidentiality, starts_on, ends_on, weekdays. `version` is
    the one the writer has read: Refusal when it has changed since. Raises ValidationError.
    """
    placement = lock(placement)
    require(policy.may_write_agreement(by, placement))
    if version is not None and version != placement.version:
        raise Refusal(
            _("Somebody has changed the agreement since you opened it. See the new text first.")
        )
    state = PlacementState(placement.state)
    before = {field: getattr(placement, field) for field in AGREED}
    for field in AGREED:
        if field in changes:
            setattr(placement, field, _tidy(changes[field]))
    if before == {field: getattr(placement, field) for field in AGREED}:
        return placement
    placement.state = after(PLACEMENT_TRANSITIONS, state, PlacementAction.WRITE_AGREEMENT)
    placement.version += 1
    placement.full_clean()
    _days_are_possible(placement)
    placement.save()
    record("placement.agreement_written", subject=placement, by=by, version=placement.version)
    messages.agreement_written(placement, by=by)
    return placement


@transaction.atomic
def sign(*, placement: Placement, version: int, by: User) -> Signature:
    """Sign the version one has read, for the party one is; the third signature makes it hold.

    Raises Refusal when the text has changed since, or its days have gone by.
    """
    placement = lock(placement)
    party = policy.party_of(by, placement)
    require(policy.may_sign(by, placement))
    assert party is not None  # noqa: S101  (the policy refuses those who are no party)
    if version != placement.version:
        raise Refusal(_("The agreement has been changed since you read it. Read it again."))
    if placement.ends_on < timezone.localdate():
        raise Refusal(_("The days have gone by. Change the days of the agreement first."))
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
        messages.placement_signed(placement, by=by)
    return signature


def lock(placement: Placement) -> Placement:
    return Placement.objects.select_for_update(of=("self",)).for_display().get(pk=placement.pk)


def _is_open_offer(run: CourseRun, business: Provider) -> None:
    course = run.course
    if course.provider_id != business.pk or course.kind != Course.Kind.PLACEMENT:
        raise Refusal(_("This business has no such offer."))
    is_over = run.ends_on < timezone.localdate()
    if run.cancelled_on or is_over or run.is_reserved or not run.is_published:
        raise Refusal(_("This offer is not open any more."))


def _days_are_possible(placement: Placement) -> None:
    """Days to come, while one has the post, and some of the chosen weekdays among them."""
    if placement.starts_on < timezone.localdate():
        raise Refusal(_("The first day has already been."))
    if not agreements.days(placement):
        raise Refusal(_("None of the weekdays you have chosen lie between the first and last day."))
    ends_on = placement.position.ends_on
    if ends_on and ends_on < placement.ends_on:
        raise Refusal(_("The post ends before the placement is over."))


def _is_not_asked_already(wished: Placement) -> None:
    asked = Placement.objects.filter(
        participant=wished.participant,
        business=wished.business,
        state__in=UNDER_WAY,
        starts_on__lte=wished.ends_on,
        ends_on__gte=wished.starts_on,
    )
    if asked.exists():
        raise Refusal(_("You have already asked this business for a placement on such days."))


def _tidy(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()
    return sorted(set(value)) if isinstance(value, list) else value
