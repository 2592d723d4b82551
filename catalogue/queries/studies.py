"""Studies outside the catalogue: whose one reads, and those that wait to be checked."""

from django.db.models import QuerySet

from catalogue.models import OutsideStudy
from catalogue.states import StudyState
from staff.access import owner_ids
from staff.models import User
from staff.roles import Permission


def of_my_own(user: User) -> QuerySet[OutsideStudy]:
    """The newest first."""
    return OutsideStudy.objects.filter(written_by=user).order_by("-pk")


def to_check(user: User) -> QuerySet[OutsideStudy]:
    """At the owners whose studies one checks: those nobody has answered, the oldest first."""
    return _checked_by(user).filter(state=StudyState.PROPOSED).order_by("pk")


def answered(user: User) -> QuerySet[OutsideStudy]:
    """At the same owners, the newest first."""
    return _checked_by(user).exclude(state=StudyState.PROPOSED).order_by("-pk")


def for_rows(studies: QuerySet[OutsideStudy]) -> QuerySet[OutsideStudy]:
    return studies.select_related("run__course__provider", "written_by", "owner", "checked_by")


def waiting_at(owner_id: int) -> int:
    """How many wait to be checked at the owner."""
    return OutsideStudy.objects.filter(owner=owner_id, state=StudyState.PROPOSED).count()


def _checked_by(user: User) -> QuerySet[OutsideStudy]:
    return OutsideStudy.objects.filter(owner__in=owner_ids(user, Permission.STUDY_CHECK))
