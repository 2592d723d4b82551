"""Who offers courses: registered, and the contacts who speak for them."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from catalogue import messages, policy
from catalogue.models import Contact, Provider
from catalogue.services.keywords import keep_keywords
from staff.models import Membership, User
from staff.roles import Role
from staff.services.persons import new_person
from staff.verdict import Refusal, require

YESTERDAY = datetime.timedelta(days=-1)


@transaction.atomic
def register_provider(*, changes: Mapping[str, Any], by: User) -> Provider:
    """A provider nobody had registered. Raises ValidationError, also for a name that is taken.

    `changes`: name, kind, org_number, itself, county, website.
    """
    require(policy.may_keep_providers(by))
    provider = Provider(**changes)
    provider.full_clean()
    provider.save()
    record("provider.registered", subject=provider, by=by)
    return provider


@transaction.atomic
def change_provider(*, provider: Provider, changes: Mapping[str, Any], by: User) -> Provider:
    """What the provider's own contacts put right: name, org_number, county, website."""
    provider = Provider.objects.select_for_update(of=("self",)).get(pk=provider.pk)
    require(policy.may_keep_contacts(by, provider))
    for field, value in changes.items():
        setattr(provider, field, value)
    provider.full_clean()
    provider.save()
    keep_keywords(provider.courses.all())
    record("provider.changed", subject=provider, by=by)
    return provider


@transaction.atomic
def appoint_contact(
    *, provider: Provider, first_name: str, last_name: str, email: str, by: User
) -> Contact:
    """Somebody who speaks for the provider from today. Who has no password gets a link to set one.

    Raises Refusal where the person already is a contact, ValidationError for a bad address.
    """
    provider = Provider.objects.select_for_update(of=("self",)).get(pk=provider.pk)
    require(policy.may_keep_contacts(by, provider))
    email = email.lower()
    person = User.objects.filter(email=email).order_by("pk").first()
    person = person or new_person(first_name=first_name, last_name=last_name, email=email)
    today = timezone.localdate()
    held = Membership.objects.on(today).filter(user=person, provider_contact__provider=provider)
    if held.exists():
        raise Refusal(_("%(name)s is a contact already.") % {"name": person})
    # Each provider has its own role, and nobody gets two of a kind on one day: two who appoint the
    # same person at once would meet in the database.
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    role = {"user": person, "role": Role.PROVIDER, "owner": None, "starts_on": today}
    if Membership.objects.filter(**role).exists():
        said = _("%(name)s became a contact of another provider today. Appoint them tomorrow.")
        raise Refusal(said % {"name": person})
    membership = Membership.objects.create(**role, appointed_by=by)
    contact = Contact.objects.create(membership=membership, provider=provider)
    record("provider.contact_appointed", subject=provider, by=by, user=person.pk)
    messages.contact_appointed(contact)
    return contact


@transaction.atomic
def end_contact(*, contact: Contact, by: User) -> Contact:
    """The person speaks for the provider no more, from today. Raises Refusal for the last one."""
    provider = Provider.objects.select_for_update(of=("self",)).get(pk=contact.provider_id)
    require(policy.may_keep_contacts(by, provider))
    today = timezone.localdate()
    held = Membership.objects.on(today).filter(provider_contact__provider=provider)
    membership = held.select_for_update(of=("self",)).filter(pk=contact.membership_id).first()
    if membership is None:
        raise Refusal(_("The person is not a contact any more."))
    if held.count() == 1:
        raise Refusal(_("A provider has at least one contact. Appoint another first."))
    if membership.starts_on == today:
        contact.delete()
        membership.delete()
    else:
        membership.ends_on = today + YESTERDAY
        membership.save(update_fields=["ends_on"])
    record("provider.contact_ended", subject=provider, by=by, user=membership.user_id)
    return contact
