"""Who speaks for providers today."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils import timezone

from catalogue.models import Contact
from staff.models import Membership, User


def contacts_of(provider_ids: Iterable[int]) -> dict[int, list[User]]:
    """The people who are contacts of each provider today; a provider without any is left out."""
    today = timezone.localdate()
    found: dict[int, list[User]] = defaultdict(list)
    contacts = Contact.objects.filter(
        provider__in=list(provider_ids), membership__in=Membership.objects.on(today)
    )
    for contact in contacts.select_related("membership__user").order_by("pk"):
        found[contact.provider_id].append(contact.membership.user)
    return dict(found)
