"""The applicant's own verbs: start, save, attach, send, withdraw."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import costing, messages, policy
from applications.models import Application, Attachment, Round
from applications.queries.outside import runs_to_choose, study_of
from applications.states import ENDED_EARLY, TRANSITIONS, Action, State
from audit.services import record
from catalogue.states import StudyState
from staff.models import Employee, Position, User
from staff.states import after
from staff.verdict import Refusal, require

DRAFT_FIELDS = ("course_run", "scheme", "leave_percent", "leave_weekdays", "why")


@transaction.atomic
def start(*, round: Round, by: User) -> Application:
    """The person's live application in the round: the one there is, or a new draft.

    Raises Refusal where the person holds no position with the owner today.
    """
    require(policy.may_apply(by, round))
    employee = Employee.objects.select_for_update().get(user=by, owner_id=round.owner_id)
    live = Application.objects.filter(round=round, employee=employee).exclude(state__in=ENDED_EARLY)
    if existing := live.first():
        return existing
    position = _main_position(employee)
    application = Application.objects.create(
        owner_id=round.owner_id,
        round=round,
        applicant=by,
        employee=employee,
        position=position,
        workplace_id=position.workplace_id,
        staff_group_id=position.code.staff_group_id,
        position_percent=position.percent,
        saved_at=timezone.now(),
    )
    record("application.started", subject=application, by=by)
    return application


@transaction.atomic
def save_draft(*, application: Application, changes: dict[str, Any], by: User) -> Application:
    """Keep what was typed. `changes` holds some of DRAFT_FIELDS, or `position`."""
    application = _lock(application)
    require(policy.may_edit(by, application))
    if position := changes.get("position"):
        application.position = position
        application.workplace_id = position.workplace_id
        application.staff_group_id = position.code.staff_group_id
        application.position_percent = position.percent
    for field in DRAFT_FIELDS:
        if field in changes:
            setattr(application, field, changes[field])
    application.saved_at = timezone.now()
    application.save(
        update_fields=[
            *DRAFT_FIELDS,
            "position",
            "workplace",
            "staff_group",
            "position_percent",
            "saved_at",
        ]
    )
    return application


@transaction.atomic
def attach(
    *, application: Application, upload: "UploadedFile[bytes]", content_type: str, by: User
) -> Attachment:
    """Keep a file whose content the form has checked. Raises ValidationError on the same twice."""
    application = _lock(application)
    require(policy.may_edit(by, application))
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    attachment = Attachment(
        owner_id=application.owner_id,
        application=application,
        name=(upload.name or _("file"))[-200:],
        content_type=content_type,
        size=upload.size or 0,
        sha256=digest.hexdigest(),
        added_at=timezone.now(),
    )
    attachment.validate_constraints()
    attachment.file.save(f"{attachment.sha256[:32]}.bin", upload, save=False)
    attachment.save()
    record("application.attached", subject=application, by=by, size=attachment.size)
    return attachment


@transaction.atomic
def detach(*, attachment: Attachment, by: User) -> None:
    """Take a file back from a draft: the row goes at once, the file when that is certain."""
    application = _lock(attachment.application)
    require(policy.may_edit(by, application))
    kept, name = attachment.file.storage, attachment.file.name or ""
    record("application.detached", subject=application, by=by, sha256=attachment.sha256)
    attachment.delete()
    transaction.on_commit(lambda: kept.delete(name), robust=True)


def missing(application: Application) -> Sequence[tuple[str, str]]:
    """What the application still lacks before it can be sent: (step, sentence)."""
    lacks = []
    if application.course_run is None:
        lacks.append(("course", _("Choose a course.")))
    if application.scheme is None:
        lacks.append(("scheme", _("Choose a scheme.")))
    elif application.scheme.is_substitute and not (
        application.leave_percent and application.leave_weekdays
    ):
        lacks.append(("scheme", _("Say how much leave you want, and on which weekdays.")))
    if not application.why.strip():
        lacks.append(("why", _("Write why you want to take the course.")))
    return lacks


@transaction.atomic
def submit(*, application: Application, by: User) -> Application:
    """Send it. Raises Refusal while something is missing or the round is not open."""
    application = _lock(application)
    require(policy.may_edit(by, application))
    if not (verdict := policy.is_open(application.round)):
        raise Refusal(verdict.reason)
    if lacks := missing(application):
        raise Refusal(" ".join(sentence for _step, sentence in lacks))
    _is_offered(application)
    application.state = after(TRANSITIONS, State(application.state), Action.SUBMIT)
    costing.keep(application)
    if not application.cost_ore:
        raise Refusal(
            _("By this scheme the course costs nothing, so there is no money to apply for.")
        )
    application.submitted_at = timezone.now()
    application.number = _next_number(application.round)
    application.save(update_fields=["state", "cost_ore", "submitted_at", "number"])
    record("application.submitted", subject=application, by=by, number=application.number)
    messages.submitted(application)
    return application


@transaction.atomic
def withdraw(*, application: Application, by: User) -> Application:
    """Take it back, as long as nothing is decided. A draft is withdrawn silently."""
    application = _lock(application)
    require(policy.may_withdraw(by, application))
    was_sent = application.submitted_at is not None
    application.state = after(TRANSITIONS, State(application.state), Action.WITHDRAW)
    application.rank = None
    application.save(update_fields=["state", "rank"])
    record("application.withdrawn", subject=application, by=by)
    if was_sent:
        messages.withdrawn(application)
    return application


def _lock(application: Application) -> Application:
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("round", "course_run__course", "scheme", "position")
        .get(pk=application.pk)
    )


def _is_offered(application: Application) -> None:
    """Raises Refusal where the round does not, or no longer, offer the course or the scheme."""
    round = application.round
    to_choose = runs_to_choose(round, application.applicant_id)
    if not to_choose.filter(pk=application.course_run_id or 0).exists():
        study = study_of(application)
        if study is not None and study.state == StudyState.REFUSED:
            raise Refusal(_("Your employer has not accepted this study. Choose another course."))
        raise Refusal(_("That course is not offered in this round. Choose another."))
    if application.scheme not in round.schemes.all():
        raise Refusal(_("That scheme is not offered in this round. Choose another."))


def _main_position(employee: Employee) -> Position:
    """The largest post held today."""
    held = Position.objects.on(timezone.localdate()).filter(employee=employee)
    position = held.select_related("code").order_by("-percent", "pk").first()
    if position is None:
        raise Refusal(_("You hold no position with the owner today."))
    return position


def _next_number(round: Round) -> str:
    """2027-0142, counted through the owner's rounds of a year on the first of them.

    That row is locked last, so that nobody who sends waits long for another.
    """
    rounds = Round.objects.filter(owner_id=round.owner_id, year=round.year)
    first = rounds.order_by("pk").values_list("pk", flat=True)[0]
    rounds.filter(pk=first).update(last_number=F("last_number") + 1)
    last = rounds.values_list("last_number", flat=True).get(pk=first)
    return f"{round.year}-{last:04d}"
