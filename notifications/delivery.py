"""Mail. It is sent last in its transaction: what fails is rolled back and tried again."""

import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext

from notifications.models import TO_MAIL, Message, Preference

Mail = Preference.Mail


@transaction.atomic
def mail(*, recipient_id: int, key: str) -> None:
    """Mail one message, once, if its recipient wants it now.

    A crash between the mail and the commit may repeat it.
    """
    message = (
        Message.objects.select_for_update(of=("self",))
        .select_related("recipient__mail_preference")
        .filter(TO_MAIL, recipient_id=recipient_id, key=key)
        .first()
    )
    if message is None:
        return
    wish = Mail.AT_ONCE if message.important else _wish(message)
    if wish == Mail.DAILY:
        return  # the digest takes it
    if wish == Mail.NEVER or not message.recipient.email:
        message.withheld_at = timezone.now()
        message.save(update_fields=["withheld_at"])
        return
    message.sent_at = timezone.now()
    message.save(update_fields=["sent_at"])
    body = f"{message.body}\n\n{settings.PUBLIC_URL}{message.url}\n"
    EmailMessage(message.subject, body, to=[message.recipient.email]).send()


@transaction.atomic
def mail_digest(*, recipient_id: int, day: str) -> None:
    """What has gathered for one person since the last time, in one mail; nothing, no mail.

    At most one for each `day` (ISO date). What was read on the site meanwhile is left out.
    """
    on = datetime.date.fromisoformat(day)
    preference = (
        Preference.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(user_id=recipient_id, mail=Mail.DAILY)
        .first()
    )
    if preference is None or (preference.last_digest_on and preference.last_digest_on >= on):
        return
    waiting = Message.objects.select_for_update().filter(
        TO_MAIL, recipient_id=recipient_id, important=False
    )
    unread = list(waiting.filter(read_at=None).order_by("pk")) if preference.user.email else []
    now = timezone.now()
    Message.objects.filter(pk__in=[message.pk for message in unread]).update(sent_at=now)
    waiting.update(withheld_at=now)
    preference.last_digest_on = on
    preference.save(update_fields=["last_digest_on"])
    if unread:
        _send_digest(preference, unread)


def _send_digest(preference: Preference, messages: list[Message]) -> None:
    user = preference.user
    with translation.override(getattr(user, "written_language", None)):
        subject = ngettext(
            "%(count)d message for you in EVU", "%(count)d messages for you in EVU", len(messages)
        ) % {"count": len(messages)}
        body = render_to_string(
            "notifications/digest.txt", {"messages": messages, "site": settings.PUBLIC_URL}
        )
    EmailMessage(subject, body, to=[user.email]).send()


def _wish(message: Message) -> str:
    preference = getattr(message.recipient, "mail_preference", None)
    return preference.mail if preference else Mail.AT_ONCE
