"""What we owe: tasks to be done after commit, and messages to people."""

from typing import Final, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

UNDONE: Final = Q(done_at=None, set_aside_at=None)
TO_MAIL: Final = Q(sent_at=None, withheld_at=None)


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
    important = models.BooleanField(
        default=False, help_text="Mailed at once, whatever the person has chosen."
    )
    about_recipient = models.BooleanField(
        default=False,
        help_text="Says nothing of anybody else, so it is in a copy of the recipient's data.",
    )
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    withheld_at = models.DateTimeField(
        null=True, help_text="When it was clear that it goes without a mail."
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        indexes = [
            models.Index(fields=["recipient", "-id"], name="message_of_recipient"),
            models.Index(fields=["recipient"], name="message_unread", condition=Q(read_at=None)),
            models.Index(fields=["recipient"], name="message_to_mail", condition=TO_MAIL),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "key"], name="message_told_once_per_recipient"
            ),
            models.CheckConstraint(
                name="message_is_mailed_or_withheld",
                condition=Q(sent_at=None) | Q(withheld_at=None),
            ),
        ]

    PERSONAL = {"recipient": "5 years", "subject": "5 years", "body": "5 years"}

    def __str__(self) -> str:
        return self.subject


class Preference(models.Model):
    """When a person wants mail about what is not important; without a row, at once."""

    class Mail(models.TextChoices):
        AT_ONCE = "at_once", _("At once")
        DAILY = "daily", _("Once a day, gathered in one e-mail")
        NEVER = "never", _("Never")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mail_preference"
    )
    mail = models.CharField(max_length=10, choices=Mail, default=Mail.AT_ONCE)
    last_digest_on = models.DateField(
        null=True, help_text="The day of the last gathered mail: at most one a day."
    )

    class Meta:
        verbose_name = _("choice of notifications")

    PERSONAL = {"user": "while the account exists", "mail": "while the account exists"}

    def __str__(self) -> str:
        return self.get_mail_display()
