import random
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from bench.chaos.mails import delivered, repeated
from bench.chaos.producer import Producer
from bench.chaos.victims import Victim
from launcher import child
from notifications.models import Message, Owed
from tests.factories.staff import UserFactory

MAIL = "Content-Type: text/plain\nSubject: {}\nFrom: evu@localhost\n\nSubject: not a header\n"


def test_mails_are_counted_over_all_files_and_repeats_are_seen(tmp_path: Path) -> None:
    (tmp_path / "1.log").write_text(MAIL.format("run-1-0") + MAIL.format("run-2-0"))
    (tmp_path / "2.log").write_text(MAIL.format("run-1-0"))
    found = delivered(tmp_path)
    assert found == Counter({"run-1-0": 2, "run-2-0": 1})
    assert repeated(found) == 1


@pytest.mark.django_db
def test_what_is_rolled_back_leaves_nothing_behind() -> None:
    producer = Producer(UserFactory.create_batch(5), "run", 10, random.Random(3))  # noqa: S311
    for number in range(40):
        producer.commit_or_not(number)
    assert producer.rolled_back
    assert set(Message.objects.values_list("key", flat=True)) == producer.committed
    assert Owed.objects.count() == len(producer.committed)


def test_a_victim_comes_back_when_its_time_has_come() -> None:
    def start() -> child.Child:
        return child.start("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"])

    victim = Victim("sleeper", start, start())
    try:
        first = victim.child
        victim.kill()
        victim.back_at = time.monotonic() + 100
        assert not victim.look_after(time.monotonic())
        assert victim.child is first
        assert not victim.look_after(time.monotonic() + 200)
        assert victim.child.process.poll() is None
        assert victim.back_at is None
    finally:
        victim.child.stop(patience=5)


def test_one_that_ends_by_itself_is_noticed_and_started_again() -> None:
    def start() -> child.Child:
        return child.start("quitter", [sys.executable, "-c", ""])

    victim = Victim("quitter", start, start())
    victim.child.process.wait()
    assert victim.look_after(time.monotonic())
    victim.child.stop(patience=5)
