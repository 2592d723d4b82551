"""Who speaks for providers today."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils import timezone

from staff.models import Membership, User


def contacts_of(provider_ids: Iterable[int]) -> dict[int, list[User]]:
    """The people who are contacts of each provider today; a provider without any is left out.

    Asked from the role held: so the database goes by keys from the providers' few contacts.
    """
    found: dict[int, list[User]] = defaultdict(list)
    held = Membership.objects.on(timezone.localdate()).filter(
        provider_contact__provider__in=list(provider_ids)
    )
    for role in held.select_related("user", "provider_contact").order_by("provider_contact__pk"):
        found[role.provider_contact.provider_id].append(role.user)
    return dict(found)
