"""What employers hear about their employees' seats: whoever follows the cases up acts on it."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.models import CourseRun, Seat
from notifications.services import tell_each
from staff.access import people_with
from staff.impartiality import impartial_among
from staff.models import Owner
from staff.roles import Permission


def seat_refused(seat: Seat, reason: str) -> None:
    """Those who confirm participation hear that somebody did not get in, and why."""
    officers = people_with(Permission.PARTICIPATION_CONFIRM, owner=seat.owner)
    tell_each(
        impartial_among(officers, seat.participant_id, seat.owner_id),
        f"seat:{seat.pk}:refused:employer",
        lambda: (
            _("No seat in “%(course)s” for %(name)s")
            % {"course": seat.run.course, "name": seat.participant},
            _("The provider writes: %(reason)s") % {"reason": reason},
        ),
        seat.run.get_absolute_url(),
        owner_id=seat.owner_id,
    )


def run_cancelled(run: CourseRun, seats: Iterable[Seat], reason: str) -> None:
    """Each employer hears, once, how many of its employees it is about."""
    counted = Counter(seat.owner_id for seat in seats)
    for owner in Owner.objects.filter(pk__in=counted):
        _run_cancelled_at(owner, run, counted[owner.pk], reason)


def _run_cancelled_at(owner: Owner, run: CourseRun, count: int, reason: str) -> None:
    def words() -> tuple[str, str]:
        about = ngettext(
            "%(count)d of your employees has a seat or waits for one.",
            "%(count)d of your employees have a seat or wait for one.",
            count,
        ) % {"count": count}
        said = _("The provider writes: %(reason)s") % {"reason": reason}
        return _("Cancelled: “%(course)s”") % {"course": run.course}, f"{about}\n{said}"

    tell_each(
        people_with(Permission.PARTICIPATION_CONFIRM, owner=owner),
        f"run:{run.pk}:cancelled:employer:{owner.pk}",
        words,
        run.get_absolute_url(),
        owner_id=owner.pk,
    )
