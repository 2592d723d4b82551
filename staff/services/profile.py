"""What people decide about themselves."""

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.services import record
from notifications.outbox import owe
from staff.models import Employee, Subject, Teaching, User
from staff.policy import profile as policy
from staff.verdict import require


@transaction.atomic
def choose_language(*, language: str, by: User) -> None:
    """The written language of one's pages and letters, nb or nn."""
    by.written_language = language
    User._meta.get_field("written_language").clean(language, by)
    by.save(update_fields=["written_language"])
    record("user.language_chosen", subject=by, by=by, language=language)


@transaction.atomic
def change_contact(*, email: str, phone: str, by: User) -> User:
    """How one is reached. The former address is told, since the new one now opens the log-in.

    Raises ValidationError (field `email`) where the address is somebody else's.
    """
    person = User.objects.select_for_update().get(pk=by.pk)
    email = email.lower()
    changed = [
        name
        for name, value in (("email", email), ("phone", phone))
        if getattr(person, name) != value
    ]
    if "email" in changed:
        _move_address(person, email)
    person.phone = phone
    person.save(update_fields=["email", "phone"])
    if changed:
        record("user.contact_changed", subject=person, by=by, changed=changed)
    return person


@transaction.atomic
def teach(*, employee: Employee, subject: Subject, by: User) -> Teaching:
    """One teaches the subject, or works in the trade; said twice, it is written once."""
    require(policy.may_change_profile(by, employee))
    teaching, is_new = Teaching.objects.get_or_create(
        owner_id=employee.owner_id, employee=employee, subject=subject
    )
    if is_new:
        record("teaching.added", subject=teaching, by=by, subject_code=subject.code)
    return teaching


@transaction.atomic
def stop_teaching(*, teaching: Teaching, by: User) -> None:
    """One no longer teaches it."""
    require(policy.may_change_profile(by, teaching.employee))
    record("teaching.removed", subject=teaching, by=by, subject_code=teaching.subject.code)
    teaching.delete()


def _move_address(person: User, email: str) -> None:
    """The log-in address, in both places that know it. The old one is told, then dropped."""
    taken = (
        User.objects.filter(email__iexact=email).exclude(pk=person.pk).exists()
        or EmailAddress.objects.filter(email__iexact=email).exclude(user=person).exists()
    )
    if taken:
        raise ValidationError({"email": _("This address belongs to somebody else here.")})
    former = person.email
    EmailAddress.objects.filter(user=person).update(primary=False)
    if former and former != email:
        told, _is_new = EmailAddress.objects.get_or_create(user=person, email=former)
        owe("staff.farewell.tell_former_address", address_id=told.pk)
    current = EmailAddress.objects.filter(user=person, email__iexact=email).first()
    current = current or EmailAddress(user=person)
    current.email, current.primary = email, True
    current.save()
    person.email = email
