"""What we owe: tasks to be done after commit, and messages to people."""

from typing import Final, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

UNDONE: Final = Q(done_at=None, set_aside_at=None)


class Owed(models.Model):
    """A task owed: written in the transaction that makes it due, handed to Celery by the relay.

    `task` is the dotted path of a function taking `args` as keywords; it may run twice.
    """

    task = models.CharField(max_length=200)
    args = models.JSONField(default=dict)
    owner_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0, help_text="Times a worker was woken.")
    failures = models.PositiveIntegerField(default=0, help_text="Times it was tried in vain.")
    next_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    set_aside_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("task owed")
        indexes = [
            models.Index(fields=["next_at", "id"], name="owed_undone", condition=UNDONE),
        ]
        constraints = [
            models.CheckConstraint(
                name="owed_is_done_or_set_aside",
                condition=Q(done_at=None) | Q(set_aside_at=None),
            ),
            models.CheckConstraint(
                name="owed_set_aside_says_why",
                condition=Q(set_aside_at=None) | ~Q(error=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.args}"


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: AbstractBaseUser) -> Self:
        """One's own."""
        return self.filter(recipient=user)


class Message(models.Model):
    """What we tell a person: read on the site, and sent by mail once."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="messages_received"
    )
    owner_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=120, help_text="What it is about; told once per person.")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    url = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        indexes = [
            models.Index(fields=["recipient", "-id"], name="message_of_recipient"),
            models.Index(fields=["recipient"], name="message_unread", condition=Q(read_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "key"], name="message_told_once_per_recipient"
            ),
        ]

    PERSONAL = {"recipient": "5 years", "subject": "5 years", "body": "5 years"}

    def __str__(self) -> str:
        return self.subject
