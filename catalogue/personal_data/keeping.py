"""What the catalogue still needs of somebody who left: a profile for what is under way, a name for
what is kept longer.
"""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from catalogue.models import (
    CatalogueFile,
    LogEntry,
    OrderInvitation,
    OrderPartner,
    OutsideStudy,
    Placement,
    Proof,
    Seat,
    Signature,
    TailoredOrder,
    TradeNote,
)
from catalogue.states import PlacementState, SeatState, StudyState
from staff.models import Employee, User

UNDER_WAY = (PlacementState.WISHED, PlacementState.AGREED, PlacementState.SIGNED)
IN_LINE = (SeatState.ASKED, SeatState.WAITING)


def keeps_profile(*, employee_ids: list[int]) -> set[int]:
    """Those on a placement, in a course or in line for one, or waiting to hear about a study."""
    today = timezone.localdate()
    there = {"owner": OuterRef("owner"), "participant": OuterRef("user")}
    seats = Seat.objects.filter(**there).filter(
        Q(state__in=IN_LINE, run__starts_on__gte=today)
        | Q(state=SeatState.CONFIRMED, reported_at=None, run__ends_on__gte=today),
        run__cancelled_on=None,
    )
    placements = Placement.objects.filter(**there, state__in=UNDER_WAY, ends_on__gte=today)
    studies = OutsideStudy.objects.filter(employee=OuterRef("pk"), state=StudyState.PROPOSED)
    bound = Employee.objects.filter(pk__in=employee_ids).filter(
        Exists(seats) | Exists(placements) | Exists(studies)
    )
    return set(bound.values_list("pk", flat=True))


def keeps_name(*, user_ids: list[int]) -> set[int]:
    """Those who stand in something that is kept: taking part, signing, ordering, answering."""
    me = OuterRef("pk")
    standing = (
        Seat.objects.filter(Q(participant=me) | Q(answered_by=me) | Q(reported_by=me)),
        Placement.objects.filter(Q(participant=me) | Q(confirmed_by=me)),
        Signature.objects.filter(signed_by=me),
        LogEntry.objects.filter(written_by=me),
        Proof.objects.filter(holder=me),
        TailoredOrder.objects.filter(made_by=me),
        OrderPartner.objects.filter(Q(joined_by=me) | Q(declined_by=me)),
        OrderInvitation.objects.filter(offered_by=me),
        TradeNote.objects.filter(written_by=me),
        OutsideStudy.objects.filter(Q(written_by=me) | Q(checked_by=me)),
        CatalogueFile.objects.filter(Q(uploaded_by=me) | Q(applied_by=me)),
    )
    anywhere = Q()
    for rows in standing:
        anywhere |= Q(Exists(rows))
    return set(User.objects.filter(anywhere, pk__in=user_ids).values_list("pk", flat=True))
