"""A worker killed with −9 while it applies a file: all of it, or nothing."""

import random
import subprocess
import sys
import time
from dataclasses import dataclass

from django.db import connection

from bench.staff_import.office import Office, open_office
from launcher import place
from notifications import outbox
from notifications.models import UNDONE, Owed
from staff.importing.states import ImportState


@dataclass(frozen=True, slots=True)
class Killed:
    """`in_the_middle`: kills that met the transaction; `halves`: what was seen in between."""

    kills: int
    in_the_middle: int
    halves: int
    whole_after_retry: bool


def kill_workers(people: int, positions: int, *, kills: int, dice: random.Random) -> Killed:
    office = open_office("killed")
    batch = office.upload(office.file(people, positions))
    took = office.check(batch)
    office.ask_to_apply(batch)
    owed = Owed.objects.filter(
        UNDONE, task="staff.tasks.apply_import", args__batch_id=batch.pk
    ).get()
    met, halves = 0, 0
    for _ in range(kills):
        met += _killed_in_the_middle(owed.pk, dice.uniform(0.1, 1.5) * took)
        halves += office.employed() not in ((0, 0), (people, positions))
        if not Owed.objects.filter(UNDONE, pk=owed.pk).exists():
            break
    _wait_for_backends()
    outbox.perform(owed.pk)
    batch.refresh_from_db()
    whole = _is_whole(office, people, positions) and batch.state == ImportState.APPLIED
    return Killed(kills, met, halves, whole)


def _killed_in_the_middle(owed_id: int, after: float) -> bool:
    command = [sys.executable, "-m", "bench.staff_import.worker", str(owed_id)]
    worker = subprocess.Popen(command, cwd=place.find().root, stdout=subprocess.PIPE)
    assert worker.stdout is not None  # noqa: S101
    worker.stdout.readline()
    try:
        worker.wait(after)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()
        return True
    finally:
        worker.stdout.close()
    return False


def _wait_for_backends() -> None:
    """A backend notices that its client is gone when it has finished its statement."""
    for _ in range(300):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND state <> 'idle'"
            )
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.2)


def _is_whole(office: Office, people: int, positions: int) -> bool:
    return office.employed() == (people, positions)
