"""Tailored orders, taken by their services as far as a test wants them.

Each function gives the order; who may act for it: `leader_of(workplace)` makes one more leader.
"""

import datetime
from typing import Any

from django.utils import timezone

from catalogue import services
from catalogue.models import OrderInvitation, OrderPartner, Provider, TailoredOrder
from staff.models import Workplace
from tests.factories.catalogue import ContactFactory, ProviderFactory
from tests.factories.staff import StaffGroupFactory, WorkplaceFactory, leader_of

AGREEMENT = "Lokal avtale om kompetanse, 2026"
HEARD = "Tillitsvalgte støtter kurset."


def days_ahead(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def order_words(**changes: Any) -> dict[str, Any]:
    """What `write_order` asks for: answers within 20 days, a course in from 30 to 200 days."""
    return {
        "title": "Trygge overganger",
        "need": "Barn mister voksne de er trygge på.",
        "goals": "En felles plan.",
        "sectors": ["primary"],
        "answer_by": days_ahead(20),
        "wanted_from": days_ahead(30),
        "wanted_to": days_ahead(200),
        **changes,
    }


def written_order(workplace: Workplace | None = None, **changes: Any) -> TailoredOrder:
    """Led by the workplace, which has not filled in its own part yet."""
    place = workplace or WorkplaceFactory()
    return services.write_order(
        workplace=place,
        changes=order_words(**changes),
        staff_groups=[StaffGroupFactory()],
        by=leader_of(place),
    )


def asked(order: TailoredOrder, workplace: Workplace | None = None) -> OrderPartner:
    """Another workplace, of another owner unless one is given, is asked to join."""
    return services.ask_to_join(
        order=order, workplace=workplace or WorkplaceFactory(), by=order.made_by
    )


def joined(partner: OrderPartner, participants: int = 3, **changes: Any) -> OrderPartner:
    """The workplace's leader has filled in its part."""
    part = {
        "participants": participants,
        "agreement": AGREEMENT,
        "heard_on": timezone.localdate(),
        "heard": HEARD,
        **changes,
    }
    return services.join(partner=partner, by=leader_of(partner.workplace), **part)


def ready_order(*workplaces: Workplace, participants: int = 3, **changes: Any) -> TailoredOrder:
    """All the workplaces, or one, have joined with as many each; shared by participants."""
    first, *others = workplaces or (WorkplaceFactory(),)
    order = written_order(first, **changes)
    for place in others:
        asked(order, place)
    for partner in order.partners.all():
        joined(partner, participants)
    services.share_cost_by_participants(order=order, by=order.made_by)
    return TailoredOrder.objects.get(pk=order.pk)


def provider_with_contact(**fields: Any) -> Provider:
    provider = ProviderFactory(**fields)
    ContactFactory(provider=provider)
    return provider


def sent_order(
    *workplaces: Workplace, providers: tuple[Provider, ...] = (), **changes: Any
) -> TailoredOrder:
    """Sent to the providers, or to one."""
    order = ready_order(*workplaces, **changes)
    chosen = providers or (provider_with_contact(),)
    services.invite(order=order, providers=chosen, by=order.made_by)
    return TailoredOrder.objects.get(pk=order.pk)


def offer_words(**changes: Any) -> dict[str, Any]:
    """What `make_offer` asks for: 60 000 kr, 15 credits in 140 days (20 weeks)."""
    return {
        "description": "Fire samlinger med veiledning imellom.",
        "credits": 15,
        "price_ore": 6_000_000,
        "starts_on": days_ahead(40),
        "ends_on": days_ahead(179),
        "place": "Hamar",
        "sessions": "Fire tirsdager fra 12 til 15.",
        **changes,
    }


def offered(invitation: OrderInvitation, **changes: Any) -> OrderInvitation:
    """The provider's first contact has made an offer."""
    contact = invitation.provider.contacts.order_by("pk")[0].membership.user
    return services.make_offer(invitation=invitation, changes=offer_words(**changes), by=contact)


def accepted_order(*workplaces: Workplace, **changes: Any) -> TailoredOrder:
    """The only offer is accepted: there is a run, and nobody is named yet."""
    order = sent_order(*workplaces, **changes)
    invitation = offered(order.invitations.get())
    services.accept_offer(invitation=invitation, reason="Det beste opplegget.", by=order.made_by)
    return TailoredOrder.objects.get(pk=order.pk)
