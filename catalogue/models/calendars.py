"""The secret address at which a person's own calendar can be fetched without logging in."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarAddress(models.Model):
    """One per person who wants it. The address is `key`, signed: the row alone does not open it.

    A new key shuts the old address; without a row there is none.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_address"
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("calendar address")

    PERSONAL = {"user": "until stopped", "made_at": "until stopped"}

    def __str__(self) -> str:
        return f"{self.user}"
