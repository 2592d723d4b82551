"""The rounds of now: one open, two in consultation, two decided some days ago."""

from typing import Final

from applications import services as applications
from consultations.models import Statement
from evu.demo import following, parties, wishes
from evu.demo.clock import at, office_hours
from evu.demo.days import Steps
from evu.demo.places import COUNTY, MUNICIPALITY, NYNORSK
from evu.demo.play import Play, advise, announce, apply, draft, hand_over
from evu.demo.stage import Stage

View = Statement.View
SPARE_SEATS: Final = "Ledige studieplasser"


def play_all(stage: Stage) -> None:
    _decided_in_the_county(stage)
    _decided_in_the_municipality(stage)
    _in_consultation_in_the_municipality(stage)
    _in_consultation_where_nynorsk_is_written(stage)
    _open(stage)


def _open(stage: Stage) -> None:
    """Half-way: some are recommended, most wait for their leaders, some are drafts."""
    year, opens = stage.days.coming_year, stage.days.ago(12)
    steps = stage.days.steps_from(opens, 28, 14, 28, 14)
    play = announce(stage, MUNICIPALITY, f"Søknadsomgang {year}", steps, is_past=False)
    early = stage.days.ago(6)
    advised = apply(play, wishes.RECOMMENDED + wishes.ADVISED_AGAINST, last=early)
    advise(play, advised, early, stage.days.ago(1))
    lately = stage.days.ago(2)
    apply(play, wishes.SENT, last=lately)
    taken_back = apply(play, wishes.TAKEN_BACK, last=lately)
    with at(office_hours(stage.days.ago(1))):
        for case in taken_back:
            applications.withdraw(application=case.application, by=case.hired.user)
    for wish in wishes.DRAFTS:
        draft(play, wish, stage.days.ago(3))


def _in_consultation_in_the_municipality(stage: Stage) -> None:
    """A small extra round; one union has spoken and waits for an answer."""
    steps = stage.days.steps_from(stage.days.ago(42), 14, 10, 27, 12)
    name = f"Tverrfaglig samarbeid {stage.days.coming_year}"
    play = announce(stage, MUNICIPALITY, name, steps, is_past=False)
    apply(play, wishes.CONSULTED_MUNICIPALITY)
    hand_over(play)
    consultation = parties.propose_and_open(play)
    parties.state(play, consultation, {"ys": View.AGREES_WITH_REMARKS}, first=stage.days.ago(3))


def _in_consultation_where_nynorsk_is_written(stage: Stage) -> None:
    steps = stage.days.steps_from(stage.days.ago(48), 18, 12, 24, 10)
    name = f"Søknadsomgang {stage.days.coming_year}"
    play = announce(stage, NYNORSK, name, steps, is_past=False)
    apply(play, wishes.CONSULTED_NYNORSK)
    hand_over(play)
    consultation = parties.propose_and_open(play)
    parties.state(play, consultation, {"unio": View.AGREES}, first=stage.days.ago(5))


def _decided_in_the_municipality(stage: Stage) -> None:
    """Seats left over; the teacher's answer is waited for, the substitute is asked."""
    steps = stage.days.steps_from(stage.days.ago(75), 20, 14, 28, 8)
    name = f"{SPARE_SEATS} {stage.days.coming_year}"
    play = _decided(stage, MUNICIPALITY, name, steps, wishes.DECIDED_MUNICIPALITY)
    waiting = [a for a in following.granted(play) if a.applicant.username != "teacher"]
    following.accept(play, waiting[:-1], stage.days.ago(4))
    at_school = following.orders_of(play).filter(workplace__name=wishes.SCHOOL_OF_PRINCIPAL)
    any(following.offer(play, order, stage.days.ago(1), to="substitute") for order in at_school)


def _decided_in_the_county(stage: Stage) -> None:
    """Some have accepted, one has declined; cover is filled, offered or not found yet."""
    steps = stage.days.steps_from(stage.days.ago(82), 20, 14, 28, 10)
    name = f"Søknadsomgang {stage.days.coming_year}"
    play = _decided(stage, COUNTY, name, steps, wishes.DECIDED_COUNTY, answer_days=21)
    waiting = following.granted(play)
    following.decline(waiting.pop(3), stage.days.ago(7))
    following.accept(play, waiting[:-3], stage.days.ago(6))
    for number, order in enumerate(following.orders_of(play)[:4]):
        found = following.offer(play, order, stage.days.ago(2))
        if found and number < 3:
            following.answer(order, stage.days.ago(1), accepted=number < 2)


def _decided(
    stage: Stage,
    owner: str,
    name: str,
    steps: Steps,
    wanted: tuple[wishes.Wish, ...],
    *,
    answer_days: int = 14,
) -> Play:
    play = announce(stage, owner, name, steps, is_past=False, answer_days=answer_days)
    apply(play, wanted)
    hand_over(play)
    views = {"lo": View.AGREES_WITH_REMARKS, "unio": View.AGREES, "ys": View.AGREES}
    parties.conclude(play, parties.propose_and_open(play), views)
    return play
