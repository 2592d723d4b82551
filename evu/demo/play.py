"""A round played by those whose part it is: applicants, leaders, then the owner's officer."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from applications import services as applications
from applications.models import Application, Offer, Round
from applications.states import RoundAction
from catalogue.models import CourseRun
from evu.demo import words
from evu.demo.clock import at, office_hours
from evu.demo.days import Date, Steps
from evu.demo.personas import BY_SLUG
from evu.demo.stage import Hired, Stage
from evu.demo.wishes import Wish
from funding import costs
from funding.models import Scheme
from funding.rules import terms_on
from staff.models import User

SHORT_LEAVE: Final = 800  # where a course has no credits to count leave from
ONE_DAY: Final = 2_000  # a weekday is a fifth of a post
WITHOUT_COVER: Final = frozenset({"leader", "office"})  # colleagues share the work
DAY: Final = datetime.timedelta(days=1)


@dataclass(slots=True)
class Case:
    wish: Wish
    hired: Hired
    application: Application


@dataclass(slots=True)
class Play:
    """A round, with what its players need at hand."""

    stage: Stage
    round: Round
    steps: Steps
    runs: dict[str, CourseRun]
    officer: User
    cases: list[Case] = field(default_factory=list)
    terms: dict[str, costs.Terms] = field(
        default_factory=dict
    )  # by scheme; all courses start alike

    @property
    def language(self) -> str:
        return self.officer.written_language

    def step(self, action: RoundAction, on: Date) -> None:
        with at(office_hours(on)):
            self.round = applications.step(round=self.round, action=action, by=self.officer)


def announce(
    stage: Stage, owner: str, name: str, steps: Steps, *, is_past: bool, answer_days: int = 14
) -> Play:
    """Plan the round with its courses, and open it."""
    runs = stage.past_runs if is_past else stage.coming_runs
    round = Round.objects.create(
        owner=stage.owners[owner],
        name=name,
        year=stage.days.past_year if is_past else stage.days.coming_year,
        opens_on=steps.opens,
        applicant_deadline=steps.applicants,
        leader_deadline=steps.leaders,
        consultation_deadline=steps.consultation,
        decision_by=steps.decision,
        answer_days=answer_days,
    )
    round.schemes.set(stage.schemes.values())
    Offer.objects.bulk_create(
        [Offer(owner_id=round.owner_id, round=round, course_run=run) for run in runs.values()]
    )
    play = Play(stage, round, steps, runs, stage.officers[owner])
    play.step(RoundAction.OPEN, steps.opens)
    return play


def apply(play: Play, wishes: Sequence[Wish], *, last: Date | None = None) -> list[Case]:
    """Each wish finds its person, who applies on one of the round's days; all are sent."""
    cases = []
    for number, wish in enumerate(wishes):
        day = _day(play.steps.opens, last or play.steps.applicants, number, len(wishes))
        case = draft(play, wish, day)
        with at(office_hours(day, 20)):
            case.application = applications.submit(application=case.application, by=case.hired.user)
        cases.append(case)
    return cases


def draft(play: Play, wish: Wish, day: Date) -> Case:
    """Begun and saved, not sent."""
    hired = _cast(play, wish)
    with at(office_hours(day)):
        application = applications.start(round=play.round, by=hired.user)
        application = applications.save_draft(
            application=application, changes=_typed(play, wish, hired), by=hired.user
        )
    case = Case(wish, hired, application)
    play.cases.append(case)
    return case


def advise(play: Play, cases: Sequence[Case], first: Date, last: Date) -> None:
    """Each leader recommends or not, and plans the cover."""
    for number, case in enumerate(cases):
        with at(office_hours(_day(first, last, number, len(cases)), number * 11)):
            applications.advise(
                application=case.application,
                recommended=case.wish.advised,
                reason=_reason(case, number),
                cover=_cover(case) if case.wish.advised else None,
                by=play.stage.leaders[case.hired.workplace.pk],
            )


def hand_over(play: Play) -> None:
    """The deadline for applying has passed, the leaders advise, the owner takes over and ranks."""
    play.step(RoundAction.CLOSE_FOR_APPLICANTS, play.steps.applicants + DAY)
    advise(play, play.cases, play.steps.applicants + DAY, play.steps.leaders)
    play.step(RoundAction.CLOSE_FOR_LEADERS, play.steps.leaders + DAY)
    in_order = sorted(play.cases, key=lambda case: not case.wish.advised)
    with at(office_hours(play.steps.leaders + DAY * 2)):
        applications.rank(
            round=play.round,
            order=[case.application.pk for case in in_order],
            by=play.officer,
        )
    play.step(RoundAction.START_DISTRIBUTION, play.steps.leaders + DAY * 2)


def _cast(play: Play, wish: Wish) -> Hired:
    """Personas apply only where a wish names them; nobody applies twice in a round."""
    taken = {case.hired.employee.pk for case in play.cases}
    fitting = [
        hired
        for hired in play.stage.hired
        if hired.employee.owner_id == play.round.owner_id
        and hired.employee.pk not in taken
        and wish.is_of(hired)
        and hired.user != play.stage.leaders.get(hired.workplace.pk)
        and (wish.who or hired.user.username not in BY_SLUG)
    ]
    if not fitting:
        raise LookupError(f"nobody at {play.round.owner} can be cast as {wish}")
    return play.stage.rng.choice(fitting)


def _typed(play: Play, wish: Wish, hired: Hired) -> dict[str, object]:
    run, scheme = play.runs[wish.course], play.stage.schemes[wish.scheme]
    leave = _leave(play, scheme, run)
    return {
        "course_run": run,
        "scheme": scheme,
        "leave_percent": leave,
        "leave_weekdays": _weekdays(_at_work(leave, run), len(play.cases)) if leave else [],
        "why": words.why(hired.group, hired.user.written_language),
    }


def _leave(play: Play, scheme: Scheme, run: CourseRun) -> int:
    """Of a full post through one year, hundredths of a percent."""
    if not scheme.is_substitute:
        return 0
    if scheme.code not in play.terms:
        play.terms[scheme.code] = terms_on(scheme, run.starts_on)
    return costs.leave(play.terms[scheme.code], run.course.credits) or SHORT_LEAVE


def _at_work(leave: int, run: CourseRun) -> int:
    """The same leave, spread over the terms the course lasts."""
    return leave * 2 // run.terms


def _weekdays(percent: int, number: int) -> list[int]:
    """As many days as the percent fills, not the same for everybody."""
    count = -(-percent // ONE_DAY)
    return sorted((number * 2 + step) % 5 + 1 for step in range(count))


def _cover(case: Case) -> applications.Cover | None:
    application, run = case.application, case.application.course_run
    if not application.leave_percent or run is None or case.hired.group in WITHOUT_COVER:
        return None
    return applications.Cover(
        percent=_at_work(application.leave_percent, run),
        weekdays=application.leave_weekdays,
        first=run.starts_on,
        last=run.ends_on,
    )


def _reason(case: Case, number: int) -> str:
    texts = words.RECOMMENDED if case.wish.advised else (words.NOT_RECOMMENDED,)
    return words.said(texts[number % len(texts)], case.hired.user.written_language)


def _day(first: Date, last: Date, number: int, count: int) -> Date:
    """Spread over the days there are, in order, the first one left out."""
    span = max(1, (last - first).days)
    return first + DAY * (1 + number * span // count)
