"""Tailored orders as their pages show them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.models import OrderInvitation, OrderPartner, Seat, TailoredOrder
from catalogue.policy import orders as policy
from catalogue.queries import orders as queries
from catalogue.states import GIVEN_UP, OrderState, SeatState
from staff import formats
from staff.access import has_permission
from staff.http import Fact, Step
from staff.models import Sector, User, Workplace
from staff.money import Ore
from staff.roles import Permission
from staff.verdict import Verdict

S = OrderState
COLORS: Final = {S.DRAFT: "warning", S.INVITED: "info", S.ACCEPTED: "success"}
SEAT_COLORS: Final = {
    SeatState.ASKED: "warning",
    SeatState.CONFIRMED: "success",
    SeatState.WAITING: "info",
    SeatState.REFUSED: "danger",
    SeatState.RELEASED: "neutral",
}


@dataclass(frozen=True, slots=True)
class PartnerCard:
    """A workplace behind the order, with what the reader may do about it."""

    partner: OrderPartner
    where: str
    state: str
    color: str
    leads: bool
    pays: Ore | None
    named: int
    may_join: Verdict
    may_decline: Verdict
    may_remove: Verdict
    may_read_names: Verdict
    shows_heard: bool

    @property
    def has_actions(self) -> bool:
        reads_names = self.may_read_names and not self.partner.declined_at
        return bool(self.may_join or self.may_decline or self.may_remove or reads_names)


@dataclass(frozen=True, slots=True)
class FoundWorkplace:
    """One that can be asked. Of another owner's, only its name and where it lies."""

    workplace: Workplace
    about: str


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A participant and how it stands with the seat; `counts` of those the workplace has."""

    seat: Seat
    color: str
    counts: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class InvitedRow:
    """A provider that is asked, and whether it has answered."""

    provider: str
    state: str
    color: str
    on: str


def color_of(order: TailoredOrder) -> str:
    return COLORS.get(S(order.state), "neutral")


def steps(order: TailoredOrder, missing: list[str], cards: Iterable[PartnerCard]) -> list[Step]:
    """From the need to the names; the first that is not done is where one is."""
    all_named = all(card.named >= card.partner.participants for card in cards)
    at = order.get_absolute_url()
    sent, chosen = order.state in (S.INVITED, S.ACCEPTED), order.state == S.ACCEPTED
    done = [
        (_("The need"), True, f"{at}#need"),
        (_("Workplaces and shares"), sent or not missing, f"{at}#workplaces"),
        (_("Providers invited"), sent, f"{at}#providers" if sent else ""),
        (_("Offer chosen"), chosen, f"{at}#providers" if sent else ""),
        (_("Participants named"), chosen and all_named, f"{at}#workplaces" if chosen else ""),
    ]
    goes_on = order.state != S.CANCELLED
    left = [place for place, (_label, is_done, _url) in enumerate(done) if not is_done]
    here = left[0] if left else None
    return [
        Step(label, is_done, goes_on and place == here, url)
        for place, (label, is_done, url) in enumerate(done)
    ]


def need(order: TailoredOrder) -> list[Fact]:
    """For whom, where and when."""
    names = dict(Sector.choices)
    return [
        Fact(_("Whom it is for"), ", ".join(str(group) for group in order.staff_groups.all())),
        Fact(_("Where they work"), ", ".join(str(names.get(s, s)) for s in order.sectors)),
        Fact(_("When"), f"{formats.day(order.wanted_from)} – {formats.day(order.wanted_to)}"),
        Fact(_("Last day for offers"), formats.day(order.answer_by)),
    ]


def partner_cards(
    user: User, order: TailoredOrder, partners: Iterable[OrderPartner]
) -> list[PartnerCard]:
    first, named = policy.leading(order), queries.seats_named(order)
    accepted = order.invitations.filter(is_accepted=True).first() if order.run_id else None
    pays = queries.parts_of(accepted.price_ore or 0, order.partners.all()) if accepted else {}
    return [_card(user, each, first, pays, named) for each in partners]


def said_beneath(order: TailoredOrder) -> str:
    """How many take part in all, in words."""
    return _so_many(queries.participants_of(order.partners.all()))


def invited_rows(invitations: Iterable[OrderInvitation]) -> list[InvitedRow]:
    return [
        InvitedRow(str(each.provider), *answer_of(each), _answered_on(each)) for each in invitations
    ]


def answer_of(invitation: OrderInvitation) -> tuple[str, str]:
    """What the provider has answered, and the colour of it."""
    if invitation.is_accepted:
        return _("Chosen"), "success"
    if invitation.declined_at:
        return _("No offer"), "neutral"
    if invitation.offered_at:
        return _("Offer made"), "info"
    return _("Not answered"), "warning"


def found_workplaces(workplaces: Iterable[Workplace], order: TailoredOrder) -> list[FoundWorkplace]:
    return [
        FoundWorkplace(
            each,
            f"{each.get_sector_display()}, {each.owner}"
            if each.owner_id == order.owner_id
            else queries.where_it_lies(each),
        )
        for each in workplaces
    ]


def for_provider(order: TailoredOrder) -> list[Fact]:
    """The workplaces behind the order and how many each has; nothing they keep to themselves."""
    partners = [each for each in order.partners.all() if not each.declined_at]
    return [
        Fact(
            ", ".join(filter(None, [each.workplace.name, queries.where_it_lies(each.workplace)])),
            _so_many(each.participants),
        )
        for each in partners
    ]


def seat_rows(seats: Iterable[Seat], may_name: Verdict) -> list[SeatRow]:
    """Those given up last: they no longer count."""
    rows = [
        SeatRow(
            seat,
            SEAT_COLORS[SeatState(seat.state)],
            seat.state not in GIVEN_UP,
            bool(may_name) and seat.state not in GIVEN_UP and seat.reported_at is None,
        )
        for seat in seats
    ]
    return sorted(rows, key=lambda row: not row.counts)


def what_declining_means(partner: OrderPartner) -> list[str]:
    lines = [_("Those who lead the order are told.")]
    if partner.joined_at:
        lines.append(_("What you wrote about your workplace is deleted."))
    return [*lines, _("You can still join, until providers are invited.")]


def what_cancelling_means(order: TailoredOrder) -> list[str]:
    """Who is told, by name, and that it cannot be taken back."""
    partners = [str(each.workplace) for each in order.partners.all() if not each.declined_at]
    providers = [
        str(each.provider)
        for each in order.invitations.select_related("provider")
        if not each.declined_at
    ]
    lines = [_("The workplaces are told: %(names)s.") % {"names": ", ".join(partners)}]
    if providers:
        lines.append(_("The providers are told: %(names)s.") % {"names": ", ".join(providers)})
    return [*lines, _("A cancelled order cannot be opened again. You would write a new one.")]


def own_partners(user: User, order: TailoredOrder) -> list[OrderPartner]:
    """The workplaces of the order the reader reads for."""
    return [each for each in order.partners.all() if _reads_for(user, each)]


def _reads_for(user: User, partner: OrderPartner) -> bool:
    return has_permission(
        user,
        Permission.ORDER_READ,
        owner_id=partner.owner_id,
        workplace_id=partner.workplace_id,
    )


def _so_many(count: int) -> str:
    return ngettext("%(count)d participant", "%(count)d participants", count) % {"count": count}


def _card(
    user: User,
    partner: OrderPartner,
    first: OrderPartner,
    pays: dict[int, Ore],
    named: Counter[str],
) -> PartnerCard:
    leads = partner.pk == first.pk
    state, color = _state_of(partner)
    return PartnerCard(
        partner,
        queries.where_it_lies(partner.workplace),
        state,
        color,
        leads,
        pays.get(partner.pk),
        named[partner.about],
        policy.may_join(user, partner),
        policy.may_decline_to_join(user, partner),
        policy.may_remove_partner(user, partner),
        policy.may_read_participants(user, partner),
        bool(policy.may_read_heard(user, partner)),
    )


def _state_of(partner: OrderPartner) -> tuple[str, str]:
    if partner.declined_at:
        return _("Said no"), "neutral"
    return (_("Has joined"), "success") if partner.joined_at else (_("Asked"), "warning")


def _answered_on(invitation: OrderInvitation) -> str:
    return formats.day(invitation.declined_at or invitation.offered_at)


def invitation_url(invitation: OrderInvitation) -> str:
    return reverse("orders:invitation", args=[invitation.pk])
