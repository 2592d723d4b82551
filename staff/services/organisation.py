"""Owners and their workplaces: establish, add, change, close, and follow the registers."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.services import record
from staff.models import (
    County,
    Membership,
    Municipality,
    Owner,
    OwnerKind,
    Position,
    User,
    Workplace,
)
from staff.policy import organisation as policy
from staff.registers import keeping
from staff.roles import Role
from staff.services.persons import person_with_email
from staff.verdict import Refusal, require


@transaction.atomic
def establish_owner(
    *,
    name: str,
    kind: OwnerKind,
    administrator_email: str,
    org_number: str = "",
    municipality: Municipality | None = None,
    county: County | None = None,
    host: Owner | None = None,
    written_language: str = "nb",
    by: User | None,
) -> tuple[Owner, bool]:
    """An owner and its first administrator; an owner that is there is only looked up.

    Returns the owner and whether it is new. Nobody but who runs the installation establishes
    owners, so nobody is asked for permission. Raises ValidationError.
    """
    found = _existing(name=name, kind=kind, municipality=municipality, county=county)
    owner = found or Owner(
        name=name,
        kind=kind,
        org_number=org_number,
        municipality=municipality,
        county=county,
        host=host,
        written_language=written_language,
    )
    if found is None:
        owner.full_clean()
        owner.save()
        record("owner.established", subject=owner, by=by, owner_id=owner.pk)
    _appoint_first_administrator(owner, administrator_email, by)
    return owner, found is None


@transaction.atomic
def change_owner(
    *, owner: Owner, name: str, written_language: str, org_number: str, by: User
) -> Owner:
    """What the owner is called, writes and is registered as. Raises ValidationError."""
    owner = Owner.objects.select_for_update().get(pk=owner.pk)
    require(policy.may_edit(by, owner.pk))
    before = {"name": owner.name, "org_number": owner.org_number}
    owner.name, owner.written_language = name, written_language
    keeping.number_given(owner, org_number)
    owner.full_clean()
    owner.save()
    record("owner.changed", subject=owner, by=by, owner_id=owner.pk, before=before)
    return owner


@transaction.atomic
def add_workplace(
    *, owner: Owner, name: str, sector: str, number: str, org_number: str, by: User
) -> Workplace:
    """A new school, kindergarten or service of the owner. Raises ValidationError."""
    require(policy.may_edit(by, owner.pk))
    workplace = Workplace(owner=owner, name=name, sector=sector, number=number)
    keeping.number_given(workplace, org_number)
    workplace.full_clean()
    workplace.save()
    record("workplace.added", subject=workplace, by=by)
    return workplace


@transaction.atomic
def change_workplace(
    *, workplace: Workplace, name: str, sector: str, number: str, org_number: str, by: User
) -> Workplace:
    """Another name, sector or number for the same place. Raises ValidationError."""
    workplace = Workplace.objects.select_for_update().get(pk=workplace.pk)
    require(policy.may_edit(by, workplace.owner_id))
    before = _described(workplace)
    workplace.name, workplace.sector, workplace.number = name, sector, number
    keeping.number_given(workplace, org_number)
    workplace.full_clean()
    workplace.save()
    record("workplace.changed", subject=workplace, by=by, before=before)
    return workplace


@transaction.atomic
def close_workplace(*, workplace: Workplace, last_day: datetime.date, by: User) -> Workplace:
    """The place is not used after that day. Raises Refusal while somebody has a post there then.

    Everything that happened there stays.
    """
    workplace = Workplace.objects.select_for_update().get(pk=workplace.pk)
    require(policy.may_edit(by, workplace.owner_id))
    if workplace.ended_on is not None:
        raise Refusal(_("The workplace is closed already."))
    after = last_day + datetime.timedelta(days=1)
    staying = Position.objects.filter(workplace=workplace).exclude(ends_on__lt=after).count()
    if staying:
        raise Refusal(
            ngettext(
                "%(count)d position at this workplace goes on after that day. End or move it "
                "first, or choose a later day.",
                "%(count)d positions at this workplace go on after that day. End or move them "
                "first, or choose a later day.",
                staying,
            )
            % {"count": staying}
        )
    workplace.ended_on = last_day
    workplace.save(update_fields=["ended_on"])
    coming = Membership.objects.filter(workplace=workplace, starts_on__gt=last_day)
    coming.exclude(stand_in_for=None).delete()  # before those they were to stand in for
    coming.filter(stand_ins=None).delete()
    Membership.objects.on(after).filter(workplace=workplace).update(ends_on=last_day)
    record("workplace.closed", subject=workplace, by=by, last_day=last_day.isoformat())
    return workplace


@transaction.atomic
def open_workplace_again(*, workplace: Workplace, by: User) -> Workplace:
    """A place closed by mistake is in use again. Roles held there are not given back."""
    workplace = Workplace.objects.select_for_update().get(pk=workplace.pk)
    require(policy.may_edit(by, workplace.owner_id))
    if workplace.ended_on is None:
        raise Refusal(_("The workplace is not closed."))
    workplace.ended_on = None
    workplace.save(update_fields=["ended_on"])
    record("workplace.opened_again", subject=workplace, by=by)
    return workplace


@transaction.atomic
def take_register_name(*, workplace: Workplace, by: User) -> Workplace:
    """Call the place what the national register calls it. Raises Refusal, ValidationError."""
    workplace = Workplace.objects.select_for_update().get(pk=workplace.pk)
    require(policy.may_edit(by, workplace.owner_id))
    _has_another_name(workplace)
    before = workplace.name
    workplace.name = workplace.register_name
    workplace.full_clean()
    workplace.save(update_fields=["name"])
    record("workplace.renamed", subject=workplace, by=by, before=before)
    return workplace


@transaction.atomic
def keep_own_name(*, workplace: Workplace, by: User) -> Workplace:
    """The register's name was seen and is not taken; it is not proposed again. Raises Refusal."""
    workplace = Workplace.objects.select_for_update().get(pk=workplace.pk)
    require(policy.may_edit(by, workplace.owner_id))
    _has_another_name(workplace)
    workplace.declined_name = workplace.register_name
    workplace.save(update_fields=["declined_name"])
    record("workplace.name_kept", subject=workplace, by=by, declined=workplace.register_name)
    return workplace


