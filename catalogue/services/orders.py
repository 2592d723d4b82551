"""Tailored orders until they are sent: write the need, ask others, join, share the cost."""

import datetime
from collections.abc import Collection, Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from catalogue.messages import orders as messages
from catalogue.models import OrderPartner, TailoredOrder
from catalogue.policy import orders as policy
from catalogue.states import ORDER_TRANSITIONS, OrderAction, OrderState
from staff.models import StaffGroup, User, Workplace
from staff.sharing import share
from staff.states import after
from staff.verdict import Refusal, require

WHOLE: Final = 10_000


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
    ValidationError, also where the workplace leads an order of that title that has not ended: a
    form sent twice makes one order.
    """
    workplace = Workplace.objects.select_for_update(of=("self",), no_key=True).get(pk=workplace.pk)
    require(policy.may_order(by, workplace))
    order = TailoredOrder(
        owner_id=workplace.owner_id, made_by=by, made_at=timezone.now(), **changes
    )
    _check(order)
    _check_title_is_new(order, workplace)
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
    """Change the words while no provider has been invited; workplaces that joined are told.

    Raises ValidationError.
    """
    order = lock(order)
    require(policy.may_change_order(by, order))
    for field, value in changes.items():
        setattr(order, field, value)
    _check(order)
    _check_title_is_new(order, policy.leading(order).workplace)
    order.save()
    order.staff_groups.set(staff_groups)
    record("order.changed", subject=order, by=by)
    messages.order_changed(order, by=by, stamp=_now())
    return order


@transaction.atomic
def ask_to_join(*, order: TailoredOrder, workplace: Workplace, by: User) -> OrderPartner:
    """Ask another workplace, also one of another owner, to stand behind the order.

    Raises Refusal where it is asked already, or closed.
    """
    order = lock(order)
    require(policy.may_change_order(by, order))
    if order.partners.filter(workplace=workplace).exists():
        raise Refusal(_("The workplace is already part of the order."))
    if workplace.ended_on and workplace.ended_on < timezone.localdate():
        raise Refusal(_("The workplace is closed."))
    partner = OrderPartner.objects.create(
        owner_id=workplace.owner_id, order=order, workplace=workplace
    )
    record("order.partner_asked", subject=order, by=by, workplace=workplace.pk)
    messages.asked_to_join(partner, by=by)
    return partner


@transaction.atomic
def remove_partner(*, partner: OrderPartner, by: User) -> None:
    """Go on without a workplace that has not joined; asked again, it is a new asking."""
    order = lock(partner.order)
    partner = lock_partner(partner)
    require(policy.may_remove_partner(by, partner))
    if not partner.declined_at:
        messages.partner_removed(partner, by=by)
    partner.delete()
    record("order.partner_removed", subject=order, by=by, workplace=partner.workplace_id)


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

    May be corrected until providers are invited; who has said no may still join. Raises
    ValidationError.
    """
    order = lock(partner.order)
    partner = lock_partner(partner)
    require(policy.may_join(by, partner))
    if heard_on > timezone.localdate():
        words = _("The representatives must have been heard already.")
        raise ValidationError({"heard_on": words})
    if not agreement.strip():
        words = _("Write which local agreement it follows, or that there is none.")
        raise ValidationError({"agreement": words})
    partner.participants, partner.agreement = participants, agreement.strip()
    partner.heard_on, partner.heard = heard_on, heard.strip()
    partner.joined_by, partner.joined_at = by, timezone.now()
    partner.declined_by = partner.declined_at = None
    partner.full_clean()
    partner.save()
    record("order.partner_joined", subject=order, by=by, workplace=partner.workplace_id)
    messages.joined(partner, by=by)
    return partner


