from typing import Any

from django.conf import settings
from django.http import HttpRequest

from evu.navigation import entries
from notifications.models import Message
from staff.access import memberships_of


def page(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every page shows: who one acts as, where one can go, what is unread."""
    frame: dict[str, Any] = {"demo": settings.DEMO}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return frame
    acting = getattr(request, "acting", None)
    return frame | {
        "acting": acting,
        "memberships": memberships_of(user),
        "nav": entries(acting, request.path),
        "unread": Message.objects.filter(recipient=user, read_at=None).count(),
    }
