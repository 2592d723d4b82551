import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """What happened, to what, by whom. No foreign key to the subject: history outlives it."""

    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80, help_text="model label and key, app.model:pk")
    owner_id = models.BigIntegerField(null=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    details = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("event")
        indexes = [
            models.Index(fields=["subject", "id"], name="event_of_subject"),
            models.Index(fields=["owner_id", "at"], name="event_of_owner"),
            models.Index(fields=["owner_id", "kind", "at"], name="event_of_kind"),
            models.Index(fields=["owner_id", "actor", "at"], name="event_of_actor"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="event_is_never_rewritten", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    PERSONAL = {"actor": "10 years"}

    def __str__(self) -> str:
        return f"{self.kind}: {self.subject}"


class Seal(models.Model):
    """One day of history, sealed: its SHA-256 covers every event up to `last_event` and the seal
    before it, so that a changed or missing row shows."""

    day = models.DateField(unique=True)
    last_event = models.BigIntegerField()
    events = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("seal")
        indexes = [models.Index(fields=["last_event"], name="seal_of_events")]
        triggers = [
            pgtrigger.Protect(
                name="seal_is_never_rewritten", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.sha256}"


class SealCheck(models.Model):
    """One night's comparison of every seal with its events: what it found, kept to be shown."""

    checked_at = models.DateTimeField(default=timezone.now)
    up_to = models.DateField(help_text="The last day that was sealed.")
    broken = ArrayField(
        models.DateField(), default=list, help_text="Days whose history was changed."
    )

    class Meta:
        verbose_name = _("check of seals")
        triggers = [
            pgtrigger.Protect(
                name="sealcheck_is_never_rewritten",
                operation=pgtrigger.Update | pgtrigger.Delete,
            )
        ]

    def __str__(self) -> str:
        return f"{self.up_to}: {len(self.broken)}"
