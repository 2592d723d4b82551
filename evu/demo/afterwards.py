"""What the loading left owed: nobody is mailed about an invented past, and letters can wait."""

import datetime
from typing import Final

from django.db.models import F
from django.utils import timezone

from notifications.models import UNDONE, Message, Owed

MAIL: Final = "notifications.delivery.mail"
LETTER: Final = "applications.letters.write_letter"
# What a worker does once the demonstration runs: each takes some time.
LATER: Final = (LETTER, "catalogue.letters.write_agreement", "catalogue.tasks.issue_proof")
UNREAD_DAYS: Final = 14
# Far enough apart that what somebody does in the demonstration is never behind a queue of letters.
BETWEEN_LETTERS: Final = datetime.timedelta(seconds=4)


def settle() -> None:
    """Mails count as sent when they were owed; what is older than two weeks has been read."""
    Owed.objects.filter(UNDONE, task=MAIL).update(done_at=F("created_at"))
    Message.objects.update(sent_at=F("created_at"))
    long_ago = timezone.now() - datetime.timedelta(days=UNREAD_DAYS)
    Message.objects.filter(created_at__lt=long_ago).update(read_at=F("created_at"))
    _spread_letters()


def _spread_letters() -> None:
    """Letters, agreements and proofs, the newest first: they are what one looks at."""
    letters = list(Owed.objects.filter(UNDONE, task__in=LATER).order_by("-created_at", "pk"))
    now = timezone.now()
    for number, owed in enumerate(letters):
        owed.next_at = now + BETWEEN_LETTERS * number
    Owed.objects.bulk_update(letters, ["next_at"])
