"""Tailored orders as lists and figures: who can be asked, what is missing, what each would pay."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import CourseRun, OrderInvitation, OrderPartner, Provider, Seat, TailoredOrder
from catalogue.states import GIVEN_UP
from staff.access import holding
from staff.models import OwnerKind, Position, User, Workplace
from staff.money import Ore
from staff.naming import in_norwegian_order, sorted_as
from staff.roles import Permission
from staff.sharing import share

WHOLE: Final = 10_000
MOST_WORDS: Final = 5


def for_display(orders: QuerySet[TailoredOrder]) -> QuerySet[TailoredOrder]:
    """With its workplaces, in the order in which they were asked, the one that leads first."""
    partners = OrderPartner.objects.select_related(
        "workplace__owner__municipality",
        "workplace__owner__county",
        "workplace__owner__host__municipality",
    )
    return orders.select_related("owner", "run").prefetch_related(
        Prefetch("partners", partners.order_by("pk"))
    )


def narrowed(orders: QuerySet[TailoredOrder], wish: Mapping[str, Any]) -> QuerySet[TailoredOrder]:
    """By the cleaned data of `OrdersFilter`, newest first."""
    for word in str(wish.get("q") or "").split()[:MOST_WORDS]:
        orders = orders.filter(Q(title__icontains=word) | Q(owner__name__icontains=word))
    if wish.get("state"):
        orders = orders.filter(state=wish["state"])
    return orders.order_by("-pk")


def what_is_missing(order: TailoredOrder) -> list[str]:
    """What must be done before providers can be invited, in words; nothing when all is done."""
    partners = [each for each in order.partners.all() if not each.declined_at]
    said = []
    if waiting := [str(p.workplace) for p in partners if not p.joined_at or not p.heard_on]:
        said.append(
            _("Not yet joined, or its representatives not yet heard: %(workplaces)s.")
            % {"workplaces": ", ".join(waiting)}
        )
    if sum(partner.share for partner in partners) != WHOLE:
        said.append(_("The shares of all workplaces must together be 100 percent."))
    if order.answer_by < timezone.localdate():
        said.append(_("The providers’ last day has passed: choose a later one."))
    return said


def workplaces_to_order_for(user: User) -> QuerySet[Workplace]:
    """Those the person leads or is an officer for, in use today."""
    held = holding(user, Permission.COURSE_ORDER)
    owners = [each.owner_id for each in held if each.workplace_id is None]
    places = [each.workplace_id for each in held if each.workplace_id is not None]
    return _in_use(Workplace.objects.filter(Q(owner__in=owners) | Q(pk__in=places)))


def workplaces_to_ask(order: TailoredOrder, text: str) -> QuerySet[Workplace]:
    """Workplaces of all owners that are not part of the order, by name or municipality."""
    found = _in_use(Workplace.objects.exclude(pk__in=order.partners.values("workplace")))
    return named_like(found, text)


def named_like(workplaces: QuerySet[Workplace], text: str) -> QuerySet[Workplace]:
    """Every word is found in the name of the workplace or of where it lies."""
    public = ~Q(owner__kind=OwnerKind.PRIVATE)
    for word in text.split()[:MOST_WORDS]:
        workplaces = workplaces.filter(
            Q(name__icontains=word)
            | Q(owner__municipality__name__icontains=word)
            | Q(owner__host__municipality__name__icontains=word)
            | Q(owner__county__name__icontains=word)
            | (public & Q(owner__name__icontains=word))
        )
    return workplaces


def with_place(workplaces: QuerySet[Workplace]) -> QuerySet[Workplace]:
    return workplaces.select_related(
        "owner__municipality", "owner__county", "owner__host__municipality"
    )


def where_it_lies(workplace: Workplace) -> str:
    """The municipality, else the county; of a public owner that is neither, the owner's name."""
    owner = workplace.owner
    host = owner.host.municipality if owner.host else None
    found = owner.municipality or host or owner.county
    if found:
        return str(found)
    return "" if owner.kind == OwnerKind.PRIVATE else str(owner)


def providers_to_invite(order: TailoredOrder, text: str) -> QuerySet[Provider]:
    """Providers that are not invited yet, by words of the name."""
    found = Provider.objects.exclude(pk__in=order.invitations.values("provider"))
    for word in text.split()[:MOST_WORDS]:
        found = found.filter(name__icontains=word)
    return found.order_by(in_norwegian_order("name"), "pk")


def people_to_name(partner: OrderPartner, run: CourseRun, text: str) -> QuerySet[User]:
    """Who works at the workplace today and has no seat in the run, by words of the name."""
    live = Seat.objects.filter(run=run).exclude(state__in=GIVEN_UP)
    people = who_work_at(partner).filter(~Exists(live.filter(participant=OuterRef("pk"))))
    for word in text.split()[:MOST_WORDS]:
        people = people.filter(sort_name__contains=sorted_as(word))
    return people.order_by("sort_name", "pk")


def who_work_at(partner: OrderPartner) -> QuerySet[User]:
    """Everybody with a post at the workplace today."""
    posts = Position.objects.on(timezone.localdate()).filter(workplace=partner.workplace_id)
    return User.objects.filter(Exists(posts.filter(employee__user=OuterRef("pk"))))


def seats_of(partner: OrderPartner) -> QuerySet[Seat]:
    """The seats the workplace has asked for, first asked first."""
    seats = Seat.objects.filter(run=partner.order.run_id, about=partner.about)
    return seats.select_related("participant").order_by("place")


def seats_named(order: TailoredOrder) -> Counter[str]:
    """How many live seats each workplace of the order has asked for: `partner.about` → number."""
    live = Seat.objects.filter(run=order.run_id).exclude(state__in=GIVEN_UP)
    counted = live.order_by().values_list("about").annotate(Count("pk"))
    return Counter(dict(counted)) if order.run_id else Counter()


def offers_of(order: TailoredOrder) -> QuerySet[OrderInvitation]:
    """The offers there are, the cheapest first."""
    made = order.invitations.filter(offered_at__isnull=False)
    return made.select_related("provider").order_by("price_ore", "pk")


def participants_of(partners: Iterable[OrderPartner]) -> int:
    return sum(partner.participants for partner in partners)


def parts_of(price_ore: Ore, partners: Iterable[OrderPartner]) -> dict[int, Ore]:
    """What each workplace pays of the price: partner key → øre, summing to the price.

    By largest remainder. Nothing at all until the shares are whole.
    """
    weights = {partner.pk: partner.share for partner in partners if not partner.declined_at}
    return share(price_ore, weights) if sum(weights.values()) == WHOLE else {}


def _in_use(workplaces: QuerySet[Workplace]) -> QuerySet[Workplace]:
    is_open = Q(ended_on=None) | Q(ended_on__gte=timezone.localdate())
    return workplaces.filter(is_open).order_by(in_norwegian_order("name"), "pk")
