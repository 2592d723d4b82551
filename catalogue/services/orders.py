"""Tailored orders: write the need, join, hear the representatives, invite, offer, accept."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from catalogue import messages, policy
from catalogue.models import (
    Course,
    CourseRun,
    OrderInvitation,
    OrderPartner,
    Provider,
    Seat,
    TailoredOrder,
)
from catalogue.services.keywords import keep_keywords
from catalogue.services.seats import ask_for_seat
from catalogue.states import GIVEN_UP, ORDER_TRANSITIONS, OrderAction, OrderState
from staff.models import Position, StaffGroup, User, Workplace
from staff.states import after
from staff.verdict import Refusal, require

WHOLE = 10_000


@transaction.atomic
def write_order(
    *,
    workplace: Workplace,
    changes: Mapping[str, Any],
    staff_groups: Collection[StaffGroup],
    by: User,
) -> TailoredOrder:
    """A new order led by the workplace, which is its first partner and pays it all for now.

    `changes`: title, need, goals, sectors, wanted_from, wanted_to, answer_by. Raises
    ValidationError.
    """
    require(policy.may_order(by, workplace))
    order = TailoredOrder(
        owner_id=workplace.owner_id, made_by=by, made_at=timezone.now(), **changes
    )
    order.full_clean(exclude=["run"])
    order.save()
    order.staff_groups.set(staff_groups)
    OrderPartner.objects.create(
        owner_id=workplace.owner_id, order=order, workplace=workplace, share=WHOLE
    )
    record("order.written", subject=order, by=by)
    return order


@transaction.atomic
def change_order(
    *,
    order: TailoredOrder,
    changes: Mapping[str, Any],
    staff_groups: Collection[StaffGroup],
    by: User,
) -> TailoredOrder:
    """Change the words while no provider has been invited. Raises ValidationError."""
    order = _lock(order)
    require(policy.may_lead_order(by, order))
    _is(order, OrderState.DRAFT, _("The providers have been invited; the order stands."))
    for field, value in changes.items():
        setattr(order, field, value)
    order.full_clean(exclude=["run"])
    order.save()
    order.staff_groups.set(staff_groups)
    record("order.changed", subject=order, by=by)
    return order


@transaction.atomic
def ask_to_join(*, order: TailoredOrder, workplace: Workplace, by: User) -> OrderPartner:
    """Ask another workplace, also one of another owner, to stand behind the order."""
    order = _lock(order)
    require(policy.may_lead_order(by, order))
    _is(order, OrderState.DRAFT, _("The providers have been invited; the order stands."))
    partner = OrderPartner(owner_id=workplace.owner_id, order=order, workplace=workplace)
    partner.full_clean()
    partner.save()
    record("order.partner_asked", subject=order, by=by, workplace=workplace.pk)
    messages.asked_to_join(partner)
    return partner


@transaction.atomic
def join(
    *,
    partner: OrderPartner,
    participants: int,
    agreement: str,
    heard_on: datetime.date,
    heard: str,
    by: User,
) -> OrderPartner:
    """The workplace joins: how many, by which local agreement, and what its representatives said.

    May be corrected until providers are invited. Raises ValidationError.
    """
    order = _lock(partner.order)
    partner = OrderPartner.objects.select_for_update().get(pk=partner.pk)
    require(policy.may_join(by, partner))
    _is(order, OrderState.DRAFT, _("The providers have been invited; the order stands."))
    if heard_on > timezone.localdate():
        raise Refusal(_("The representatives must have been heard already."))
    partner.participants, partner.agreement = participants, agreement
    partner.heard_on, partner.heard = heard_on, heard
    partner.joined_by, partner.joined_at = by, timezone.now()
    partner.full_clean()
    partner.save()
    record("order.partner_joined", subject=order, by=by, workplace=partner.workplace_id)
    return partner


@transaction.atomic
def share_cost(*, order: TailoredOrder, shares: Mapping[int, int], by: User) -> None:
    """Who pays which part: partner key → hundredths of a percent. Raises Refusal unless they sum
    to 100 percent."""
    order = _lock(order)
    require(policy.may_lead_order(by, order))
    _is(order, OrderState.DRAFT, _("The providers have been invited; the order stands."))
    partners = list(order.partners.select_for_update())
    if {partner.pk for partner in partners} != set(shares) or sum(shares.values()) != WHOLE:
        raise Refusal(_("The shares of all workplaces must together be 100 percent."))
    for partner in partners:
        partner.share = shares[partner.pk]
    OrderPartner.objects.bulk_update(partners, ["share"])
    record("order.cost_shared", subject=order, by=by)


@transaction.atomic
def invite(*, order: TailoredOrder, providers: Sequence[Provider], by: User) -> TailoredOrder:
    """Send the order to providers. Raises Refusal until every workplace has joined and has heard
    its representatives, and the shares are whole."""
    order = _lock(order)
    require(policy.may_lead_order(by, order))
    partners = list(order.partners.select_related("workplace"))
    missing = [str(p.workplace) for p in partners if not p.joined_at or not p.heard_on]
    if missing:
        raise Refusal(
            _("Not yet joined, or its representatives not yet heard: %(workplaces)s.")
            % {"workplaces": ", ".join(missing)}
        )
    if sum(partner.share for partner in partners) != WHOLE:
        raise Refusal(_("The shares of all workplaces must together be 100 percent."))
    if not providers:
        raise Refusal(_("Choose at least one provider."))
    if order.answer_by < timezone.localdate():
        raise Refusal(_("The providers’ last day has passed: choose a later one."))
    order.state = after(ORDER_TRANSITIONS, OrderState(order.state), OrderAction.INVITE)
    order.save(update_fields=["state"])
    invitations = OrderInvitation.objects.bulk_create(
        [
            OrderInvitation(
                owner_id=order.owner_id, order=order, provider=each, invited_at=timezone.now()
            )
            for each in providers
        ]
    )
    record("order.providers_invited", subject=order, by=by, providers=len(invitations))
    messages.invited(invitations)
    return order


@transaction.atomic
def make_offer(
    *, invitation: OrderInvitation, changes: Mapping[str, Any], by: User
) -> OrderInvitation:
    """The provider's offer, or a better one, until its last day. Raises ValidationError.

    `changes`: description, credits, price_ore, starts_on, ends_on, place.
    """
    order = _lock(invitation.order)
    invitation = _lock_invitation(invitation)
    require(policy.may_deliver(by, invitation.provider_id))
    _is(order, OrderState.INVITED, _("The order is no longer open for offers."))
    if timezone.localdate() > order.answer_by:
        raise Refusal(_("The last day for offers has passed."))
    for field, value in changes.items():
        setattr(invitation, field, value)
    invitation.offered_by, invitation.offered_at = by, timezone.now()
    invitation.declined_at = None
    invitation.full_clean()
    invitation.save()
    record("order.offer_made", subject=order, by=by, provider=invitation.provider_id)
    messages.offer_made(invitation)
    return invitation


@transaction.atomic
def decline_invitation(*, invitation: OrderInvitation, by: User) -> OrderInvitation:
    """The provider has nothing to offer this time."""
    order = _lock(invitation.order)
    invitation = _lock_invitation(invitation)
    require(policy.may_deliver(by, invitation.provider_id))
    _is(order, OrderState.INVITED, _("The order is no longer open for offers."))
    if invitation.offered_at:
        raise Refusal(_("You have made an offer; change it, or let the order run out."))
    invitation.declined_at = timezone.now()
    invitation.save()
    record("order.invitation_declined", subject=order, by=by, provider=invitation.provider_id)
    return invitation


@transaction.atomic
def accept_offer(*, invitation: OrderInvitation, reason: str, by: User) -> CourseRun:
    """One offer is accepted, with the reason why: it becomes a run for the order's participants."""
    order = _lock(invitation.order)
    invitation = _lock_invitation(invitation)
    require(policy.may_lead_order(by, order))
    if not invitation.offered_at:
        raise Refusal(_("This provider has made no offer."))
    if not reason.strip():
        raise Refusal(_("Write why this offer was chosen."))
    run = _run_of(order, invitation)
    order.state = after(ORDER_TRANSITIONS, OrderState(order.state), OrderAction.ACCEPT)
    order.run = run
    order.save(update_fields=["state", "run"])
    invitation.is_accepted, invitation.reason = True, reason.strip()
    invitation.save(update_fields=["is_accepted", "reason"])
    record("order.offer_accepted", subject=order, by=by, run=run.pk)
    messages.offer_answered(order)
    return run


