"""Placements as lists: what businesses offer, one's own, and those one follows for others."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from catalogue.models import Course, CourseRun, Placement, Provider, Signature, TradeNote
from catalogue.models.courses import CourseRunQuerySet
from catalogue.models.placements import PlacementQuerySet
from staff.access import holding, reach
from staff.models import Position, Subject, Teaching, User
from staff.naming import in_norwegian_order
from staff.roles import Permission

MOST_WORDS: Final = 5
MOST_ADVICE: Final = 30  # on one page of offers
CourseTrade = Course.subjects.through


# ── What businesses offer ────────────────────────────────────────────────────────────────────────


def open_offers(day: datetime.date) -> CourseRunQuerySet:
    """Placements that businesses offer to everybody, and that are not over."""
    return CourseRun.objects.filter(
        course__kind=Course.Kind.PLACEMENT,
        course__provider__kind=Provider.Kind.BUSINESS,
        is_published=True,
        is_reserved=False,
        cancelled_on=None,
        ends_on__gte=day,
    )


def offers_found(
    offers: CourseRunQuerySet, wish: Mapping[str, Any], trades: Sequence[Subject]
) -> CourseRunQuerySet:
    """By text and trade; those in `trades` (one's own) first, then the first to begin."""
    found = offers.matching(wish.get("text") or "")
    if wish.get("trade"):
        found = found.filter(course__subjects=wish["trade"])
    if not trades:
        return found.order_by("starts_on", "pk")
    own = CourseTrade.objects.filter(course=OuterRef("course"), subject__in=trades)
    return found.annotate(is_own=Exists(own)).order_by("-is_own", "starts_on", "pk")


def with_trades(offers: QuerySet[CourseRun]) -> QuerySet[CourseRun]:
    """What the list shows of each offer; its trades as `course.trades`."""
    trades = Subject.objects.filter(kind=Subject.Kind.TRADE)
    return (
        offers.select_related("course__provider")
        .defer("course__search", "course__keywords")
        .prefetch_related(Prefetch("course__subjects", trades, to_attr="trades"))
    )


def advice_on(offers: Iterable[CourseRun]) -> dict[int, list[TradeNote]]:
    """Business → what vocational training boards advise about it, the newest first. One query."""
    businesses = {offer.course.provider_id for offer in offers}
    notes = TradeNote.objects.standing().filter(kind=TradeNote.Kind.ADVICE, provider__in=businesses)
    found: dict[int, list[TradeNote]] = defaultdict(list)
    for note in notes.select_related("county", "trade").order_by("-pk")[:MOST_ADVICE]:
        if note.provider_id is not None:
            found[note.provider_id].append(note)
    return dict(found)


def businesses_found(text: str) -> QuerySet[Provider]:
    """By words of the name."""
    found = Provider.objects.filter(kind=Provider.Kind.BUSINESS)
    for word in text.split()[:MOST_WORDS]:
        found = found.filter(name__icontains=word)
    return found.order_by(in_norwegian_order("name"), "pk")


# ── The one who asks ─────────────────────────────────────────────────────────────────────────────


def posts_of(user: User) -> list[Position]:
    """Those held today, the largest first."""
    held = Position.objects.on(timezone.localdate()).filter(employee__user=user)
    return list(
        held.select_related("workplace__owner", "code", "employee").order_by("-percent", "pk")
    )


def trades_of(user: User) -> list[Subject]:
    """The trades somebody has said that they teach or work in."""
    taught = Teaching.objects.filter(employee__user=user, employee__left_on=None)
    trades = Subject.objects.filter(kind=Subject.Kind.TRADE, pk__in=taught.values("subject"))
    return list(trades.order_by("name_nb", "pk"))


# ── Placements ───────────────────────────────────────────────────────────────────────────────────


def mine(user: User) -> PlacementQuerySet:
    return Placement.objects.filter(participant=user)


def followed(user: User) -> PlacementQuerySet:
    """At the workplaces and owners where one follows placements."""
    return Placement.objects.filter(reach(user, Permission.PLACEMENT_READ))


def taken_in(user: User) -> PlacementQuerySet:
    """By the businesses one speaks for."""
    return Placement.objects.filter(business__in=Provider.objects.run_by(user))


def follows(user: User) -> bool:
    return bool(holding(user, Permission.PLACEMENT_READ))


def narrowed(placements: PlacementQuerySet, wish: Mapping[str, Any]) -> PlacementQuerySet:
    """By words of the names and by state, the newest first."""
    for word in str(wish.get("q") or "").split()[:MOST_WORDS]:
        placements = placements.filter(
            Q(business__name__icontains=word)
            | Q(participant__first_name__icontains=word)
            | Q(participant__last_name__icontains=word)
        )
    if wish.get("state"):
        placements = placements.filter(state=wish["state"])
    return placements.order_by("-pk")


def with_signatures(placements: PlacementQuerySet) -> PlacementQuerySet:
    signatures = Signature.objects.select_related("signed_by").order_by("signed_at")
    return placements.for_display().prefetch_related(Prefetch("signatures", signatures))
