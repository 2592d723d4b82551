"""The lives of a round and of an application. An arrow that is not here does not exist."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "draft", _("Draft, not sent")
    SUBMITTED = "submitted", _("Sent")
    RECOMMENDED = "recommended", _("Recommended")
    NOT_RECOMMENDED = "not_recommended", _("Not recommended")
    RANKED = "ranked", _("Ranked")
    GRANTED = "granted", _("Granted")
    WAITING_LIST = "waiting_list", _("On the waiting list")
    REJECTED = "rejected", _("Rejected")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined by the applicant")
    PARTICIPATING = "participating", _("Participating")
    COMPLETED = "completed", _("Completed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Action(models.TextChoices):
    SUBMIT = "submit", _("Send")
    RECOMMEND = "recommend", _("Recommend")
    ADVISE_AGAINST = "advise_against", _("Not recommend")
    RANK = "rank", _("Rank")
    GRANT = "grant", _("Grant the application")
    PUT_ON_WAITING_LIST = "put_on_waiting_list", _("Put on the waiting list")
    REJECT = "reject", _("Reject")
    ACCEPT = "accept", _("Accept")
    DECLINE = "decline", _("Decline")
    CONFIRM = "confirm", _("Confirm participation")
    COMPLETE = "complete", _("Complete")
    WITHDRAW = "withdraw", _("Withdraw")


INITIAL: Final = State.DRAFT
_decide: Final[Mapping[Action, State]] = {
    Action.GRANT: State.GRANTED,
    Action.PUT_ON_WAITING_LIST: State.WAITING_LIST,
    Action.REJECT: State.REJECTED,
}
_weighed: Final[Mapping[Action, State]] = {
    Action.RANK: State.RANKED,
    Action.REJECT: State.REJECTED,
    Action.WITHDRAW: State.WITHDRAWN,
}
TRANSITIONS: Final[Mapping[State, Mapping[Action, State]]] = {
    State.DRAFT: {Action.SUBMIT: State.SUBMITTED, Action.WITHDRAW: State.WITHDRAWN},
    State.SUBMITTED: {
        Action.RECOMMEND: State.RECOMMENDED,
        Action.ADVISE_AGAINST: State.NOT_RECOMMENDED,
        **_weighed,
    },
    State.RECOMMENDED: {Action.ADVISE_AGAINST: State.NOT_RECOMMENDED, **_weighed},
    State.NOT_RECOMMENDED: {Action.RECOMMEND: State.RECOMMENDED, **_weighed},
    State.RANKED: {Action.RANK: State.RANKED, Action.WITHDRAW: State.WITHDRAWN, **_decide},
    State.WAITING_LIST: {
        Action.GRANT: State.GRANTED,
        Action.REJECT: State.REJECTED,
        Action.WITHDRAW: State.WITHDRAWN,
    },
    State.GRANTED: {Action.ACCEPT: State.ACCEPTED, Action.DECLINE: State.DECLINED},
    State.ACCEPTED: {Action.CONFIRM: State.PARTICIPATING},
    State.PARTICIPATING: {
        Action.CONFIRM: State.PARTICIPATING,
        Action.COMPLETE: State.COMPLETED,
    },
    State.REJECTED: {},
    State.DECLINED: {},
    State.COMPLETED: {},
    State.WITHDRAWN: {},
}
# A person has one live application in a round; these no longer count.
ENDED_EARLY: Final = (State.WITHDRAWN, State.DECLINED)
HOLDING_MONEY: Final = (State.GRANTED, State.ACCEPTED, State.PARTICIPATING, State.COMPLETED)
DECIDED: Final = (State.WAITING_LIST, State.REJECTED, State.DECLINED, *HOLDING_MONEY)


class RoundState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open for applications")
    WITH_LEADERS = "with_leaders", _("With the leaders")
    WITH_OWNER = "with_owner", _("With the owner")
    DISTRIBUTING = "distributing", _("Being distributed")
    IN_CONSULTATION = "in_consultation", _("In consultation")
    DECIDED = "decided", _("Decided")
    CLOSED = "closed", _("Closed")


class RoundAction(models.TextChoices):
    OPEN = "open", _("Open the round")
    CLOSE_FOR_APPLICANTS = "close_for_applicants", _("Hand over to the leaders")
    CLOSE_FOR_LEADERS = "close_for_leaders", _("Take over from the leaders")
    START_DISTRIBUTION = "start_distribution", _("Start the distribution")
    CONSULT = "consult", _("Send to consultation")
    TAKE_BACK = "take_back", _("Take back from consultation")
    DECIDE = "decide", _("Decide")
    CLOSE = "close", _("Close the round")


ROUND_TRANSITIONS: Final[Mapping[RoundState, Mapping[RoundAction, RoundState]]] = {
    RoundState.PLANNED: {RoundAction.OPEN: RoundState.OPEN},
    RoundState.OPEN: {RoundAction.CLOSE_FOR_APPLICANTS: RoundState.WITH_LEADERS},
    RoundState.WITH_LEADERS: {RoundAction.CLOSE_FOR_LEADERS: RoundState.WITH_OWNER},
    RoundState.WITH_OWNER: {RoundAction.START_DISTRIBUTION: RoundState.DISTRIBUTING},
    RoundState.DISTRIBUTING: {RoundAction.CONSULT: RoundState.IN_CONSULTATION},
    RoundState.IN_CONSULTATION: {
        RoundAction.TAKE_BACK: RoundState.DISTRIBUTING,
        RoundAction.DECIDE: RoundState.DECIDED,
    },
    RoundState.DECIDED: {RoundAction.CLOSE: RoundState.CLOSED},
    RoundState.CLOSED: {},
}
