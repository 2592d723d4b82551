import subprocess
import sys
import time
from pathlib import Path

import pytest

from launcher import child
from launcher.place import ROOT
from launcher.say import Stop

STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); {}"


def test_an_early_death_shows_the_end_of_the_log(tmp_path: Path) -> None:
    said = "for i in range(40): print('line', i)\nraise SystemExit(3)"
    started = child.start("worker", [sys.executable, "-c", said], log=tmp_path / "worker.log")
    started.process.wait()
    with pytest.raises(Stop, match=r"worker has stopped \(exit code 3\)") as stop:
        started.check()
    assert str(stop.value).splitlines()[1:] == [f"line {i}" for i in range(25, 40)]


def test_the_log_of_the_start_before_is_kept(tmp_path: Path) -> None:
    log = tmp_path / "log" / "web.log"
    for word in ("first", "second"):
        assert child.run("web", [sys.executable, "-c", f"print('{word}')"], log=log) == 0
    assert log.read_text() == "second\n"
    assert log.with_suffix(".log.1").read_text() == "first\n"


def test_one_that_will_not_stop_is_forced_with_its_group(tmp_path: Path) -> None:
    log = tmp_path / "log"
    stubborn = child.start(
        "stubborn", [sys.executable, "-c", STUBBORN.format("time.sleep(60)")], log=log
    )
    _wait_for(lambda: "up" in log.read_text())
    stubborn.stop(patience=0.1)
    assert stubborn.process.returncode == -9


def test_children_die_with_a_launcher_that_is_killed(tmp_path: Path) -> None:
    code = (
        "from launcher import child; import sys, time\n"
        "started = child.start('x', [sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(started.process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    _wait_for(lambda: not _alive(pid))


def test_endings_have_names() -> None:
    assert (child.ending(2), child.ending(-9)) == ("exit code 2", "SIGKILL")


def _alive(pid: int) -> bool:
    try:
        return "(zombie)" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def _wait_for(condition: object) -> None:
    assert callable(condition)
    for _ in range(200):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen within ten seconds")