@transaction.atomic
def decline_to_join(*, partner: OrderPartner, by: User) -> OrderPartner:
    """The workplace says no, or leaves again before the order is sent. Its share becomes nothing
    and what it wrote is forgotten."""
    order = lock(partner.order)
    partner = lock_partner(partner)
    require(policy.may_decline_to_join(by, partner))
    partner.declined_by, partner.declined_at = by, timezone.now()
    partner.joined_by = partner.joined_at = partner.heard_on = None
    partner.participants = partner.share = 0
    partner.agreement = partner.heard = ""
    partner.save()
    record("order.partner_declined", subject=order, by=by, workplace=partner.workplace_id)
    messages.declined_to_join(partner, by=by)
    return partner


@transaction.atomic
def share_cost(*, order: TailoredOrder, shares: Mapping[int, int], by: User) -> None:
    """Who pays which part: partner key → hundredths of a percent; the workplaces are told.

    Raises Refusal unless the parts of all that have not said no sum to 100 percent.
    """
    order = lock(order)
    require(policy.may_change_order(by, order))
    partners = list(order.partners.acting().select_for_update())
    everybody = {partner.pk for partner in partners} == set(shares)
    if not everybody or sum(shares.values()) != WHOLE or min(shares.values()) < 0:
        raise Refusal(_("The shares of all workplaces must together be 100 percent."))
    for partner in partners:
        partner.share = shares[partner.pk]
    OrderPartner.objects.bulk_update(partners, ["share"])
    record("order.cost_shared", subject=order, by=by)
    messages.cost_shared(order, by=by, stamp=_now())


@transaction.atomic
def share_cost_by_participants(*, order: TailoredOrder, by: User) -> None:
    """Each workplace pays by how many take part: largest remainder, so that it sums to 100
    percent. Raises Refusal until all have joined."""
    order = lock(order)
    partners = list(order.partners.acting())
    if not all(partner.joined_at for partner in partners):
        raise Refusal(_("Every workplace must have said how many take part first."))
    weights = {partner.pk: partner.participants for partner in partners}
    share_cost(order=order, shares=share(WHOLE, weights), by=by)


@transaction.atomic
def cancel_order(*, order: TailoredOrder, by: User) -> TailoredOrder:
    """Nothing comes of it; the workplaces and invited providers are told."""
    order = lock(order)
    require(policy.may_cancel_order(by, order))
    order.state = after(ORDER_TRANSITIONS, OrderState(order.state), OrderAction.CANCEL)
    order.save(update_fields=["state"])
    record("order.cancelled", subject=order, by=by)
    messages.order_cancelled(order, by=by)
    return order


def lock(order: TailoredOrder) -> TailoredOrder:
    """Everything that happens to an order begins here, so that one thing happens at a time."""
    return (
        TailoredOrder.objects.select_for_update(of=("self",))
        .select_related("owner", "run__course")
        .prefetch_related("partners__workplace")
        .get(pk=order.pk)
    )


def lock_partner(partner: OrderPartner) -> OrderPartner:
    return (
        OrderPartner.objects.select_for_update(of=("self",))
        .select_related("order__owner", "workplace", "owner")
        .get(pk=partner.pk)
    )


def _check(order: TailoredOrder) -> None:
    """Raises ValidationError, beside the day that is wrong."""
    order.full_clean(exclude=["run"], validate_constraints=False)
    wrong = {}
    if order.answer_by < timezone.localdate():
        wrong["answer_by"] = _("Choose a day to come.")
    if order.answer_by > order.wanted_from:
        wrong["wanted_from"] = _("The providers must have answered before the course starts.")
    if order.wanted_from > order.wanted_to:
        wrong["wanted_to"] = _("The last day must not be before the first.")
    if wrong:
        raise ValidationError(wrong)


def _check_title_is_new(order: TailoredOrder, workplace: Workplace) -> None:
    ended = [OrderState.CANCELLED, OrderState.ACCEPTED]
    going_on = TailoredOrder.objects.exclude(state__in=ended).exclude(pk=order.pk)
    same = going_on.filter(title__iexact=order.title, partners__workplace=workplace)
    if any(policy.leading(other).workplace_id == workplace.pk for other in same):
        words = _("The workplace already has an order with this title. Change that one instead.")
        raise ValidationError({"title": words})


def _now() -> str:
    return f"{timezone.now():%Y%m%d%H%M%S%f}"
