"""CPU time of a process as the operating system counts it, user and system together."""

import os
import time
from pathlib import Path

PROC = Path("/proc")
TICK_NS = 1_000_000_000 // os.sysconf("SC_CLK_TCK")


def cpu_ns(pid: int, proc: Path = PROC) -> int:
    """Nanoseconds used so far. Counted to the nanosecond per thread where the kernel does that,
    else in ticks of about 10 ms."""
    try:
        threads = list((proc / str(pid) / "task").glob("*/schedstat"))
        return sum(from_schedstat(thread.read_text()) for thread in threads) or _ticks(pid, proc)
    except FileNotFoundError:
        return _ticks(pid, proc)


def from_schedstat(text: str) -> int:
    """The first number is the time spent on a CPU."""
    return int(text.split()[0])


def from_stat(text: str) -> int:
    """Fields 14 and 15; the name in the second may itself hold spaces and brackets."""
    fields = text[text.rindex(")") + 2 :].split()
    return (int(fields[11]) + int(fields[12])) * TICK_NS


def _ticks(pid: int, proc: Path) -> int:
    return from_stat((proc / str(pid) / "stat").read_text())


def settled_ns(*pids: int) -> int:
    """Their sum once it stands still: a server tidies up after it has answered."""
    before = -1
    for _ in range(200):
        now = sum(cpu_ns(pid) for pid in pids)
        if now == before:
            return now
        before = now
        time.sleep(0.003)
    return before


def children(pid: int, proc: Path = PROC) -> list[int]:
    path = proc / str(pid) / "task" / str(pid) / "children"
    return [int(child) for child in path.read_text().split()]
