"""The lives of a seat, a tailored order, a study outside the catalogue and a placement."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SeatState(models.TextChoices):
    ASKED = "asked", _("Asked for")
    CONFIRMED = "confirmed", _("Confirmed")
    WAITING = "waiting", _("On the waiting list")
    REFUSED = "refused", _("Refused")
    RELEASED = "released", _("Given up")


class SeatAction(models.TextChoices):
    CONFIRM = "confirm", _("Confirm")
    PUT_ON_WAITING_LIST = "put_on_waiting_list", _("Put on the waiting list")
    REFUSE = "refuse", _("Refuse")
    RELEASE = "release", _("Give up")


GIVEN_UP: Final = (SeatState.RELEASED, SeatState.REFUSED)

S, A = SeatState, SeatAction
SEAT_TRANSITIONS: Final[Mapping[SeatState, Mapping[SeatAction, SeatState]]] = {
    S.ASKED: {
        A.CONFIRM: S.CONFIRMED,
        A.PUT_ON_WAITING_LIST: S.WAITING,
        A.REFUSE: S.REFUSED,
        A.RELEASE: S.RELEASED,
    },
    S.WAITING: {A.CONFIRM: S.CONFIRMED, A.REFUSE: S.REFUSED, A.RELEASE: S.RELEASED},
    S.CONFIRMED: {A.RELEASE: S.RELEASED},
    S.REFUSED: {},
    S.RELEASED: {},
}


class OrderState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    INVITED = "invited", _("Providers are invited")
    ACCEPTED = "accepted", _("An offer is accepted")
    CANCELLED = "cancelled", _("Cancelled")


class OrderAction(models.TextChoices):
    INVITE = "invite", _("Invite providers")
    ACCEPT = "accept", _("Accept an offer")
    CANCEL = "cancel", _("Cancel")


ORDER_TRANSITIONS: Final[Mapping[OrderState, Mapping[OrderAction, OrderState]]] = {
    OrderState.DRAFT: {
        OrderAction.INVITE: OrderState.INVITED,
        OrderAction.CANCEL: OrderState.CANCELLED,
    },
    OrderState.INVITED: {
        OrderAction.ACCEPT: OrderState.ACCEPTED,
        OrderAction.CANCEL: OrderState.CANCELLED,
    },
    OrderState.ACCEPTED: {},
    OrderState.CANCELLED: {},
}


class PlacementState(models.TextChoices):
    WISHED = "wished", _("Wished for")
    AGREED = "agreed", _("Agreement written, not signed by all")
    SIGNED = "signed", _("Signed by all three")
    COMPLETED = "completed", _("Completed")
    DECLINED = "declined", _("Declined by the business")
    CANCELLED = "cancelled", _("Cancelled")


class PlacementAction(models.TextChoices):
    WRITE_AGREEMENT = "write_agreement", _("Write the agreement")
    SIGN = "sign", _("Sign")
    COMPLETE = "complete", _("Confirm that it was carried out")
    DECLINE = "decline", _("Decline")
    CANCEL = "cancel", _("Cancel")


class StudyState(models.TextChoices):
    PROPOSED = "proposed", _("Waiting to be checked")
    ACCEPTED = "accepted", pgettext_lazy("study", "Accepted")
    REFUSED = "refused", _("Not accepted")


class StudyAction(models.TextChoices):
    ACCEPT = "accept", pgettext_lazy("study", "Accept")
    REFUSE = "refuse", _("Do not accept")


STUDY_TRANSITIONS: Final[Mapping[StudyState, Mapping[StudyAction, StudyState]]] = {
    StudyState.PROPOSED: {
        StudyAction.ACCEPT: StudyState.ACCEPTED,
        StudyAction.REFUSE: StudyState.REFUSED,
    },
    # Somebody may find out more: until it is applied for and granted, the answer can change.
    StudyState.ACCEPTED: {StudyAction.REFUSE: StudyState.REFUSED},
    StudyState.REFUSED: {StudyAction.ACCEPT: StudyState.ACCEPTED},
}


P, D = PlacementState, PlacementAction
PLACEMENT_TRANSITIONS: Final[Mapping[PlacementState, Mapping[PlacementAction, PlacementState]]] = {
    P.WISHED: {
        D.WRITE_AGREEMENT: P.AGREED,
        D.DECLINE: P.DECLINED,
        D.CANCEL: P.CANCELLED,
    },
    # A changed agreement is signed anew; the third signature makes it hold.
    P.AGREED: {D.WRITE_AGREEMENT: P.AGREED, D.SIGN: P.SIGNED, D.CANCEL: P.CANCELLED},
    P.SIGNED: {D.COMPLETE: P.COMPLETED, D.CANCEL: P.CANCELLED},
    P.COMPLETED: {},
    P.DECLINED: {},
    P.CANCELLED: {},
}
