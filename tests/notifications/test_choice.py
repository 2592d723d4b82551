"""Mail at once, once a day or never, as one has chosen; what is important always at once."""

import pytest
from django.core import mail
from django.utils import timezone

from notifications import delivery, tasks
from notifications.models import Message, Owed, Preference
from notifications.services import Telling, choose_mail, tell
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = "2026-11-23", "2026-11-24"


@pytest.fixture
def person():
    return UserFactory(email="kim@example.org", written_language="nn")


def told(person, number, *, important=False):
    message = Telling(
        person.pk, f"key-{number}", f"Emne {number}", f"Tekst {number}", "/x/", important
    )
    tell([message], owner_id=None)


def digest(person, day=MONDAY):
    delivery.mail_digest(recipient_id=person.pk, day=day)


@pytest.fixture
def daily(person, do_what_is_owed):
    """Wants one mail a day; two messages wait."""
    choose_mail(mail="daily", by=person)
    told(person, 1)
    told(person, 2)
    do_what_is_owed()
    assert mail.outbox == []
    return person


def test_without_a_choice_all_is_mailed_at_once(person, do_what_is_owed):
    told(person, 1)
    do_what_is_owed()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("wish", ["daily", "never"])
def test_what_is_important_is_mailed_at_once_all_the_same(person, do_what_is_owed, wish):
    choose_mail(mail=wish, by=person)
    told(person, 1, important=True)
    do_what_is_owed()
    assert [sent.subject for sent in mail.outbox] == ["Emne 1"]
    digest(person)
    assert len(mail.outbox) == 1


def test_never_means_never_also_after_another_choice(person, do_what_is_owed):
    choose_mail(mail="never", by=person)
    told(person, 1)
    do_what_is_owed()
    for wish in ("daily", "at_once"):
        choose_mail(mail=wish, by=person)
        digest(person)
        do_what_is_owed()
    assert mail.outbox == []
    assert Message.objects.get().sent_at is None


def test_the_day_is_gathered_in_one_mail(daily, settings):
    settings.PUBLIC_URL = "https://evu.example.org"
    digest(daily)
    [sent] = mail.outbox
    assert sent.to == ["kim@example.org"]
    assert "2" in sent.subject
    for part in ("Emne 1", "Tekst 2", "https://evu.example.org/x/"):
        assert part in sent.body
    assert not Message.objects.filter(sent_at=None).exists()


def test_the_same_day_again_and_the_next_repeat_nothing(daily):
    for day in (MONDAY, MONDAY, TUESDAY):
        digest(daily, day)
    assert len(mail.outbox) == 1


def test_what_comes_later_the_same_day_waits_for_the_next(daily, do_what_is_owed):
    digest(daily)
    told(daily, 3)
    do_what_is_owed()
    digest(daily)
    assert len(mail.outbox) == 1
    digest(daily, TUESDAY)
    assert "Emne 3" in mail.outbox[1].body
    assert "Emne 1" not in mail.outbox[1].body


def test_no_news_no_mail(person):
    choose_mail(mail="daily", by=person)
    digest(person)
    tasks.owe_digests()
    assert mail.outbox == []
    assert not Owed.objects.exists()


def test_read_meanwhile_is_left_out_for_good(daily):
    Message.objects.filter(key="key-1").update(read_at=timezone.now())
    digest(daily)
    assert "Emne 1" not in mail.outbox[0].body
    Message.objects.filter(key="key-1").update(read_at=None)
    digest(daily, TUESDAY)
    assert len(mail.outbox) == 1


def test_a_mail_that_fails_forgets_nothing_and_is_tried_again(daily, monkeypatch):
    """The worker dies, or the mail server does, at the last moment before the commit."""
    with monkeypatch.context() as broken:

        def refuse(self, *args, **kwargs):
            raise ConnectionResetError

        broken.setattr(delivery.EmailMessage, "send", refuse)
        with pytest.raises(ConnectionResetError):
            digest(daily)
    assert Message.objects.filter(sent_at=None, withheld_at=None).count() == 2
    assert Preference.objects.get().last_digest_on is None
    digest(daily)
    assert len(mail.outbox) == 1


def test_a_worker_that_dies_after_the_commit_repeats_nothing(daily, do_what_is_owed):
    tasks.owe_digests()
    do_what_is_owed()
    Owed.objects.update(done_at=None, next_at=timezone.now())
    tasks.owe_digests()
    do_what_is_owed()
    assert len(mail.outbox) == 1


def test_the_morning_task_owes_one_mail_for_each_who_waits(daily, do_what_is_owed):
    other = UserFactory()
    told(other, 9)
    do_what_is_owed()
    tasks.owe_digests()
    assert [owed.args["recipient_id"] for owed in Owed.objects.filter(done_at=None)] == [daily.pk]
    do_what_is_owed()
    assert len(mail.outbox) == 2  # the other's own, and the gathered one


def test_what_waits_is_mailed_when_one_wants_all_at_once(daily, do_what_is_owed):
    choose_mail(mail="at_once", by=daily)
    do_what_is_owed()
    assert sorted(sent.subject for sent in mail.outbox) == ["Emne 1", "Emne 2"]
    digest(daily)
    assert len(mail.outbox) == 2


def test_without_an_address_nothing_waits_for_ever(daily):
    daily.email = ""
    daily.save()
    digest(daily)
    assert mail.outbox == []
    tasks.owe_digests()
    assert not Owed.objects.filter(done_at=None).exists()


def test_a_choice_that_does_not_exist_is_refused(person):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        choose_mail(mail="hourly", by=person)
    assert not Preference.objects.exists()
