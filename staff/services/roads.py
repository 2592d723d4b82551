"""On the road to a qualification: started, so far come, ended; and the leader's confirmation."""

import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from staff.messages import roads as messages
from staff.models import Employee, Owner, Path, PathTaken, Position, User, Workplace
from staff.policy import roads as policy
from staff.queries.conditions import Dates, to_remind
from staff.queries.roads import PROGRESS_EVENT, path_now
from staff.services.qualifications import add_qualification
from staff.verdict import Refusal, require

LONGEST_YEARS: Final = 15


@transaction.atomic
def start_road(
    *,
    employee: Employee,
    path: Path,
    institution: str,
    started_on: datetime.date,
    expected_end: datetime.date,
    by: User,
) -> PathTaken:
    """Write down that one has started. The leaders hear of it and confirm.

    Raises ValidationError where a date cannot be, Refusal where one is on the road already.
    """
    employee = Employee.objects.select_for_update().select_related("owner").get(pk=employee.pk)
    require(policy.may_walk(by, employee))
    if path_now(path.pk) is None:
        raise Refusal(_("This road is not offered any more; look at the roads that fit you now."))
    if employee.paths_taken.filter(path__code=path.code, ended_on=None).exists():
        raise Refusal(_("You are already on this road."))
    _check_dates(started_on, expected_end)
    taken = PathTaken.objects.create(
        owner=employee.owner,
        employee=employee,
        path=path,
        institution=institution,
        started_on=started_on,
        expected_end=expected_end,
    )
    record("road.started", subject=taken, by=by, road=path.code)
    messages.started(taken, _workplaces_of(employee))
    return taken


@transaction.atomic
def report_progress(
    *, taken: PathTaken, credits_done: int, on: datetime.date, expected_end: datetime.date, by: User
) -> PathTaken:
    """How many credits one had on a day, and when one thinks one is done. Raises ValidationError.

    What is reported is kept in the history; the row holds the latest.
    """
    taken = _lock(taken)
    require(policy.may_report(by, taken))
    total = taken.path.credits or 0
    if not 0 <= credits_done <= total:
        raise ValidationError(
            {"credits_done": _("It is between 0 and %(total)d credits.") % {"total": total}}
        )
    if not taken.started_on <= on <= timezone.localdate():
        raise ValidationError({"on": _("Choose a day between when you started and today.")})
    _check_dates(taken.started_on, expected_end)
    taken.credits_done, taken.expected_end = credits_done, expected_end
    taken.save(update_fields=["credits_done", "expected_end"])
    record(PROGRESS_EVENT, subject=taken, by=by, credits=credits_done, on=on.isoformat())
    return taken


@transaction.atomic
def end_road(*, taken: PathTaken, outcome: str, ended_on: datetime.date, by: User) -> PathTaken:
    """Completed, or left. What is completed is added to one's qualifications, not yet confirmed.

    Raises ValidationError where the day cannot be.
    """
    taken = _lock(taken)
    require(policy.may_report(by, taken))
    if not taken.started_on <= ended_on <= timezone.localdate():
        raise ValidationError({"ended_on": _("Choose a day between when you started and today.")})
    taken.outcome, taken.ended_on = PathTaken.Outcome(outcome), ended_on
    is_completed = taken.outcome == PathTaken.Outcome.COMPLETED
    if is_completed:
        taken.credits_done = taken.path.credits or taken.credits_done
    taken.save(update_fields=["outcome", "ended_on", "credits_done"])
    record("road.ended", subject=taken, by=by, outcome=taken.outcome)
    if is_completed:
        _add_what_it_gives(taken, by)
    return taken


@transaction.atomic
def confirm_road(*, taken: PathTaken, by: User) -> PathTaken:
    """Somebody who is not the person has seen the proof that they have started."""
    taken = _lock(taken)
    require(policy.may_confirm(by, taken))
    if taken.confirmed_by_id is not None:
        raise Refusal(_("It has already been confirmed."))
    if taken.ended_on is not None:
        raise Refusal(_("This road has ended, so there is nothing to confirm."))
    taken.confirmed_by = by
    taken.save(update_fields=["confirmed_by"])
    record("road.confirmed", subject=taken, by=by)
    messages.confirmed(taken)
    return taken


@transaction.atomic
def remind_of_conditions(*, owner: Owner, on: datetime.date, by: User | None) -> int:
    """Tell those employed on condition, their leaders and the owner, on and after a reminder day.

    Nobody is told twice, so it may run every night. Returns how many were told. Raises LookupError
    where a number is missing.
    """
    dates = Dates.of(owner.pk, on)
    if not (reminder := dates.due(on)):
        return 0
    employees = to_remind(owner.pk, on, dates.last_day)
    told = messages.remind(owner, employees, dates.last_day, reminder) if employees else 0
    if told:
        record("condition.reminded", subject=owner, by=by, owner_id=owner.pk, reminder=reminder)
    return told


def _check_dates(started_on: datetime.date, expected_end: datetime.date) -> None:
    today = timezone.localdate()
    if started_on > today:
        raise ValidationError(
            {"started_on": _("This day has not come yet. Write it when you have started.")}
        )
    if started_on.year < today.year - LONGEST_YEARS:
        raise ValidationError({"started_on": _("This is very long ago. Is the year right?")})
    if expected_end <= started_on:
        raise ValidationError({"expected_end": _("It must be after the day you started.")})
    if expected_end.year > today.year + LONGEST_YEARS:
        raise ValidationError({"expected_end": _("This is very far ahead. Is the year right?")})


def _add_what_it_gives(taken: PathTaken, by: User) -> None:
    """The qualification, unless the person has already written it down."""
    path, ended_on = taken.path, taken.ended_on
    assert ended_on is not None  # noqa: S101  (a database check says so)
    title, year = path.name_in(by.written_language), ended_on.year
    kind = path.gives_kind
    if taken.employee.qualifications.filter(kind=kind, title=title, year=year).exists():
        return
    facts = {
        "title": title,
        "institution": taken.institution,
        "level": path.gives_level,
        "credits": path.credits,
        "credit_system": _credit_system(path),
        "year": year,
    }
    add_qualification(employee=taken.employee, kind=kind, facts=facts, by=by)


def _credit_system(path: Path) -> str:
    if path.credits is None:
        return ""
    return "fagskole" if path.gives_kind == "fagskole" else "higher"


def _workplaces_of(employee: Employee) -> list[Workplace]:
    """Where the person works today, each once."""
    held = Position.objects.on(timezone.localdate()).filter(employee=employee)
    return list(
        {post.workplace_id: post.workplace for post in held.select_related("workplace")}.values()
    )


def _lock(taken: PathTaken) -> PathTaken:
    return (
        PathTaken.objects.select_for_update(of=("self",))
        .select_related("path", "employee__user", "owner")
        .get(pk=taken.pk)
    )
