"""Events for the tests of the history."""

import datetime

from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from audit.services import record
from tests.factories import RoundFactory, officer_of

HISTORY, CSV = reverse("history"), reverse("history_csv")


def happened(owner, kind="round.open", *, by=None, subject=None, **details):
    """One event of the owner; returns it."""
    subject = subject or RoundFactory(owner=owner)
    record(kind, subject=subject, by=by or officer_of(owner), owner_id=owner.pk, **details)
    return Event.objects.latest("pk")


def noon(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
