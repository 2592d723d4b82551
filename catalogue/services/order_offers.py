"""Tailored orders that are sent: invite providers, their offers, and the run one becomes."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from catalogue import loads
from catalogue.messages import offers as messages
from catalogue.models import Course, CourseRun, OrderInvitation, Provider, TailoredOrder
from catalogue.policy import orders as policy_orders
from catalogue.queries.contacts import contacts_of
from catalogue.queries.orders import what_is_missing
from catalogue.services.keywords import keep_keywords
from catalogue.services.orders import lock
from catalogue.states import ORDER_TRANSITIONS, OrderAction, OrderState
from staff.models import User
from staff.states import after
from staff.verdict import Refusal, require

ROOM_FOR_NUMBER: Final = 160


@transaction.atomic
def invite(*, order: TailoredOrder, providers: Sequence[Provider], by: User) -> TailoredOrder:
    """Send the order to providers, or to more of them while it is open.

    Raises Refusal until every workplace has joined and has heard its representatives and the
    shares are whole; for a provider that nobody speaks for, or that is invited already.
    """
    order = lock(order)
    require(policy_orders.may_invite(by, order))
    if missing := what_is_missing(order):
        raise Refusal(" ".join(missing))
    chosen = list({provider.pk: provider for provider in providers}.values())
    _check_chosen(order, chosen)
    if order.state == OrderState.DRAFT:
        order.state = after(ORDER_TRANSITIONS, OrderState(order.state), OrderAction.INVITE)
        order.save(update_fields=["state"])
    invitations = OrderInvitation.objects.bulk_create(
        [
            OrderInvitation(
                owner_id=order.owner_id, order=order, provider=each, invited_at=timezone.now()
            )
            for each in chosen
        ]
    )
    record("order.providers_invited", subject=order, by=by, providers=len(invitations))
    messages.invited(invitations, by=by)
    return order


@transaction.atomic
def give_more_time(*, order: TailoredOrder, answer_by: datetime.date, by: User) -> TailoredOrder:
    """A later last day for offers; the invited providers are told. Raises ValidationError."""
    order = lock(order)
    require(policy_orders.may_give_more_time(by, order))
    if answer_by <= order.answer_by or answer_by < timezone.localdate():
        raise ValidationError({"answer_by": _("Choose a later day than the one there is.")})
    if answer_by > order.wanted_from:
        words = _("The providers must have answered before the course starts.")
        raise ValidationError({"answer_by": words})
    order.answer_by = answer_by
    order.save(update_fields=["answer_by"])
    record("order.more_time_given", subject=order, by=by, until=answer_by.isoformat())
    messages.more_time(order, by=by)
    return order


@transaction.atomic
def make_offer(
    *, invitation: OrderInvitation, changes: Mapping[str, Any], by: User
) -> OrderInvitation:
    """The provider's offer, or a better one, until its last day. Raises ValidationError.

    `changes`: description, credits, price_ore (for all participants), starts_on, ends_on, place,
    sessions.
    """
    lock(invitation.order)
    invitation = _lock_invitation(invitation)
    require(policy_orders.may_answer(by, invitation))
    if timezone.localdate() > invitation.order.answer_by:
        raise Refusal(_("The last day for offers has passed."))
    for field, value in changes.items():
        setattr(invitation, field, value)
    invitation.offered_by, invitation.offered_at = by, timezone.now()
    invitation.declined_at = None
    _check_offer(invitation)
    invitation.save()
    record("order.offer_made", subject=invitation.order, by=by, provider=invitation.provider_id)
    messages.offer_made(invitation, by=by)
    return invitation


@transaction.atomic
def decline_invitation(*, invitation: OrderInvitation, by: User) -> OrderInvitation:
    """The provider has nothing to offer this time; it may change its mind while there is time.

    Said twice is said once. Raises Refusal where it has made an offer.
    """
    lock(invitation.order)
    invitation = _lock_invitation(invitation)
    require(policy_orders.may_answer(by, invitation))
    if invitation.offered_at:
        raise Refusal(_("You have made an offer; change it, or let the order run out."))
    if invitation.declined_at:
        return invitation
    invitation.declined_at = timezone.now()
    invitation.save(update_fields=["declined_at"])
    order = invitation.order
    record("order.invitation_declined", subject=order, by=by, provider=invitation.provider_id)
    messages.invitation_declined(invitation, by=by)
    return invitation


@transaction.atomic
def accept_offer(*, invitation: OrderInvitation, reason: str, by: User) -> CourseRun:
    """One offer is accepted, with the reason why: it becomes a run for the order's participants.

    Raises Refusal without an offer or once its first day has passed; ValidationError without a
    reason.
    """
    order = lock(invitation.order)
    invitation = _lock_invitation(invitation)
    require(policy_orders.may_choose_offer(by, order))
    if not invitation.offered_at or not invitation.starts_on:
        raise Refusal(_("This provider has made no offer."))
    if invitation.starts_on < timezone.localdate():
        raise Refusal(
            _("The first day of the offer has passed. Ask the provider to change the days.")
        )
    if not reason.strip():
        raise ValidationError({"reason": _("Write why this offer was chosen.")})
    run = _run_of(order, invitation)
    order.state = after(ORDER_TRANSITIONS, OrderState(order.state), OrderAction.ACCEPT)
    order.run = run
    order.save(update_fields=["state", "run"])
    invitation.is_accepted, invitation.reason = True, reason.strip()
    invitation.save(update_fields=["is_accepted", "reason"])
    record("order.offer_accepted", subject=order, by=by, run=run.pk)
    messages.offer_answered(order, by=by)
    return run


def _check_chosen(order: TailoredOrder, chosen: Sequence[Provider]) -> None:
    if not chosen:
        raise Refusal(_("Choose at least one provider."))
    if already := list(order.invitations.filter(provider__in=chosen).select_related("provider")):
        raise Refusal(
            _("Already invited: %(providers)s.")
            % {"providers": ", ".join(str(each.provider) for each in already)}
        )
    reached = contacts_of(provider.pk for provider in chosen)
    if silent := [str(provider) for provider in chosen if provider.pk not in reached]:
        raise Refusal(
            _("Nobody can answer for %(providers)s here yet.") % {"providers": ", ".join(silent)}
        )


def _check_offer(invitation: OrderInvitation) -> None:
    """Raises ValidationError, beside what is wrong."""
    needed = ("description", "price_ore", "starts_on", "ends_on")
    if lacking := [name for name in needed if getattr(invitation, name) in (None, "")]:
        words = _("An offer needs a description, a price, a first and a last day.")
        raise ValidationError(dict.fromkeys(lacking, words))
    first, last = invitation.starts_on, invitation.ends_on
    if first and first < timezone.localdate():
        raise ValidationError({"starts_on": _("Choose a day to come.")})
    if first and last and last < first:
        raise ValidationError({"ends_on": _("The last day must not be before the first.")})
    invitation.full_clean()


def _run_of(order: TailoredOrder, invitation: OrderInvitation) -> CourseRun:
    """A course of the provider's own and its one run, reserved, with a seat for each participant.

    Its price is for one participant, rounded up to the next whole øre.
    """
    first, last = invitation.starts_on, invitation.ends_on
    assert first and last  # noqa: S101, PT018  (a check of the database says so)
    participants = sum(partner.participants for partner in order.partners.all())
    return CourseRun.objects.create(
        course=_course_of(order, invitation),
        starts_on=first,
        ends_on=last,
        place=invitation.place or str(order.owner)[:120],
        study_load=loads.study_load(invitation.credits, first, last),
        terms=loads.terms(first, last),
        seats=participants,
        price_ore=-(-(invitation.price_ore or 0) // max(1, participants)),
        is_reserved=True,
        has_waiting_list=False,
    )


def _course_of(order: TailoredOrder, invitation: OrderInvitation) -> Course:
    is_fagskole = invitation.provider.kind == Provider.Kind.FAGSKOLE
    system = Course.CreditSystem.FAGSKOLE if is_fagskole else Course.CreditSystem.HIGHER
    named = {"title": order.title[:ROOM_FOR_NUMBER], "number": order.pk}
    course = Course.objects.create(
        provider=invitation.provider,
        title=_("%(title)s (order %(number)s)") % named,
        description="\n\n".join(filter(None, [invitation.description, invitation.sessions])),
        kind=Course.Kind.TAILORED,
        credits=invitation.credits,
        credit_system=system if invitation.credits else "",
        sectors=order.sectors,
    )
    course.staff_groups.set(order.staff_groups.all())
    keep_keywords([course])
    return course


def _lock_invitation(invitation: OrderInvitation) -> OrderInvitation:
    return (
        OrderInvitation.objects.select_for_update(of=("self",))
        .select_related("provider", "order__owner")
        .get(pk=invitation.pk)
    )
