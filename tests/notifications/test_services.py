"""People are told once about each occasion, on the site at once and by mail when it can be sent."""

import pytest
from django.core import mail
from django.utils import timezone

from notifications import delivery
from notifications.models import Message, Owed
from notifications.services import Telling, mark_read, tell
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return UserFactory(email="kim@example.org")


def telling(person, key="application:1:submitted"):
    return Telling(person.pk, key, "Søknaden er sendt", "Vi har fått den.", "/applications/1/")


def test_what_is_told_is_read_on_the_site_at_once(person):
    tell([telling(person)], owner_id=None)
    assert Message.objects.visible_to(person).get().subject == "Søknaden er sendt"
    assert mail.outbox == []


def test_and_mailed_once(person, do_what_is_owed, settings):
    settings.PUBLIC_URL = "https://evu.example.org"
    tell([telling(person)], owner_id=None)
    do_what_is_owed()
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (["kim@example.org"], "Søknaden er sendt")
    assert sent.body == "Vi har fått den.\n\nhttps://evu.example.org/applications/1/\n"
    Owed.objects.update(done_at=None, next_at=timezone.now())  # the worker died before it said so
    do_what_is_owed()
    assert len(mail.outbox) == 1


def test_the_same_occasion_is_told_once(person, do_what_is_owed):
    for _ in range(2):
        tell([telling(person)], owner_id=None)
    do_what_is_owed()
    assert Message.objects.count() == len(mail.outbox) == 1


def test_another_occasion_and_another_person_are_told_too(person, do_what_is_owed):
    other = UserFactory()
    tell([telling(person), telling(person, "application:1:decided")], owner_id=None)
    tell([telling(other)], owner_id=None)
    do_what_is_owed()
    assert Message.objects.count() == len(mail.outbox) == 3


def test_nobody_to_tell_costs_no_message():
    tell([], owner_id=None)
    assert not Message.objects.exists()
    assert not Owed.objects.exists()


def test_who_has_no_address_reads_it_on_the_site(do_what_is_owed):
    person = UserFactory(email="")
    tell([telling(person)], owner_id=None)
    do_what_is_owed()
    assert mail.outbox == []
    assert Message.objects.get().sent_at is None


def test_a_mail_that_cannot_be_sent_is_still_owed(person, monkeypatch):
    def refuse(self, *args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr(delivery.EmailMessage, "send", refuse)
    tell([telling(person)], owner_id=None)
    with pytest.raises(ConnectionRefusedError):
        delivery.mail(recipient_id=person.pk, key="application:1:submitted")
    assert Message.objects.get().sent_at is None


def test_one_reads_ones_own_messages_and_nobody_elses(person):
    stranger = UserFactory()
    tell([telling(person)], owner_id=None)
    message = Message.objects.get()
    assert not Message.objects.visible_to(stranger).exists()
    mark_read(message=message, by=stranger)
    message.refresh_from_db()
    assert message.read_at is None
    mark_read(message=message, by=person)
    message.refresh_from_db()
    assert message.read_at is not None
