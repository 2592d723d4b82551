"""Studies outside the catalogue: proposed by an employee, checked by the owner."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from catalogue import messages, policy
from catalogue.models import Course, CourseRun, OutsideStudy, Provider
from catalogue.services.keywords import keep_keywords
from catalogue.states import STUDY_TRANSITIONS, StudyAction, StudyState
from staff.models import Employee, User
from staff.questions import ask
from staff.states import after
from staff.verdict import Refusal, require


@transaction.atomic
def propose_study(
    *,
    employee: Employee,
    institution: str,
    provider_kind: str,
    course: Mapping[str, Any],
    run: Mapping[str, Any],
    link: str,
    by: User,
) -> OutsideStudy:
    """Describe a study nobody has put in the catalogue; the owner is asked to check it.

    `course`: title, description, kind, credits, credit_system, nqf_level. `run`: starts_on,
    ends_on, place, is_online, study_load, terms, price_ore, apply_by. Raises ValidationError.
    """
    require(policy.may_propose_study(by, employee))
    provider = Provider.objects.filter(name__iexact=institution).first()
    if provider is None:
        provider = Provider(name=institution, kind=provider_kind)
        provider.full_clean()
        provider.save()
    known = Course.objects.filter(provider=provider, title=course["title"]).first()
    described = Course(provider=provider, **course)
    if known is not None:
        described.title = _("%(title)s (described by an employee, %(number)s)") % {
            "title": course["title"],
            "number": Course.objects.filter(provider=provider).count(),
        }
    described.full_clean(exclude=["search"])
    described.save()
    keep_keywords([described])
    held = CourseRun(
        course=described, seats=1, has_waiting_list=False, is_reserved=True, apply_at=link, **run
    )
    held.full_clean()
    held.save()
    study = OutsideStudy.objects.create(
        owner_id=employee.owner_id,
        employee=employee,
        written_by=by,
        run=held,
        link=link,
        proposed_at=timezone.now(),
    )
    record("study.proposed", subject=study, by=by)
    messages.study_proposed(study)
    return study


@transaction.atomic
def accept_study(*, study: OutsideStudy, note: str, by: User) -> OutsideStudy:
    """The owner has looked it up: it is as described, and may be applied for."""
    return _check(study, StudyAction.ACCEPT, note, by)


@transaction.atomic
def refuse_study(*, study: OutsideStudy, reason: str, by: User) -> OutsideStudy:
    """The owner does not accept it, and says why; the employee is told.

    Raises Refusal without a reason, or where the study is granted already.
    """
    if not reason.strip():
        raise Refusal(_("Write why the study is not accepted."))
    return _check(study, StudyAction.REFUSE, reason, by)


def _check(study: OutsideStudy, action: StudyAction, reason: str, by: User) -> OutsideStudy:
    study = (
        OutsideStudy.objects.select_for_update(of=("self",))
        .select_related("run__course", "written_by", "owner")
        .get(pk=study.pk)
    )
    require(policy.may_check_study(by, study))
    if settled := [why for answer in ask("study_is_settled", run=study.run) for why in answer]:
        raise Refusal(" ".join(settled))
    study.state = after(STUDY_TRANSITIONS, StudyState(study.state), action)
    study.reason, study.checked_by, study.checked_at = reason.strip(), by, timezone.now()
    study.save()
    record(f"study.{study.state}", subject=study, by=by)
    messages.study_checked(study)
    return study
