"""What a person can apply for now."""

from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Lower
from django.utils import timezone

from applications.models import Application, Offer, Round
from applications.states import ENDED_EARLY, RoundState
from catalogue.models import Course
from staff.models import Position, User


def open_rounds(user: User) -> QuerySet[Round]:
    """Those of one's employers that take applications today, the nearest deadline first."""
    today = timezone.localdate()
    return (
        Round.objects.filter(
            owner__employees__user=user,
            state=RoundState.OPEN,
            opens_on__lte=today,
            applicant_deadline__gte=today,
        )
        .select_related("owner")
        .order_by("applicant_deadline", "pk")
    )


def main_position(user: User, owner_id: int | None = None) -> Position | None:
    """The largest post one holds today, at one employer or at any."""
    held = Position.objects.on(timezone.localdate()).filter(employee__user=user)
    if owner_id is not None:
        held = held.filter(owner=owner_id)
    found = held.select_related("code__staff_group", "workplace", "owner")
    return found.order_by("-percent", "pk").first()


def offers(
    rounds: QuerySet[Round],
    *,
    text: str = "",
    credits: tuple[int, int] | None = None,
    group_id: int | None = None,
) -> QuerySet[Offer]:
    """What the rounds offer: with all the words, within the credits, meant for the group."""
    found = Offer.objects.filter(round__in=rounds)
    for word in text.split():
        found = found.filter(
            Q(course_run__course__title__icontains=word)
            | Q(course_run__course__description__icontains=word)
            | Q(course_run__course__provider__name__icontains=word)
            | Q(course_run__place__icontains=word)
        )
    if credits is not None:
        found = found.filter(course_run__course__credits__range=credits)
    if group_id is not None:
        found = found.filter(_meant_for(group_id))
    return found.order_by(in_norwegian("course_run__course__title"), "pk")


def with_course(offers: QuerySet[Offer], group_id: int | None) -> QuerySet[Offer]:
    """Adds what a list shows of each, and `fits`: whether it is meant for the group."""
    return offers.select_related("round", "course_run__course__provider").annotate(
        fits=_meant_for(group_id or 0)
    )


def live_application(user: User, round: Round) -> Application | None:
    """The person's application in the round, if there is one that counts."""
    mine = Application.objects.filter(applicant=user, round=round)
    return mine.exclude(state__in=ENDED_EARLY).first()


def in_norwegian(field: str) -> Func:
    """A sort key that puts æ, ø and å last, whatever the database's own order is."""
    return Func(Lower(F(field)), Value("æøå"), Value("{|}"), function="translate")


def _meant_for(group_id: int) -> Exists:
    return Exists(
        Course.staff_groups.through.objects.filter(
            course=OuterRef("course_run__course"), staffgroup=group_id
        )
    )
