"""The secret address of one's own calendar: made, made anew, stopped."""

import uuid

from django.db import transaction
from django.utils import timezone

from audit.services import record
from catalogue.models import CalendarAddress
from staff.models import User


@transaction.atomic
def make_calendar_address(*, by: User) -> CalendarAddress:
    """A new address for one's own calendar. The one there was shows nothing any more."""
    address = CalendarAddress.objects.select_for_update().filter(user=by).first()
    address = address or CalendarAddress(user=by)
    address.key, address.made_at = uuid.uuid4(), timezone.now()
    address.save()
    record("calendar.address_made", subject=address, by=by)
    return address


@transaction.atomic
def stop_calendar_address(*, by: User) -> None:
    """No address opens one's calendar any more. Where there is none, nothing is done."""
    address = CalendarAddress.objects.select_for_update().filter(user=by).first()
    if address is None:
        return
    record("calendar.address_stopped", subject=address, by=by)
    address.delete()
