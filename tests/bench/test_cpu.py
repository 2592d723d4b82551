import os
from pathlib import Path

from bench import cpu

STAT = "42 (a (very) odd name) S 1 42 42 0 -1 4194304 900 0 0 0 150 25 0 0 20 0 1 0 100 1 1"


def write(proc: Path, name: str, text: str) -> None:
    path = proc / "42" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_the_first_number_of_schedstat_is_the_time_on_a_cpu() -> None:
    assert cpu.from_schedstat("100951 256891 2\n") == 100951


def test_user_and_system_ticks_are_found_behind_any_name() -> None:
    assert cpu.from_stat(STAT) == (150 + 25) * cpu.TICK_NS


def test_threads_are_summed(tmp_path: Path) -> None:
    write(tmp_path, "task/42/schedstat", "100 0 1")
    write(tmp_path, "task/43/schedstat", "20 0 1")
    assert cpu.cpu_ns(42, tmp_path) == 120


def test_ticks_are_taken_where_the_kernel_does_not_count_nanoseconds(tmp_path: Path) -> None:
    write(tmp_path, "stat", STAT)
    assert cpu.cpu_ns(42, tmp_path) == 175 * cpu.TICK_NS


def test_children_are_listed(tmp_path: Path) -> None:
    write(tmp_path, "task/42/children", "43 44 ")
    assert cpu.children(42, tmp_path) == [43, 44]


def test_work_takes_time_and_rest_takes_none() -> None:
    before = cpu.cpu_ns(os.getpid())
    sum(range(2_000_000))
    assert cpu.cpu_ns(os.getpid()) > before
