"""What the pages of an order and of a booking show, in words where words are needed."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funding.costs import Terms, cover_ore
from staff.access import people_with
from staff.http import Link
from staff.models import User
from staff.money import NO_BREAK, Ore, kroner
from staff.roles import Permission
from staff.verdict import Verdict, refused
from substitutes import money_presenting as money
from substitutes import policy, queries
from substitutes.models import Booking, Order, Shift, Timesheet
from substitutes.states import State

COLORS: Final = {
    State.OPEN: "warning",
    State.OFFERED: "info",
    State.FILLED: "success",
    State.RUNNING: "success",
    State.RECONCILED: "neutral",
    State.CANCELLED: "neutral",
}
CANDIDATES_A_PAGE: Final = 10


@dataclass(frozen=True, slots=True)
class Month:
    """The days of a booking or an order in one month."""

    first: datetime.date
    days: Sequence[datetime.date]
    minutes: int

    @property
    def as_text(self) -> str:
        """tir 17., tir 24. …, in the reader's language."""
        return ", ".join(dateformat.format(day, f"D{NO_BREAK}j.") for day in self.days)


@dataclass(frozen=True, slots=True)
class Due:
    """Hours that have come and nobody has confirmed, and what they will be charged at."""

    days: int
    minutes: int
    cost_ore: Ore | None


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate, why or why not, what it would cost, and whether one may book."""

    candidate: queries.Candidate
    reasons: Sequence[str]
    cost_ore: Ore | None
    verdict: Verdict


def order_context(user: User, order: Order, page: str | None) -> dict[str, Any]:
    """Needs the order `for_display`, with its money and the application's scheme and run."""
    newest_first = Booking.objects.select_related("substitute__user").order_by("-pk")
    prefetch_related_objects([order], Prefetch("bookings", newest_first))
    bookings = list(order.bookings.all())
    live = next((booking for booking in bookings if booking.cancelled_at is None), None)
    sheets = _sheets(live)
    terms, plan = money.terms_or_none(order), queries.plan(order)
    left_ore = queries.left_ore(order)
    charged_ore = sum(sheet.amount_ore for sheet in sheets)
    context: dict[str, Any] = {
        "trail": trail(),
        "order": order,
        "about": about(order),
        "color": COLORS[State(order.state)],
        "plan": plan,
        "live": live,
        "asked_before": [booking for booking in bookings if booking.cancelled_at],
        "sheets": sheets,
        "charged_ore": charged_ore,
        "confirmed_minutes": sum(sheet.minutes for sheet in sheets),
        "may_unbook": policy.may_unbook(user, order),
        "may_cancel": policy.may_cancel(user, order),
        "may_confirm": policy.may_confirm_hours(user, order),
        "may_set_money_aside": policy.may_set_money_aside(user, order),
        "may_give_money_back": policy.may_give_money_back(user, order),
    }
    if live is None:
        days, minutes = plan.days, plan.minutes_a_day
        choices = _choices(user, order, terms, left_ore, {b.substitute_id for b in bookings})
        context["choices"] = Paginator(choices, CANDIDATES_A_PAGE).get_page(page)
    else:
        shifts = list(live.shifts.filter(cancelled_at=None).order_by("day"))
        days, minutes = [shift.day for shift in shifts], plan.minutes_a_day
        context["due"] = due = _due(live, shifts, terms)
        context["consequences"] = _consequences(live, due)
    planned_ore = max(0, live.planned_ore - charged_ore) if live else 0
    return context | {
        "months": by_month(days, minutes),
        "total": kroner(money.total_ore(order)),
        "parts": money.parts(order, left_ore, planned_ore),
    }


def trail(order: Order | None = None) -> list[Link]:
    above = [Link(_("Cover"), reverse("substitutes:orders"))]
    here = [Link(str(order.covers_for), order.get_absolute_url())] if order else []
    return [*above, *here]


def about(order: Order) -> Link:
    """The case or the placement the cover is for."""
    if order.application is not None:
        return Link(order.application.number, order.application.get_absolute_url())
    assert order.placement is not None  # noqa: S101  (a database check says so)
    return Link(
        _("Placement in %(business)s") % {"business": order.placement.business},
        order.placement.get_absolute_url(),
    )


