"""Telling people. A message is a row of the transaction it tells about; mail follows later."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from notifications.models import Message
from notifications.outbox import owe_many

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


@dataclass(frozen=True, slots=True)
class Telling:
    """What one person is told. `key` names the occasion: the same occasion is told once."""

    recipient_id: int
    key: str
    subject: str
    body: str
    url: str = ""


def tell(tellings: Iterable[Telling], *, owner_id: int | None) -> None:
    """Owe people messages. They are read on the site at once, and mailed by the relay."""
    rows = [
        Message(
            recipient_id=telling.recipient_id,
            owner_id=owner_id,
            key=telling.key,
            subject=telling.subject,
            body=telling.body,
            url=telling.url,
        )
        for telling in tellings
    ]
    Message.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    owe_many(
        "notifications.delivery.mail",
        [{"recipient_id": row.recipient_id, "key": row.key} for row in rows],
        owner_id=owner_id,
    )


@transaction.atomic
def mark_read(*, message: Message, by: "AbstractUser") -> None:
    """The recipient has seen it."""
    Message.objects.filter(pk=message.pk, recipient_id=by.pk, read_at=None).update(
        read_at=timezone.now()
    )
