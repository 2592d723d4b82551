"""A copy of all that is held about oneself."""

import datetime
from functools import partial
from typing import Final

from django.db import transaction
from django.utils import timezone

from audit.services import record
from notifications.outbox import owe
from staff.models import DataCopy, User

# How long a finished file lies ready: it is a copy, and can be made again at any time.
KEPT: Final = datetime.timedelta(days=7)


@transaction.atomic
def order_data_copy(*, by: User) -> DataCopy:
    """Order the PDF in one's own written language; a worker makes it. One at a time."""
    User.objects.select_for_update().get(pk=by.pk)
    being_made = DataCopy.objects.filter(user=by, made_at=None).first()
    if being_made is not None:
        return being_made
    copy = DataCopy.objects.create(user=by, language=by.written_language, ordered_at=timezone.now())
    owe("staff.own_data.make_pdf", copy_id=copy.pk)
    record("data_copy.ordered", subject=copy, by=by)
    return copy


@transaction.atomic
def drop_data_copies(*, by: User | None) -> int:
    """Delete the files that have lain ready long enough. Returns how many."""
    old = DataCopy.objects.filter(made_at__lt=timezone.now() - KEPT)
    copies = list(old.select_for_update())
    for copy in copies:
        transaction.on_commit(partial(copy.file.storage.delete, copy.file.name or ""), robust=True)
        record("data_copy.dropped", subject=copy, by=by)
    old.delete()
    return len(copies)
