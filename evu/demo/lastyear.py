"""The rounds that are over, played to the end for all three owners."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from applications.states import RoundAction
from consultations.models import Statement
from evu.demo import following, parties, wishes
from evu.demo.days import Date
from evu.demo.parties import Views
from evu.demo.places import COUNTY, MUNICIPALITY, NYNORSK
from evu.demo.play import DAY, Play, announce, apply, hand_over
from evu.demo.stage import Stage
from evu.demo.wishes import Wish

View = Statement.View


@dataclass(frozen=True, slots=True)
class Past:
    owner: str
    wishes: Sequence[Wish]
    views: Views


PAST: Final = (
    Past(
        MUNICIPALITY,
        wishes.PAST_MUNICIPALITY,
        {"lo": View.AGREES_WITH_REMARKS, "unio": View.AGREES, "ys": View.AGREES_WITH_REMARKS},
    ),
    Past(
        NYNORSK,
        wishes.PAST_NYNORSK,
        {"unio": View.AGREES, "lo": View.DISAGREES, "ys": View.AGREES_WITH_REMARKS},
    ),
    Past(COUNTY, wishes.PAST_COUNTY, {"lo": View.AGREES_WITH_REMARKS, "unio": View.AGREES}),
)


def play_all(stage: Stage) -> None:
    for past in PAST:
        play = _to_the_decision(stage, past)
        _to_the_end(play)


def _to_the_decision(stage: Stage, past: Past) -> Play:
    name = f"Søknadsomgang {stage.days.past_year}"
    play = announce(stage, past.owner, name, stage.days.past_steps, is_past=True)
    apply(play, past.wishes)
    hand_over(play)
    parties.conclude(play, parties.propose_and_open(play), past.views)
    return play


def _to_the_end(play: Play) -> None:
    answer_from = play.steps.decision + DAY * 3
    accepting = following.granted(play)
    if len(accepting) > 10:
        following.decline(accepting.pop(), answer_from)
    following.accept(play, accepting, answer_from)
    _fill(play)
    _study(play)


def _fill(play: Play) -> None:
    """In June a substitute is found for every order, for the long ones first."""
    year = play.steps.decision.year
    orders = following.orders_of(play).order_by("-application__course_run__terms", "pk")
    for number, order in enumerate(orders):
        asked_on = Date(year, 6, 1) + DAY * (number % 10)
        is_long = order.ends_on > Date(year + 1, 8, 1)
        at_school = order.workplace.name == wishes.SCHOOL_OF_PRINCIPAL
        if following.offer(play, order, asked_on, to="substitute" if is_long and at_school else ""):
            following.answer(order, asked_on + DAY)


def _study(play: Play) -> None:
    """Two terms for everybody; those whose course lasts longer are still at it."""
    year, today = play.steps.decision.year, play.stage.days.today
    orders = following.orders_of(play)
    following.confirm_term(play, Date(year, 9, 1))
    following.pay_terms(play, Date(year, 12, 5))
    following.confirm_hours(play, orders, Date(year, 12, 19))
    following.confirm_term(play, Date(year + 1, 2, 20))
    following.pay_terms(play, Date(year + 1, 6, 10))
    following.confirm_hours(play, orders, Date(year + 1, 6, 19))
    following.complete(play, Date(year + 1, 6, 22))
    play.step(RoundAction.CLOSE, Date(year + 1, 6, 23))
    if today > Date(year + 1, 9, 10):
        following.confirm_term(play, Date(year + 1, 9, 1))
    _confirm_what_is_older_than(play, today - datetime.timedelta(days=35))


def _confirm_what_is_older_than(play: Play, day: datetime.date) -> None:
    """So that each leader has about a month of hours to confirm."""
    if day > Date(play.steps.decision.year + 1, 9, 1):
        following.confirm_hours(play, following.orders_of(play), day)
