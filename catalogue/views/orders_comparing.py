"""Offers beside each other, in figures and words."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue import loads
from catalogue.models import OrderInvitation, TailoredOrder
from catalogue.queries import orders as queries
from staff import formats
from staff.http import Link
from staff.money import Ore, kroner


@dataclass(frozen=True, slots=True)
class Offer:
    """One provider's offer, and what each workplace would pay of it."""

    invitation: OrderInvitation
    price_ore: Ore
    each_ore: Ore
    parts: list[tuple[str, Ore]]
    load: int
    outside: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to compare: what it is, and (provider, what its offer says) in their order."""

    label: str
    cells: list[tuple[str, str]]
    is_amount: bool = False


def offers(order: TailoredOrder) -> list[Offer]:
    return [offer(order, invitation) for invitation in queries.offers_of(order)]


def offer(order: TailoredOrder, invitation: OrderInvitation) -> Offer:
    """The price for each participant is rounded up to the next whole øre, as the run's will be."""
    price = invitation.price_ore or 0
    partners = [each for each in order.partners.all() if not each.declined_at]
    parts = queries.parts_of(price, partners)
    first, last = invitation.starts_on, invitation.ends_on
    return Offer(
        invitation,
        price,
        -(-price // max(1, queries.participants_of(partners))),
        [(str(each.workplace), parts[each.pk]) for each in partners if each.pk in parts],
        loads.study_load(invitation.credits, first, last) if first and last else 0,
        _outside(order, invitation),
    )


def lines(order: TailoredOrder) -> list[Line]:
    """Everything there is to compare but the description, line by line."""
    found = offers(order)

    def line(label: str, say: Callable[[Offer], str], *, is_amount: bool = False) -> Line:
        return Line(
            label, [(str(each.invitation.provider), say(each)) for each in found], is_amount
        )

    def part_of(number: int) -> Callable[[Offer], str]:
        return lambda each: kroner(each.parts[number][1])

    shares = [
        line(workplace, part_of(number), is_amount=True)
        for number, (workplace, _ore) in enumerate(found[0].parts if found else [])
    ]
    return [
        line(_("Price"), lambda o: kroner(o.price_ore), is_amount=True),
        line(_("For each participant"), lambda o: kroner(o.each_ore), is_amount=True),
        *shares,
        line(_("Credits"), lambda o: _credits(o), is_amount=False),
        line(_("When"), lambda o: _days(o)),
        line(_("Where"), lambda o: o.invitation.place or "–"),
        line(_("When one meets"), lambda o: o.invitation.sessions or "–"),
    ]


def what_accepting_means(order: TailoredOrder, invitation: OrderInvitation) -> list[str]:
    """Who is told what, and what comes of it."""
    others = order.invitations.exclude(pk=invitation.pk).filter(declined_at=None)
    names = ", ".join(str(each.provider) for each in others.select_related("provider"))
    count = queries.participants_of(order.partners.all())
    seats = ngettext(
        "The offer becomes a course with %(count)d seat, only for your own participants.",
        "The offer becomes a course with %(count)d seats, only for your own participants.",
        count,
    )
    lines = [
        _("%(provider)s is told that you accept.") % {"provider": invitation.provider},
        seats % {"count": count},
        _("Each workplace is told, and names those who take part."),
        _("This cannot be taken back here."),
    ]
    if names:
        told = _("The others are told that another was chosen, and why: %(names)s.")
        lines.insert(1, told % {"names": names})
    return lines


def link(order: TailoredOrder) -> Link:
    return Link(_("Compare offers"), reverse("orders:compare", args=[order.pk]))


def _credits(offer: Offer) -> str:
    if not offer.invitation.credits:
        return _("None")
    return _("%(credits)s, %(load)s of full-time study") % {
        "credits": offer.invitation.credits,
        "load": formats.percent(offer.load),
    }


def _days(offer: Offer) -> str:
    first, last = offer.invitation.starts_on, offer.invitation.ends_on
    days = f"{formats.day(first)} – {formats.day(last)}"
    return f"{days}\n{offer.outside}" if offer.outside else days


def _outside(order: TailoredOrder, invitation: OrderInvitation) -> str:
    """Whether the days lie outside those that were wished for."""
    first, last = invitation.starts_on, invitation.ends_on
    if first and first < order.wanted_from:
        return _("Begins earlier than you wished for")
    if last and last > order.wanted_to:
        return _("Ends later than you wished for")
    return ""
