"""What is owed is done once, although it may be asked for again and anybody may be killed."""

import datetime
import threading

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from notifications import outbox, relay, tasks
from notifications.models import Owed
from notifications.outbox import (
    LEASE,
    MAX_FAILURES,
    claim,
    owe,
    owe_many,
    perform,
    put_back,
)

HERE = "tests.notifications.test_outbox"
done: list[str] = []


def note(what):
    done.append(what)


def fail(what):
    Owed.objects.filter(args={"what": what}).update(owner_id=1)  # must not survive the failure
    raise ValueError(f"no {what} today")


def lead_to_another(what):
    owe(f"{HERE}.note", what=what)


@pytest.fixture(autouse=True)
def nothing_done_yet():
    done.clear()


@pytest.fixture
def clock():
    """Stands still until it is moved by hand."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


def owe_one(task="note", what="a letter"):
    owe(f"{HERE}.{task}", what=what)
    return Owed.objects.latest("pk")


@pytest.mark.django_db
class TestClaiming:
    def test_what_is_due_is_claimed_oldest_first(self):
        first, second = owe_one(), owe_one()
        assert claim(limit=1) == [first.pk]
        assert claim() == [second.pk]

    def test_what_is_claimed_is_not_claimed_again_during_its_lease(self, clock):
        owed = owe_one()
        assert claim() == [owed.pk]
        clock.shift(LEASE - datetime.timedelta(seconds=1))
        assert claim() == []

    def test_what_nobody_did_during_its_lease_is_due_again(self, clock):
        owed = owe_one()
        claim()
        clock.shift(LEASE)
        assert claim() == [owed.pk]

    def test_each_attempt_waits_longer_but_never_more_than_an_hour(self, clock):
        owed = owe_one()
        waits = []
        for _ in range(10):
            assert claim() == [owed.pk]
            owed.refresh_from_db()
            waits.append(owed.next_at - timezone.now())
            clock.move_to(owed.next_at)
        assert waits[:3] == [LEASE, LEASE * 2, LEASE * 4]
        assert waits == sorted(waits)
        assert waits[-1] == datetime.timedelta(hours=1)

    def test_what_is_done_or_set_aside_is_not_due(self):
        owe_one()
        Owed.objects.update(done_at=timezone.now())
        owe_one()
        Owed.objects.filter(done_at=None).update(set_aside_at=timezone.now(), error="broken")
        assert claim() == []

    def test_what_is_given_back_is_due_in_a_moment_and_it_was_no_attempt(self, clock):
        owed = owe_one()
        outbox.give_back(claim())
        assert claim() == []
        clock.shift(datetime.timedelta(seconds=1))
        assert claim() == [owed.pk]
        owed.refresh_from_db()
        assert owed.attempts == 1

    def test_many_are_owed_and_claimed_in_as_few_statements_as_one(self, query_count):
        def owe_and_claim(n):
            owe_many(f"{HERE}.note", [{"what": str(i)} for i in range(n)], owner_id=None)
            assert len(claim()) == n

        assert query_count(lambda: owe_and_claim(1)) == query_count(lambda: owe_and_claim(50))


@pytest.mark.django_db(transaction=True)
def test_two_relays_never_claim_the_same():
    first, second = owe_one(), owe_one()
    taken: list[int] = []

    def other_relay():
        taken.extend(claim())
        connection.close()

    with transaction.atomic():
        assert claim(limit=1) == [first.pk]
        relay_beside = threading.Thread(target=other_relay)
        relay_beside.start()
        relay_beside.join(timeout=10)
    assert taken == [second.pk]


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_do_the_same():
    owed = owe_one()

    def other_worker():
        perform(owed.pk)
        connection.close()

    with transaction.atomic():
        Owed.objects.select_for_update().get(pk=owed.pk)  # the first worker is at it
        worker_beside = threading.Thread(target=other_worker)
        worker_beside.start()
        worker_beside.join(timeout=10)
        assert not worker_beside.is_alive()
    assert done == []


@pytest.mark.django_db
class TestPerforming:
    def test_it_is_done_and_marked_as_done(self):
        owed = owe_one(what="a letter")
        perform(owed.pk)
        owed.refresh_from_db()
        assert done == ["a letter"]
        assert owed.done_at is not None

    def test_asked_twice_it_is_done_once(self):
        owed = owe_one()
        perform(owed.pk)
        perform(owed.pk)
        assert done == ["a letter"]

    def test_a_failure_leaves_nothing_but_its_reason(self):
        owed = owe_one("fail", "mail")
        with pytest.raises(ValueError, match="no mail today"):
            perform(owed.pk)
        owed.refresh_from_db()
        assert (owed.done_at, owed.owner_id) == (None, None)
        assert owed.error == "ValueError: no mail today"

    def test_a_failure_is_tried_again_until_it_is_set_aside(self, clock):
        owed = owe_one("fail")
        attempts = 0
        while claim():
            attempts += 1
            with pytest.raises(ValueError, match="today"):
                perform(owed.pk)
            clock.shift(datetime.timedelta(hours=1))
        owed.refresh_from_db()
        assert attempts == owed.failures == MAX_FAILURES
        assert owed.set_aside_at is not None
        assert owed.error == "ValueError: no a letter today"

    def test_what_worked_at_last_keeps_no_reason(self):
        owed = owe_one()
        Owed.objects.update(error="the network was gone")
        perform(owed.pk)
        owed.refresh_from_db()
        assert owed.error == ""

    def test_what_it_leads_to_is_owed_in_its_turn(self, do_what_is_owed):
        owe_one("lead_to_another", "a letter")
        assert do_what_is_owed() == 2
        assert done == ["a letter"]


@pytest.mark.django_db(transaction=True)
def test_what_was_owed_by_a_change_that_never_happened_is_not_owed():
    def change():
        with transaction.atomic():
            owe_one()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change()
    assert not Owed.objects.exists()


@pytest.mark.django_db
class TestTheRelay:
    def test_it_wakes_a_worker_for_each(self, monkeypatch):
        woken = []
        monkeypatch.setattr(
            tasks.perform, "apply_async", lambda args, retry: woken.append((args, retry))
        )
        owed = [owe_one(), owe_one()]
        assert relay.hand_over() == 2
        assert woken == [((row.pk,), False) for row in owed]

    def test_when_the_broker_is_silent_nothing_is_lost_and_no_attempt_counted(
        self, monkeypatch, clock
    ):
        def silence(args, retry):
            raise ConnectionError

        monkeypatch.setattr(tasks.perform, "apply_async", silence)
        owe_one()
        with pytest.raises(ConnectionError):
            relay.hand_over()
        clock.shift(datetime.timedelta(seconds=1))
        assert len(claim()) == 1
        assert Owed.objects.get().attempts == 1

    def test_the_alarm_is_on_what_has_waited_too_long(self, clock, caplog):
        owe_one()
        clock.shift(tasks.ALARM_AFTER_SECONDS)
        tasks.watch_outbox()
        assert caplog.records == []
        clock.shift(1)
        tasks.watch_outbox()
        assert caplog.messages == ["the oldest task owed has waited 301 seconds"]

    def test_nothing_owed_has_not_waited(self):
        assert outbox.oldest_undone() == datetime.timedelta(0)


@pytest.mark.django_db
def test_what_was_set_aside_can_be_put_back_with_a_clean_slate():
    owe("tests.nothing")
    Owed.objects.update(set_aside_at=timezone.now(), failures=MAX_FAILURES, error="ugly")
    assert claim() == []

    assert put_back() == 1

    [owed] = Owed.objects.all()
    assert (owed.failures, owed.set_aside_at) == (0, None)
    assert claim() == [owed.pk]


@pytest.mark.django_db
def test_waking_up_in_vain_does_not_count_as_failing():
    owe("tests.nothing")
    Owed.objects.update(attempts=MAX_FAILURES * 2)
    assert len(claim()) == 1
