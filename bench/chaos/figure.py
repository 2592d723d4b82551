"""Worker, broker and relay killed again and again: what was committed is delivered all the same."""

import random
import shutil
import threading
import time
from argparse import ArgumentParser, Namespace
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.db.models import F, QuerySet
from django.utils import timezone

from bench.chaos.mails import delivered, repeated
from bench.chaos.producer import Producer
from bench.chaos.victims import Chaos, processes
from bench.outcome import Limit, Line, Outcome
from bench.people import make_users, tag
from bench.say import progress
from launcher import place
from notifications.models import UNDONE, Message, Owed

PATIENCE_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class Figure:
    about: str = "kill −9 of worker, broker and relay: messages lost and mailed twice"

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--kills", type=int, default=24)
        parser.add_argument("--a-second", type=float, default=10, help="transactions")
        parser.add_argument("--drain", type=int, default=600, help="seconds to wait at the end")
        parser.add_argument("--seed", type=int, default=1)

    def run(self, chosen: Namespace) -> Outcome:
        mails = empty(place.find().of("chaos") / "mail")
        Owed.objects.filter(UNDONE).update(done_at=timezone.now())  # left by another figure
        dice = random.Random(chosen.seed)  # noqa: S311
        recipients = make_users(50)
        own_dice = random.Random(dice.random())  # noqa: S311
        producer = Producer(recipients, f"chaos-{tag()}", chosen.a_second, own_dice)
        with processes(mails) as victims:
            chaos = Chaos(victims, dice)
            work(producer, chaos, chosen.kills)
            drained = drain(producer, chaos, chosen.drain)
        return outcome(producer, chaos, mails, drained)


def empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def work(producer: Producer, chaos: Chaos, kills: int) -> None:
    thread = threading.Thread(target=producer.work, daemon=True)
    thread.start()
    try:
        wait_for_the_first(producer, chaos)
        progress(f"chaos: all processes work; {kills} kills follow")
        chaos.rage(kills)
    finally:
        producer.stopping.set()
        thread.join()
    if producer.failure:
        raise producer.failure


def wait_for_the_first(producer: Producer, chaos: Chaos) -> None:
    for _ in range(PATIENCE_SECONDS * 2):
        if told(producer).filter(sent_at__isnull=False).exists():
            return
        chaos.pass_time(0.5)
    raise RuntimeError(f"no message was delivered within {PATIENCE_SECONDS} seconds")


def told(producer: Producer) -> "QuerySet[Message]":
    return Message.objects.filter(key__startswith=f"{producer.run}-")


def drain(producer: Producer, chaos: Chaos, patience: int) -> float:
    """Waits until nothing is owed any more; the processes are looked after, but not killed."""
    progress(f"chaos: {told(producer).filter(sent_at=None).count()} messages are left to deliver")
    began = time.monotonic()
    while time.monotonic() < began + patience:
        if not Owed.objects.filter(UNDONE).exists():
            break
        chaos.pass_time(1)
    return time.monotonic() - began


def outcome(producer: Producer, chaos: Chaos, mails: Path, drained: float) -> Outcome:
    found = delivered(mails)
    rows = dict(told(producer).values_list("key", "sent_at"))
    lost = [key for key in producer.committed if not (rows.get(key) and found[key])]
    unasked = [key for key in producer.rolled_back if key in rows or found[key]]
    set_aside = Owed.objects.filter(set_aside_at__isnull=False).count()
    values = {
        "kills": chaos.kills.total(),
        "committed": len(producer.committed),
        "rolled back": len(producer.rolled_back),
        "mailed": found.total(),
        "twice": repeated(found),
    }
    limits = [
        Limit("lost", len(lost), 0),
        Limit("mailed though rolled back", len(unasked), 0),
        Limit("set aside", set_aside, 0),
    ]
    facts = {
        "killed": ", ".join(f"{name} {times}" for name, times in sorted(chaos.kills.items())),
        "ended by themselves": ", ".join(chaos.fell) or "none",
        "drained after": f"{drained:.0f} s",
        "waited, median / 95 % / longest": waits(producer),
    }
    return Outcome("chaos", [Line("messages", values, limits)], facts)


def waits(producer: Producer) -> str:
    """From told to mailed."""
    sent = told(producer).filter(sent_at__isnull=False)
    took = sent.annotate(took=F("sent_at") - F("created_at")).values_list("took", flat=True)
    seconds = sorted(wait.total_seconds() for wait in took)
    at = (seconds[round(share * (len(seconds) - 1))] for share in (0.5, 0.95, 1))
    return " / ".join(f"{wait:.1f} s" for wait in at)


FIGURE = Figure()