def _has_another_name(workplace: Workplace) -> None:
    if not keeping.has_another_name(workplace):
        raise Refusal(_("The register has the same name, or it has been answered already."))


def _existing(
    *,
    name: str,
    kind: OwnerKind,
    municipality: Municipality | None,
    county: County | None,
) -> Owner | None:
    """The owner of that kind in that place; one outside the reference data by its name."""
    if municipality is not None:
        return Owner.objects.filter(kind=kind, municipality=municipality).first()
    if county is not None:
        return Owner.objects.filter(kind=kind, county=county).first()
    return Owner.objects.filter(kind=kind, name=name).first()


def _appoint_first_administrator(owner: Owner, email: str, by: User | None) -> None:
    """Raises ValidationError when the owner is administered by somebody else already."""
    today = timezone.localdate()
    held = Membership.objects.on(today).filter(owner=owner, role=Role.ADMINISTRATOR)
    if held.filter(user__email__iexact=email).exists():
        return
    if held.exists():
        raise ValidationError(
            _("%(owner)s has an administrator already, who appoints others."),
            params={"owner": owner},
        )
    user = person_with_email(email)
    role = Membership.objects.create(
        user=user, owner=owner, role=Role.ADMINISTRATOR, starts_on=today
    )
    record("role.appointed", subject=role, by=by, role=Role.ADMINISTRATOR.value)


def _described(workplace: Workplace) -> dict[str, Any]:
    return {name: getattr(workplace, name) for name in ("name", "sector", "number", "org_number")}
