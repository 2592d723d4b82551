"""Who a request with a key comes from: `Authorization: Bearer evu_…`."""

from typing import Final

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import HttpError
from ninja.security import HttpBearer
from ninja.throttling import AuthRateThrottle

from staff.models import ApiKey
from staff.services.api_keys import hash_of
from tenancy.acting import acting_for

WRONG_KEYS_A_MINUTE: Final = 30


class Key(HttpBearer):
    """The key, looked up by its hash. One that is wrong, ended or revoked is the same as none."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        today = timezone.localdate()
        with acting_for(across=True):  # whose key it is, is what we are about to learn
            key = (
                ApiKey.objects.select_related("owner")
                .filter(key_hash=hash_of(token), revoked_at=None, ends_on__gte=today)
                .first()
            )
            if key is None:
                _refuse_guessing(request)
                return None
            if key.last_used_on != today:
                key.last_used_on = today
                key.save(update_fields=["last_used_on"])
        return key


class PerKey(AuthRateThrottle):
    """So many requests with one key."""

    def get_cache_key(self, request: HttpRequest) -> str:
        return f"api-key:{request.auth.pk}"  # type: ignore[attr-defined]


def _refuse_guessing(request: HttpRequest) -> None:
    """Keys cannot be guessed; that should not cost us anything either."""
    name = f"api-wrong-keys:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(name, 0, 60)
    if cache.incr(name) > WRONG_KEYS_A_MINUTE:
        raise HttpError(429, "Too many requests with a wrong key. Wait a minute.")
