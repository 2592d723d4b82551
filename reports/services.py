"""Ordering a file of a report."""

from django.db import transaction
from django.utils import timezone

from applications.models import Round
from audit.services import record
from notifications.outbox import owe
from reports import policy
from reports.models import Export
from staff.models import User
from staff.verdict import require


@transaction.atomic
def order_pdf(*, round: Round, by: User) -> Export:
    """Order the PDF in one's own written language; a worker makes it."""
    require(policy.may_read(by, round))
    export = Export.objects.create(
        owner_id=round.owner_id,
        round=round,
        language=by.written_language,
        ordered_by=by,
        ordered_at=timezone.now(),
    )
    owe("reports.files.make_pdf", owner_id=round.owner_id, export_id=export.pk)
    record("report.ordered", subject=export, by=by)
    return export
