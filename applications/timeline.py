"""Where a case stands, in words: what has happened, who acts next and by when, what comes later."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from applications.models import Application, Decision, Participation, Recommendation
from applications.policy import is_open
from applications.queries.advising import has_moved_up
from applications.states import RoundState, State
from staff.models import User

COLOURS: Final[Mapping[str, str]] = {
    State.DRAFT: "warning",
    State.SUBMITTED: "info",
    State.RECOMMENDED: "info",
    State.NOT_RECOMMENDED: "warning",
    State.RANKED: "info",
    State.GRANTED: "success",
    State.WAITING_LIST: "warning",
    State.REJECTED: "danger",
    State.ACCEPTED: "success",
    State.PARTICIPATING: "success",
    State.COMPLETED: "success",
}
NO_BREAK: Final = "\u00a0"


class Stage(IntEnum):
    SEND = 1
    ADVICE = 2
    PROPOSAL = 3
    STATEMENTS = 4
    DECISION = 5
    ANSWER = 6
    STUDY = 7


@dataclass(frozen=True, slots=True)
class Step:
    """Something that somebody is to do. `by` lasts to 23:59 Norwegian time that day."""

    title: str
    who: str
    by: datetime.date | None = None
    yours: bool = False

    @property
    def is_late(self) -> bool:
        return self.by is not None and self.by < timezone.localdate()

    @property
    def when(self) -> str:
        return until(self.by) if self.by else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of components/timeline.html."""

    title: str
    status: str  # ok, now or later
    when: str = ""
    who: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What has been written down about a case, fetched by whoever shows it."""

    advice: Recommendation | None
    decisions: Sequence[Decision]
    participations: Sequence[Participation]
    ended_at: datetime.datetime | None = None


def until(day: datetime.date) -> str:
    """A deadline in words."""
    return _("by %(day)s at 23.59") % {"day": _day(day)}


def next_step(application: Application, *, reader: User) -> Step | None:
    """Who acts next and by when; None where the case is over. Needs round, workplace and owner."""
    stage = _stage(application)
    if stage is None:
        return None
    return _steps(application, reader, stage)[stage]


def entries(application: Application, facts: Facts, *, reader: User) -> list[Entry]:
    """The whole line, oldest first."""
    line = list(_past(application, facts))
    stage = _stage(application)
    if stage is None:
        return line
    steps = _steps(application, reader, stage)
    now = steps[stage]
    line.append(Entry(now.title, "now", when=now.when, who="" if now.yours else now.who))
    if application.state not in (State.WAITING_LIST, State.ACCEPTED, State.PARTICIPATING):
        later = [steps[coming] for coming in Stage if coming > stage]
        line += [Entry(step.title, "later", when=step.when, who=step.who) for step in later]
    return line


def _stage(application: Application) -> Stage | None:
    state, round_state = application.state, application.round.state
    if state == State.SUBMITTED and round_state in (RoundState.OPEN, RoundState.WITH_LEADERS):
        return Stage.ADVICE
    if state == State.RANKED and round_state == RoundState.IN_CONSULTATION:
        return Stage.STATEMENTS
    return {
        State.DRAFT: Stage.SEND,
        State.SUBMITTED: Stage.PROPOSAL,
        State.RECOMMENDED: Stage.PROPOSAL,
        State.NOT_RECOMMENDED: Stage.PROPOSAL,
        State.RANKED: Stage.PROPOSAL,
        State.WAITING_LIST: Stage.DECISION,
        State.GRANTED: Stage.ANSWER,
        State.ACCEPTED: Stage.STUDY,
        State.PARTICIPATING: Stage.STUDY,
    }.get(State(state))


def _steps(application: Application, reader: User, now: Stage) -> dict[Stage, Step]:
    round = application.round
    mine = application.applicant_id == reader.pk
    applicant = _("You") if mine else str(application.applicant)
    owner = str(application.owner)
    return {
        Stage.SEND: _sending(application, applicant, mine=mine),
        Stage.ADVICE: _advising(application, now),
        Stage.PROPOSAL: Step(
            _("Ranking of all applications, and a proposal to the unions"),
            owner,
            round.consultation_deadline,
        ),
        Stage.STATEMENTS: Step(
            _("Views on the proposal"),
            _("The unions"),
            round.consultation_deadline,
        ),
        Stage.DECISION: _deciding(application, owner),
        Stage.ANSWER: _answering(application, applicant, mine=mine),
        Stage.STUDY: _studying(application, owner),
    }


def _sending(application: Application, applicant: str, *, mine: bool) -> Step:
    if not is_open(application.round):
        return Step(_("Not sent: the round no longer takes applications"), "")
    deadline = application.round.applicant_deadline
    return Step(_("Finish the application and send it"), applicant, deadline, yours=mine)


def _advising(application: Application, now: Stage) -> Step:
    """The leader; or the owner's officers, where no leader there may handle the case."""
    places = {"workplace": application.workplace, "owner": application.owner}
    who = _("The leader of %(workplace)s") % places
    if now <= Stage.ADVICE and has_moved_up(application):
        who = (
            _("The case officers of %(owner)s, as no leader of %(workplace)s may handle it")
            % places
        )
    return Step(_("Advice on the application"), who, application.round.leader_deadline)


