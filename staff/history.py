"""The way from a page to the history of what it shows."""

from urllib.parse import urlencode

from django.db import models
from django.urls import reverse

from audit.services import subject_of
from staff.access import has_permission
from staff.models import User
from staff.roles import Permission


def history_url(user: User, thing: models.Model, *, owner_id: int) -> str:
    """Where the row's history is read; empty for whoever does not read it."""
    if not has_permission(user, Permission.AUDIT_READ, owner_id=owner_id):
        return ""
    return f"{reverse('history')}?{urlencode({'about': subject_of(thing)})}"