@transaction.atomic
def name_participant(*, partner: OrderPartner, participant: User, by: User) -> Seat:
    """Somebody of the workplace takes part in the course that was ordered: a seat is asked for.

    Raises Refusal beyond the number the workplace joined with, and for somebody who does not work
    there.
    """
    order = _lock(partner.order)
    partner = OrderPartner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
    require(policy.may_join(by, partner))
    if order.run is None:
        raise Refusal(_("No offer is accepted yet."))
    at_work = Position.objects.on(timezone.localdate()).filter(
        workplace=partner.workplace_id, employee__user=participant
    )
    if not at_work.exists():
        raise Refusal(_("%(name)s does not work there today.") % {"name": participant})
    about = f"catalogue.orderpartner:{partner.pk}"
    live = Seat.objects.filter(run=order.run, about=about).exclude(state__in=GIVEN_UP)
    if live.exclude(participant=participant).count() >= partner.participants:
        raise Refusal(
            _("The workplace joined with %(count)s participants, and all of them are named.")
            % {"count": partner.participants}
        )
    return ask_for_seat(
        run=order.run,
        participant=participant,
        owner_id=partner.owner_id,
        about=about,
        by=by,
    )


@transaction.atomic
def cancel_order(*, order: TailoredOrder, by: User) -> TailoredOrder:
    """Nothing comes of it; partners and invited providers are told."""
    order = _lock(order)
    require(policy.may_lead_order(by, order))
    order.state = after(ORDER_TRANSITIONS, OrderState(order.state), OrderAction.CANCEL)
    order.save(update_fields=["state"])
    record("order.cancelled", subject=order, by=by)
    messages.order_cancelled(order)
    return order


