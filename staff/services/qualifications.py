"""What a person has learned: written by the person, confirmed by somebody else."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from staff.messages import profile as messages
from staff.models import Employee, Qualification, User
from staff.policy import profile as policy
from staff.verdict import Refusal, require

FACTS: Final = (
    "title",
    "subject",
    "institution",
    "level",
    "credits",
    "credit_system",
    "months",
    "year",
)


@dataclass(frozen=True, slots=True)
class Document:
    """A file whose content and name the form has checked."""

    upload: "UploadedFile[bytes]"
    name: str


@transaction.atomic
def add_qualification(
    *,
    employee: Employee,
    kind: str,
    facts: Mapping[str, Any],
    document: Document | None = None,
    by: User,
) -> Qualification:
    """Write down what one has learned. `facts` holds some of FACTS.

    Raises ValidationError where something is missing, or where it is there already.
    """
    employee = Employee.objects.select_for_update().get(pk=employee.pk)
    require(policy.may_change_profile(by, employee))
    qualification = Qualification(owner_id=employee.owner_id, employee=employee, kind=kind)
    _write(qualification, facts)
    same = Qualification.objects.filter(
        employee=employee, kind=kind, title=qualification.title, year=qualification.year
    )
    if same.exists():
        raise ValidationError(_("You have already written this down."), code="twice")
    _keep(qualification, document)
    qualification.save()
    record("qualification.added", subject=qualification, by=by, qualification=kind)
    return qualification


@transaction.atomic
def change_qualification(
    *,
    qualification: Qualification,
    facts: Mapping[str, Any],
    document: Document | None = None,
    without_document: bool = False,
    by: User,
) -> Qualification:
    """Change it. What somebody had confirmed no longer is: it is another statement now.

    Raises ValidationError where something is missing.
    """
    qualification = _lock(qualification)
    require(policy.may_change_profile(by, qualification.employee))
    before = {name: getattr(qualification, name) for name in FACTS}
    _write(qualification, facts)
    is_changed = before != {name: getattr(qualification, name) for name in FACTS}
    if document or (without_document and qualification.document):
        _drop_file(qualification)
        is_changed = True
    _keep(qualification, document)
    was_verified = qualification.verified_on is not None
    if is_changed:
        qualification.verified_by = qualification.verified_on = None
    qualification.save()
    if is_changed:
        record("qualification.changed", subject=qualification, by=by, was_verified=was_verified)
    return qualification


@transaction.atomic
def remove_qualification(*, qualification: Qualification, by: User) -> None:
    """Take it away; its document goes when that is certain."""
    qualification = _lock(qualification)
    require(policy.may_change_profile(by, qualification.employee))
    record("qualification.removed", subject=qualification, by=by)
    _drop_file(qualification)
    qualification.delete()


@transaction.atomic
def verify_qualification(*, qualification: Qualification, by: User) -> Qualification:
    """Somebody who is not the person has seen the proof."""
    qualification = _lock(qualification)
    require(policy.may_verify(by, qualification))
    if qualification.verified_on is not None:
        raise Refusal(_("It has already been confirmed."))
    qualification.verified_by, qualification.verified_on = by, timezone.localdate()
    qualification.save(update_fields=["verified_by", "verified_on"])
    record("qualification.verified", subject=qualification, by=by)
    messages.verified(qualification, is_verified=True)
    return qualification


@transaction.atomic
def unverify_qualification(*, qualification: Qualification, by: User) -> Qualification:
    """It was confirmed by mistake."""
    qualification = _lock(qualification)
    require(policy.may_verify(by, qualification))
    if qualification.verified_on is None:
        raise Refusal(_("It has not been confirmed."))
    qualification.verified_by = qualification.verified_on = None
    qualification.save(update_fields=["verified_by", "verified_on"])
    record("qualification.unverified", subject=qualification, by=by)
    messages.verified(qualification, is_verified=False)
    return qualification


def _write(qualification: Qualification, facts: Mapping[str, Any]) -> None:
    for name in FACTS:
        if name in facts:
            setattr(qualification, name, facts[name])
    qualification.validate_constraints()


def _keep(qualification: Qualification, document: Document | None) -> None:
    """The file under a name that says nothing about it; what it was called stands in the row."""
    if document is None:
        return
    digest = hashlib.sha256()
    for chunk in document.upload.chunks():
        digest.update(chunk)
    document.upload.seek(0)
    qualification.document_name = document.name[-255:]
    qualification.document.save(f"{digest.hexdigest()[:32]}.bin", document.upload, save=False)


def _drop_file(qualification: Qualification) -> None:
    if not qualification.document:
        return
    kept, name = qualification.document.storage, qualification.document.name or ""
    transaction.on_commit(partial(kept.delete, name), robust=True)
    qualification.document, qualification.document_name = "", ""


def _lock(qualification: Qualification) -> Qualification:
    """The row with its person. Raises Refusal where somebody has just taken it away."""
    found = (
        Qualification.objects.select_for_update(of=("self",))
        .select_related("employee__user", "owner")
        .filter(pk=qualification.pk)
        .first()
    )
    if found is None:
        raise Refusal(_("It has been removed meanwhile."))
    return found
