"""Who takes part in a course that was ordered: each workplace names its own."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from catalogue.messages import orders as messages
from catalogue.models import OrderPartner, Seat
from catalogue.policy import orders as policy
from catalogue.queries.orders import seats_of
from catalogue.services.orders import lock, lock_partner
from catalogue.services.seats import ask_for_seat, release_seat
from catalogue.states import GIVEN_UP
from staff.models import Position, User
from staff.verdict import Refusal, require


@transaction.atomic
def name_participant(*, partner: OrderPartner, participant: User, by: User) -> Seat:
    """Somebody of the workplace takes part in the course that was ordered: a seat is asked for.

    Named again, the seat there is. Raises Refusal beyond the number the workplace joined with, for
    somebody who does not work there, and for somebody another workplace has named.
    """
    order = lock(partner.order)
    partner = lock_partner(partner)
    require(policy.may_name_participants(by, partner))
    at_work = Position.objects.on(timezone.localdate()).filter(
        workplace=partner.workplace_id, employee__user=participant
    )
    if order.run is None or not at_work.exists():
        raise Refusal(_("%(name)s does not work there today.") % {"name": participant})
    live = Seat.objects.filter(run=order.run).exclude(state__in=GIVEN_UP)
    if existing := live.filter(participant=participant).first():
        if existing.about != partner.about:
            words = _("%(name)s is already named by another workplace.")
            raise Refusal(words % {"name": participant})
        return existing
    if live.filter(about=partner.about).count() >= partner.participants:
        raise Refusal(
            _("The workplace joined with %(count)s participants, and all of them are named.")
            % {"count": partner.participants}
        )
    seat = ask_for_seat(
        run=order.run,
        participant=participant,
        owner_id=partner.owner_id,
        about=partner.about,
        by=by,
    )
    messages.participant_named(seat, order, by=by)
    return seat


@transaction.atomic
def withdraw_participant(*, partner: OrderPartner, seat: Seat, by: User) -> None:
    """The workplace gives the seat up, so that it can name somebody else.

    Raises Refusal where it is given up already, or the result is reported.
    """
    order = lock(partner.order)
    partner = lock_partner(partner)
    require(policy.may_name_participants(by, partner))
    seat = seats_of(partner).select_related("run").get(pk=seat.pk)
    if seat.state in GIVEN_UP:
        raise Refusal(_("There is no seat to give up any more."))
    if seat.reported_at:
        raise Refusal(_("The provider has reported the result; the seat stands."))
    release_seat(seat=seat, by=None)
    record("order.participant_withdrawn", subject=order, by=by, seat=seat.pk)
    messages.participant_withdrawn(seat, order, by=by)