def _deciding(application: Application, owner: str) -> Step:
    if application.state == State.WAITING_LIST:
        return Step(_("On the waiting list: a place is offered if one becomes free"), owner)
    return Step(_("Decision"), owner, application.round.decision_by)


def _answering(application: Application, applicant: str, *, mine: bool) -> Step:
    if application.state != State.GRANTED:
        return Step(_("If you get a place: accept or decline"), applicant)
    return Step(_("Accept or decline the place"), applicant, application.answer_by, yours=mine)


def _studying(application: Application, owner: str) -> Step:
    run = application.course_run
    if run is None:
        return Step(_("The course starts"), "")
    if application.state == State.PARTICIPATING:
        day = {"day": _day(run.ends_on)}
        return Step(_("Each term is confirmed until the course ends on %(day)s") % day, owner)
    day = {"day": _day(run.starts_on)}
    if application.state == State.ACCEPTED:
        title = _("Participation is confirmed when the course starts on %(day)s") % day
        return Step(title, owner)
    return Step(_("The course starts on %(day)s") % day, "")


def _past(application: Application, facts: Facts) -> Iterator[Entry]:
    if application.submitted_at is None:
        yield Entry(_("Draft saved"), "ok", when=_moment(application.saved_at))
    else:
        number = {"number": application.number}
        yield Entry(_("Sent, number %(number)s") % number, "ok", _moment(application.submitted_at))
    yield from _advised(facts.advice)
    yield from _decided(facts.decisions)
    if application.answered_at:
        declined = application.state == State.DECLINED
        title = _("Place declined") if declined else _("Place accepted")
        yield Entry(title, "ok", when=_moment(application.answered_at))
    yield from _attended(facts.participations)
    if application.state in (State.WITHDRAWN, State.COMPLETED):
        when = _moment(facts.ended_at) if facts.ended_at else ""
        yield Entry(str(State(application.state).label), "ok", when=when)


def _advised(advice: Recommendation | None) -> Iterator[Entry]:
    if advice is None:
        return
    title = _("Recommended") if advice.recommended else _("Not recommended")
    yield Entry(title, "ok", when=_moment(advice.given_at), who=str(advice.given_by))


def _decided(decisions: Iterable[Decision]) -> Iterator[Entry]:
    for decision in decisions:
        when = _moment(decision.decided_at)
        yield Entry(str(decision.get_outcome_display()), "ok", when=when)


def _attended(participations: Iterable[Participation]) -> Iterator[Entry]:
    for participation in participations:
        paid = _("paid %(day)s") % {"day": _day(participation.paid_at)}
        yield Entry(
            _("Participation in term %(term)d confirmed") % {"term": participation.term},
            "ok",
            when=_moment(participation.confirmed_at),
            detail=paid if participation.paid_at else "",
        )


def _day(day: datetime.date | datetime.datetime | None) -> str:
    if isinstance(day, datetime.datetime):
        day = timezone.localtime(day).date()
    return date_format(day, "j. F Y").replace(" ", NO_BREAK) if day else ""


def _moment(moment: datetime.datetime) -> str:
    local = timezone.localtime(moment)
    return f"{_day(local)} {_('at')}{NO_BREAK}{local:%H.%M}"
