"""Keys that let an owner's staff system send files."""

import datetime
import hashlib
import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from staff.models import ApiKey, Owner, User
from staff.policy import imports as policy
from staff.verdict import Refusal, require


def hash_of(secret: str) -> str:
    """A key is long and random: a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_api_key(
    *, owner: Owner, name: str, ends_on: datetime.date, by: User
) -> tuple[ApiKey, str]:
    """A new key, and its secret, which is shown once: only a hash of it is kept.

    Raises ValidationError.
    """
    require(policy.may_import(by, owner.pk))
    if ends_on < timezone.localdate():
        raise ValidationError({"ends_on": _("Choose a day to come.")})
    secret = f"evu_{secrets.token_urlsafe(32)}"
    key = ApiKey(
        owner=owner,
        name=name,
        prefix=secret[:8],
        key_hash=hash_of(secret),
        made_by=by,
        made_at=timezone.now(),
        ends_on=ends_on,
    )
    key.full_clean()
    key.save()
    record("api_key.made", subject=key, by=by, name=name, ends_on=ends_on.isoformat())
    return key, secret


@transaction.atomic
def revoke_api_key(*, key: ApiKey, by: User) -> ApiKey:
    """The key no longer opens anything. Raises Refusal where that is so already."""
    key = ApiKey.objects.select_for_update().get(pk=key.pk)
    require(policy.may_import(by, key.owner_id))
    if key.revoked_at is not None:
        raise Refusal(_("The key has been revoked already."))
    key.revoked_at = timezone.now()
    key.save(update_fields=["revoked_at"])
    record("api_key.revoked", subject=key, by=by)
    return key
