from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from notifications.models import Message


def mail(*, recipient_id: int, key: str) -> None:
    """Mail one message, once. A crash between the mail and the commit may repeat it."""
    message = (
        Message.objects.select_for_update(of=("self",))
        .select_related("recipient")
        .filter(recipient_id=recipient_id, key=key, sent_at=None)
        .first()
    )
    if message is None or not message.recipient.email:
        return
    body = f"{message.body}\n\n{settings.PUBLIC_URL}{message.url}\n"
    EmailMessage(message.subject, body, to=[message.recipient.email]).send()
    message.sent_at = timezone.now()
    message.save(update_fields=["sent_at"])
