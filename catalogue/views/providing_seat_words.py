"""Seats in words and colours: a row of the list, what confirming gives, what giving up means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalogue.models import CourseRun, Seat
from catalogue.queries import providing as queries
from catalogue.states import SEAT_TRANSITIONS, SeatAction, SeatState
from staff.http import Link

COLORS: Final[Mapping[str, str]] = {
    SeatState.ASKED: "warning",
    SeatState.CONFIRMED: "success",
    SeatState.WAITING: "info",
    SeatState.REFUSED: "danger",
    SeatState.RELEASED: "neutral",
}
TABS: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("", gettext_lazy("All")),
    (SeatState.ASKED, gettext_lazy("Asked for")),
    (SeatState.CONFIRMED, gettext_lazy("Confirmed")),
    (SeatState.WAITING, gettext_lazy("On the waiting list")),
    (SeatState.REFUSED, gettext_lazy("Refused")),
    (SeatState.RELEASED, gettext_lazy("Given up")),
)


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat in the list. The flags say which arrows lead on from its state."""

    seat: Seat
    color: str
    may_confirm: bool
    may_refuse: bool
    may_release: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What confirming those chosen gives each, in the order they asked.

    `seen` stands in the form: another answer than it means that something has changed meanwhile.
    """

    get_a_seat: Sequence[Seat]
    wait: Sequence[Seat]
    stay: Sequence[Seat]
    seen: str

    @property
    def chosen(self) -> list[Seat]:
        return [*self.get_a_seat, *self.wait, *self.stay]


def tabs(state: str) -> list[Link]:
    return [Link(str(label), f"?state={key}" if key else "?", key == state) for key, label in TABS]


def row(run: CourseRun, seat: Seat) -> SeatRow:
    """Nothing can be answered in a run that is cancelled."""
    arrows = {} if run.cancelled_on else SEAT_TRANSITIONS[SeatState(seat.state)]
    return SeatRow(
        seat,
        COLORS[seat.state],
        # Who waits is given a seat as soon as there is one: there is no button for it.
        may_confirm=seat.state == SeatState.ASKED and SeatAction.CONFIRM in arrows,
        may_refuse=SeatAction.REFUSE in arrows,
        may_release=seat.state == SeatState.CONFIRMED and SeatAction.RELEASE in arrows,
    )


def preview(run: CourseRun, chosen: Sequence[Seat]) -> Preview:
    """`chosen` are in the order of asking, none of them answered."""
    free = max(0, run.seats - run.confirmed)
    beyond = chosen[free:]
    wait, stay = (beyond, ()) if run.has_waiting_list else ((), beyond)
    keys = "-".join(str(seat.pk) for seat in chosen)
    return Preview(chosen[:free], wait, stay, f"{min(free, len(chosen))}:{keys}")


def what_was_done(answered: Sequence[Seat]) -> str:
    """How many have a seat now, and how many wait."""
    given = sum(seat.state == SeatState.CONFIRMED for seat in answered)
    waiting = len(answered) - given
    said = []
    if given:
        said.append(
            ngettext("%(n)d has a seat now.", "%(n)d have a seat now.", given) % {"n": given}
        )
    if waiting:
        text = ngettext("%(n)d is on the waiting list.", "%(n)d are on the waiting list.", waiting)
        said.append(text % {"n": waiting})
    return " ".join([*said, _("They are told.")])


def who_has_it(heir: Seat | None) -> str:
    if heir is None:
        return _("The seat is given up.")
    return _("The seat is given up. %(name)s, who was first in line, has it now and is told.") % {
        "name": heir.participant
    }


def what_release_means(seat: Seat) -> list[str]:
    said = [_("%(name)s loses the seat, and is told.") % {"name": seat.participant}]
    if seat.reported_at:
        said.append(_("The result that is reported is removed."))
    heir = queries.for_display(queries.waiting_list(seat.run)).first()
    if heir is not None:
        said.append(
            _("%(name)s is first on the waiting list and gets it.") % {"name": heir.participant}
        )
    else:
        said.append(_("Nobody waits for it: it is free for others."))
    return said
