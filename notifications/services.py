"""Telling people. A message is a row of the transaction it tells about; mail follows later."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from django.db import transaction
from django.utils import timezone, translation

from notifications.models import TO_MAIL, Message, Preference
from notifications.outbox import owe_many

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


@dataclass(frozen=True, slots=True)
class Telling:
    """What one person is told. `key` names the occasion: the same occasion is told once.

    `important` is for what must not be missed: letters, decisions, offers with a deadline, roles,
    changes of the log-in. It is mailed at once, whatever the person has chosen. `about_recipient`
    is for words that name nobody else: they are in a copy of the recipient's own data.
    """

    recipient_id: int
    key: str
    subject: str
    body: str
    url: str = ""
    important: bool = False
    about_recipient: bool = False


# Subject and body, in the language that is switched on.
Words = Callable[[], tuple[str, str]]


class Reader(Protocol):
    pk: int
    written_language: str


def compose(
    people: Iterable[Reader],
    key: str,
    words: Words,
    url: str,
    *,
    important: bool = False,
    about_recipient: bool = False,
) -> list[Telling]:
    """The same words to each, in each one's written language."""
    tellings = []
    for person in people:
        with translation.override(person.written_language):
            subject, body = words()
        fits = Message._meta.get_field("subject").max_length
        tellings.append(
            Telling(person.pk, key, subject[:fits], body, url, important, about_recipient)
        )
    return tellings


def tell_each(
    people: Iterable[Reader],
    key: str,
    words: Words,
    url: str,
    *,
    owner_id: int | None,
    important: bool = False,
    about_recipient: bool = False,
) -> None:
    """Compose, and tell."""
    told = compose(people, key, words, url, important=important, about_recipient=about_recipient)
    tell(told, owner_id=owner_id)


def tell(tellings: Iterable[Telling], *, owner_id: int | None) -> None:
    """Owe people messages. They are read on the site at once, and mailed as each has chosen."""
    rows = [
        Message(
            recipient_id=telling.recipient_id,
            owner_id=owner_id,
            key=telling.key,
            subject=telling.subject,
            body=telling.body,
            url=telling.url,
            important=telling.important,
            about_recipient=telling.about_recipient,
        )
        for telling in tellings
    ]
    Message.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    _owe_mail(rows, owner_id=owner_id)


@transaction.atomic
def mark_read(*, message: Message, by: "AbstractUser") -> None:
    """The recipient has seen it."""
    Message.objects.filter(pk=message.pk, recipient_id=by.pk, read_at=None).update(
        read_at=timezone.now()
    )


@transaction.atomic
def choose_mail(*, mail: str, by: "AbstractUser") -> Preference:
    """When one wants mail about what is not important: a value of `Preference.Mail`.

    What waits is not forgotten: it is mailed now where one wants all at once, and never where one
    wants none.
    """
    preference, _is_new = Preference.objects.select_for_update().get_or_create(user_id=by.pk)
    preference.mail = mail
    Preference._meta.get_field("mail").clean(mail, preference)
    preference.save(update_fields=["mail"])
    waiting = Message.objects.select_for_update().filter(TO_MAIL, recipient_id=by.pk)
    waiting = waiting.filter(important=False)
    if mail == Preference.Mail.NEVER:
        waiting.update(withheld_at=timezone.now())
    elif mail == Preference.Mail.AT_ONCE:
        _owe_mail(waiting, owner_id=None)
    return preference


def _owe_mail(messages: Iterable[Message], *, owner_id: int | None) -> None:
    owe_many(
        "notifications.delivery.mail",
        [{"recipient_id": row.recipient_id, "key": row.key} for row in messages],
        owner_id=owner_id,
    )
