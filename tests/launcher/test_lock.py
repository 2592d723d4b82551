import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from launcher.lock import Lock

MakeLock = Callable[[], Lock]


@pytest.fixture
def make_lock(tmp_path: Path) -> Iterator[MakeLock]:
    made: list[Lock] = []

    def make() -> Lock:
        made.append(Lock(tmp_path / "lock"))
        return made[-1]

    yield make
    for lock in made:
        lock.drop()


def test_one_holder_at_a_time_and_the_other_learns_who(make_lock: MakeLock) -> None:
    first, second = make_lock(), make_lock()
    assert first.take()
    first.note(address="http://127.0.0.1:8000")
    assert not second.take()
    assert second.holder() == {"pid": os.getpid(), "address": "http://127.0.0.1:8000"}


def test_nobody_holds_a_dropped_or_unknown_lock(make_lock: MakeLock) -> None:
    lock = make_lock()
    assert lock.holder() is None
    assert lock.take()
    lock.drop()
    assert lock.holder() is None
    assert make_lock().take()


def test_the_note_of_a_holder_that_died_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text('{"pid": 1}')
    assert Lock(tmp_path / "lock").holder() is None


def test_half_a_note_is_no_error(tmp_path: Path, make_lock: MakeLock) -> None:
    first = make_lock()
    assert first.take()
    (tmp_path / "lock").write_text('{"pi')
    assert make_lock().holder() == {}