def _run_of(order: TailoredOrder, invitation: OrderInvitation) -> CourseRun:
    participants = sum(order.partners.values_list("participants", flat=True))
    higher = Course.CreditSystem.HIGHER
    is_fagskole = invitation.provider.kind == Provider.Kind.FAGSKOLE
    course = Course.objects.create(
        provider=invitation.provider,
        title=_("%(title)s (order %(number)s)") % {"title": order.title, "number": order.pk},
        description=invitation.description,
        kind=Course.Kind.TAILORED,
        credits=invitation.credits,
        credit_system=(Course.CreditSystem.FAGSKOLE if is_fagskole else higher)
        if invitation.credits
        else "",
        sectors=order.sectors,
    )
    course.staff_groups.set(order.staff_groups.all())
    keep_keywords([course])
    assert invitation.starts_on and invitation.ends_on  # noqa: S101, PT018  (a check says so)
    return CourseRun.objects.create(
        course=course,
        starts_on=invitation.starts_on,
        ends_on=invitation.ends_on,
        place=invitation.place or str(order.owner),
        study_load=0,
        terms=1,
        seats=participants,
        price_ore=-(-(invitation.price_ore or 0) // max(1, participants)),
        is_reserved=True,
        has_waiting_list=False,
    )


def _is(order: TailoredOrder, state: OrderState, otherwise: str) -> None:
    if order.state != state:
        raise Refusal(otherwise)


def _lock(order: TailoredOrder) -> TailoredOrder:
    return (
        TailoredOrder.objects.select_for_update(of=("self",))
        .select_related("owner", "run__course")
        .get(pk=order.pk)
    )


def _lock_invitation(invitation: OrderInvitation) -> OrderInvitation:
    return (
        OrderInvitation.objects.select_for_update(of=("self",))
        .select_related("provider", "order")
        .get(pk=invitation.pk)
    )
