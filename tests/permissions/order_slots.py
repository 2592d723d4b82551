"""Tailored orders in a slot, each taken as far as its address asks."""

from functools import cached_property
from typing import Any

from catalogue import services
from catalogue.models import OrderInvitation, OrderPartner, Provider, Seat, TailoredOrder
from staff.models import User, Workplace
from tests.factories import ContactFactory, WorkplaceFactory, employee_at
from tests.factories.catalogue_orders import (
    asked,
    joined,
    offered,
    ready_order,
    sent_order,
    written_order,
)


class OrderSlot:
    """The slot's workplace leads, but for one order that it is asked to join."""

    workplace: Workplace
    provider: Provider

    @cached_property
    def tailored_order(self) -> TailoredOrder:
        return written_order(self.workplace, title="Skrives")

    @cached_property
    def leading_partner(self) -> OrderPartner:
        return self.tailored_order.partners.get(workplace=self.workplace)

    @cached_property
    def partner_not_joined(self) -> OrderPartner:
        """Another owner's workplace, asked by the slot's."""
        return asked(self.tailored_order)

    @cached_property
    def asked_partner(self) -> OrderPartner:
        """The slot's own workplace, asked by another owner's."""
        return asked(written_order(), self.workplace)

    @cached_property
    def workplace_elsewhere(self) -> Workplace:
        return WorkplaceFactory()

    @cached_property
    def order_to_share(self) -> TailoredOrder:
        order = written_order(self.workplace, title="Fordeles")
        joined(order.partners.get())
        return order

    @cached_property
    def order_to_send(self) -> TailoredOrder:
        return ready_order(self.workplace, title="Klar")

    @cached_property
    def order_sent(self) -> TailoredOrder:
        return self._sent("Sendt")

    @cached_property
    def order_invitation(self) -> OrderInvitation:
        """Not answered yet."""
        return self.order_sent.invitations.get()

    @cached_property
    def offer_made(self) -> OrderInvitation:
        return offered(self._sent("Tilbud").invitations.get())

    @cached_property
    def ordered_partner(self) -> OrderPartner:
        """Of an order that has become a course."""
        invitation = offered(self._sent("Bestilt").invitations.get())
        order = invitation.order
        services.accept_offer(invitation=invitation, reason="Best.", by=order.made_by)
        return order.partners.get()

    @cached_property
    def to_be_named(self) -> User:
        return employee_at(self.workplace).employee.user

    @cached_property
    def ordered_seat(self) -> Seat:
        """Of a participant the workplace has named."""
        partner: Any = self.ordered_partner
        person = employee_at(self.workplace).employee.user
        return services.name_participant(
            partner=partner, participant=person, by=partner.order.made_by
        )

    def _sent(self, title: str) -> TailoredOrder:
        ContactFactory(provider=self.provider)
        return sent_order(self.workplace, providers=(self.provider,), title=title)
