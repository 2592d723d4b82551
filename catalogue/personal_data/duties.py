"""Held about whoever does something for others: contacts, those who order, advise and check.

A row says that one did it, and when; who it was done for is about somebody else.
"""

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.models import (
    CatalogueFeed,
    CatalogueFile,
    Contact,
    OrderInvitation,
    OrderPartner,
    OutsideStudy,
    Seat,
    TailoredOrder,
    TradeNote,
)
from staff.holding import TASK, Column, Held
from staff.models import User

TEN_YEARS, FIVE_YEARS = _("10 years"), _("5 years")
SHOW = _("To show who ordered, offered and answered, and when")


def duties_held(user: User) -> list[Held]:
    return [
        _contacts(user),
        _seats(user),
        _orders(user),
        _partners(user),
        _offers(user),
        _notes(user),
        _studies(user),
        _feeds(user),
        _files(user),
    ]


def _held(
    key: str, title: Promise, found: object, *columns: Column, kept: Promise = TEN_YEARS
) -> Held:
    return Held(
        room="catalogue",
        key=key,
        title=title,
        purpose=SHOW,
        basis=TASK,
        kept=kept,
        found=found,  # type: ignore[arg-type]
        columns=columns,
    )


def _contacts(user: User) -> Held:
    return Held(
        room="catalogue",
        key="contacts",
        title=_("Providers you are a contact for"),
        purpose=_("To know what you may see and do"),
        basis=TASK,
        kept=_("While you hold them, then 5 years"),
        found=Contact.objects.filter(membership__user=user)
        .select_related("provider", "membership")
        .order_by("pk"),
        columns=(
            Column("provider", _("Provider"), "provider"),
            Column("starts_on", _("From"), "membership.starts_on"),
            Column("ends_on", _("To"), "membership.ends_on"),
        ),
    )


def _seats(user: User) -> Held:
    answered = Seat.objects.filter(Q(answered_by=user) | Q(reported_by=user))
    return _held(
        "seats_answered",
        _("Seats you have answered, and results you have reported"),
        answered.select_related("run__course").order_by("pk"),
        Column("course", _("Course"), "run.course.title"),
        Column("answered_by_you", _("Answered by you"), lambda s: s.answered_by_id == user.pk),
        Column("answered_at", _("Answered"), "answered_at"),
        Column("reported_by_you", _("Reported by you"), lambda s: s.reported_by_id == user.pk),
        Column("reported_at", _("Reported"), "reported_at"),
    )


def _orders(user: User) -> Held:
    return _held(
        "orders_written",
        _("Tailored courses you have written the need for"),
        TailoredOrder.objects.filter(made_by=user).select_related("owner").order_by("pk"),
        Column("title", _("Title"), "title"),
        Column("owner", _("Owner"), "owner"),
        Column("need", _("Need"), "need"),
        Column("state", _("State"), "get_state_display"),
        Column("made_at", _("Written"), "made_at"),
    )


def _partners(user: User) -> Held:
    """What the representatives said stands with those who were heard, not here."""
    answered = OrderPartner.objects.filter(Q(joined_by=user) | Q(declined_by=user))
    return _held(
        "orders_joined",
        _("Orders you have answered for a workplace"),
        answered.select_related("order", "workplace").order_by("pk"),
        Column("title", _("Title"), "order.title"),
        Column("workplace", _("Workplace"), "workplace"),
        Column("joined_at", _("Said yes"), "joined_at"),
        Column("declined_at", _("Said no"), "declined_at"),
    )


def _offers(user: User) -> Held:
    return _held(
        "offers_made",
        _("Offers you have made for a provider"),
        OrderInvitation.objects.filter(offered_by=user)
        .select_related("order", "provider")
        .order_by("pk"),
        Column("title", _("Title"), "order.title"),
        Column("provider", _("Provider"), "provider"),
        Column("description", _("Description"), "description"),
        Column("price_ore", _("Price"), "price_ore"),
        Column("offered_at", _("Offered"), "offered_at"),
    )


def _notes(user: User) -> Held:
    return _held(
        "trade_notes",
        _("Needs and advice you have posted for a vocational training board"),
        TradeNote.objects.filter(written_by=user)
        .select_related("trade", "county", "provider")
        .order_by("pk"),
        Column("kind", _("Kind"), "get_kind_display"),
        Column("county", _("County"), "county"),
        Column("trade", _("Trade"), "trade"),
        Column("provider", _("Provider"), "provider"),
        Column("text", _("Text"), "text"),
        Column("written_at", _("Written"), "written_at"),
        Column("withdrawn_at", _("Withdrawn"), "withdrawn_at"),
    )


def _studies(user: User) -> Held:
    return _held(
        "studies_checked",
        _("Studies outside the catalogue that you have checked"),
        OutsideStudy.objects.filter(checked_by=user).select_related("run__course").order_by("pk"),
        Column("study", _("Study"), "run.course.title"),
        Column("state", _("State"), "get_state_display"),
        Column("checked_at", _("Checked"), "checked_at"),
    )


def _feeds(user: User) -> Held:
    return _held(
        "course_feeds",
        _("Feeds of courses you have set up"),
        CatalogueFeed.objects.filter(kept_by=user).select_related("provider").order_by("pk"),
        Column("provider", _("Provider"), "provider"),
        Column("address", _("Address"), "address"),
        kept=FIVE_YEARS,
    )


def _files(user: User) -> Held:
    handled = CatalogueFile.objects.without_content().filter(
        Q(uploaded_by=user) | Q(applied_by=user)
    )
    return _held(
        "course_files",
        _("Files of courses you have sent in or applied"),
        handled.select_related("provider").order_by("pk"),
        Column("provider", _("Provider"), "provider"),
        Column("file_name", _("File"), "file_name"),
        Column("uploaded_by_you", _("Sent in by you"), lambda f: f.uploaded_by_id == user.pk),
        Column("uploaded_at", _("Sent in"), "uploaded_at"),
        Column("applied_by_you", _("Applied by you"), lambda f: f.applied_by_id == user.pk),
        Column("applied_at", _("Applied"), "applied_at"),
        kept=FIVE_YEARS,
    )
