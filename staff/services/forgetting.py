"""Retention that happens: the profile of whoever left is deleted, what cases need is kept."""

from functools import partial

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from audit.services import record
from staff.models import (
    Correction,
    DataCopy,
    Employee,
    Identity,
    Membership,
    PathTaken,
    Position,
    Qualification,
    Teaching,
    User,
)
from staff.queries.leavers import is_due
from staff.questions import ask


@transaction.atomic
def forget(*, employee: Employee, by: User | None) -> dict[str, int]:
    """Delete the profile of somebody who left, if its time has come; what was deleted, counted.

    Asked again, or while a case or a booking still needs it, nothing is done. Posts stay with
    their percentage, so that statistics stay true, but without pay. When no other employment and
    no role is left, the log-in goes too; and the name, unless something that is kept longer
    shows it.
    """
    employee = (
        Employee.objects.select_for_update(of=("self",)).select_related("user").get(pk=employee.pk)
    )
    if not is_due(employee):
        return {}
    gone = _delete_profile(employee)
    employee.number = f"forgotten-{employee.pk}"
    employee.forgotten_at = timezone.now()
    employee.save(update_fields=["number", "forgotten_at"])
    gone |= _close_account(employee.user)
    record("employee.forgotten", subject=employee, by=by, **gone)
    return gone


def _delete_profile(employee: Employee) -> dict[str, int]:
    qualifications = Qualification.objects.filter(employee=employee)
    files = [row.document for row in qualifications if row.document]
    gone = {
        "qualifications": qualifications.delete()[0],
        "documents": len(files),
        "subjects": Teaching.objects.filter(employee=employee).delete()[0],
        "roads": PathTaken.objects.filter(employee=employee).delete()[0],
        "corrections": Correction.objects.filter(employee=employee).delete()[0],
        "pays": Position.objects.filter(employee=employee).update(annual_pay_ore=0),
    }
    for file in files:
        transaction.on_commit(partial(file.storage.delete, file.name or ""), robust=True)
    return gone


def _close_account(user: User) -> dict[str, int]:
    """Where the person is nothing here any more: no log-in, and no name that nothing needs."""
    user = User.objects.select_for_update().get(pk=user.pk)
    is_employed = Employee.objects.filter(user=user, forgotten_at=None).exists()
    holds_a_role = Membership.objects.on(timezone.localdate()).filter(user=user).exists()
    if is_employed or holds_a_role:
        return {"accounts": 0, "names": 0}
    for way_in in (Identity, EmailAddress, Authenticator, SocialAccount, UserSession):
        way_in._default_manager.filter(user=user).delete()
    _delete_copies(user)
    user.email = user.phone = ""
    user.is_active = False
    user.set_unusable_password()
    named = {pk for answer in ask("keeps_name", user_ids=[user.pk]) for pk in answer}
    if user.pk not in named:
        user.first_name = user.last_name = ""
        user.username = f"forgotten-{user.pk}"
    user.save()
    return {"accounts": 1, "names": int(user.pk not in named)}


def _delete_copies(user: User) -> None:
    copies = DataCopy.objects.filter(user=user)
    for copy in copies.exclude(file=""):
        transaction.on_commit(partial(copy.file.storage.delete, copy.file.name or ""), robust=True)
    copies.delete()