def booking_context(user: User, booking: Booking) -> dict[str, Any]:
    """Needs the order with owner, workplace and staff group."""
    shifts = list(booking.shifts.filter(cancelled_at=None).order_by("day"))
    order = booking.order
    leaders = people_with(Permission.HOURS_CONFIRM, owner=order.owner, workplace=order.workplace)
    return {
        "trail": [Link(_("Overview"), reverse("home"))],
        "booking": booking,
        "order": order,
        "first": shifts[0] if shifts else None,
        "last": shifts[-1] if shifts else None,
        "days": len(shifts),
        "minutes": sum(shift.minutes for shift in shifts),
        "months": by_month([shift.day for shift in shifts], shifts[0].minutes if shifts else 0),
        "contacts": leaders or [booking.booked_by],
        "may_answer": policy.may_answer(user, booking),
        "is_mine": booking.substitute.user_id == user.pk,
    }


def by_month(days: Iterable[datetime.date], minutes_a_day: int) -> list[Month]:
    """Days in order, gathered by month."""
    months = []
    for first, group in groupby(days, key=lambda day: day.replace(day=1)):
        in_month = list(group)
        months.append(Month(first, in_month, minutes_a_day * len(in_month)))
    return months


def _choices(
    user: User, order: Order, terms: Terms | None, left_ore: Ore, asked: set[int]
) -> list[Choice]:
    minutes = queries.plan(order).minutes
    choices = []
    for candidate in queries.candidates(order):
        pay_ore = candidate.substitute.annual_pay_ore
        cost_ore = cover_ore(terms, minutes, pay_ore) if terms else None
        verdict = policy.may_book_whom(user, order, candidate.substitute)
        if verdict and not candidate.is_free:
            verdict = refused(_("Already booked on some of the days."))
        elif verdict and (cost_ore is None or cost_ore > left_ore):
            verdict = refused(_("Costs more than there is left for cover."))
        reasons = _reasons(candidate, order, was_asked=candidate.substitute.pk in asked)
        choices.append(Choice(candidate, reasons, cost_ore, verdict))
    return choices


def _reasons(candidate: queries.Candidate, order: Order, *, was_asked: bool) -> list[str]:
    """In words, weightiest first."""
    taken = candidate.taken_days
    reasons = [
        ngettext("booked elsewhere on %(n)d day", "booked elsewhere on %(n)d days", taken)
        % {"n": taken}
        if taken
        else _("free all days"),
        _("knows the staff group") if candidate.fits_group else _("new to the staff group"),
    ]
    missing = sorted(set(order.weekdays) - set(candidate.substitute.weekdays))
    if missing:
        reasons.append(_("usually not on %(days)s") % {"days": _weekday_names(missing)})
    if was_asked:
        reasons.append(_("was asked before"))
    return reasons


def _weekday_names(numbers: Iterable[int]) -> str:
    monday = datetime.date(2024, 1, 1)
    days = [monday + datetime.timedelta(days=number - 1) for number in numbers]
    return ", ".join(dateformat.format(day, "l") for day in days)


def _sheets(live: Booking | None) -> list[Timesheet]:
    if live is None:
        return []
    return list(live.timesheets.select_related("confirmed_by").order_by("first_day", "pk"))


def _due(live: Booking, shifts: Iterable[Shift], terms: Terms | None) -> Due:
    today = timezone.localdate()
    due = [shift for shift in shifts if shift.timesheet_id is None and shift.day <= today]
    minutes = sum(shift.minutes for shift in due)
    pay_ore = live.substitute.annual_pay_ore
    return Due(len(due), minutes, cover_ore(terms, minutes, pay_ore) if terms else None)


def _consequences(live: Booking, due: Due) -> list[str]:
    lines = [
        _("%(name)s is told, and the days are free again.") % {"name": live.substitute},
        _("The order is open, and you can book somebody else."),
    ]
    if due.days and live.confirmed_at:
        lines.append(
            ngettext(
                "%(n)d day that has come is not confirmed, and will not be paid.",
                "%(n)d days that have come are not confirmed, and will not be paid.",
                due.days,
            )
            % {"n": due.days}
        )
    return lines
