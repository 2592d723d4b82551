"""A file of all the staff of a large owner: checked, applied, once more, and while it is killed."""

import random
from argparse import ArgumentParser, Namespace
from dataclasses import dataclass
from statistics import median

from bench import database
from bench.outcome import Limit, Line, Outcome
from bench.say import progress
from bench.staff_import.breaking import break_in
from bench.staff_import.killing import kill_workers
from bench.staff_import.office import TABLES, copied, open_office

MOST_SECONDS = 60
MOST_TIMES_COPY = 6


@dataclass(frozen=True, slots=True)
class Round:
    copy: float
    check: float
    apply: float
    changes: int
    changes_again: int


@dataclass(frozen=True, slots=True)
class Figure:
    about: str = "a file of staff checked and applied, beside COPY of the same rows; broken files"

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, default=30_000)
        parser.add_argument("--positions", type=int, default=36_000)
        parser.add_argument("--rounds", type=int, default=3)
        parser.add_argument("--kills", type=int, default=6)
        parser.add_argument("--files", type=int, default=2_000, help="malformed ones")
        parser.add_argument("--seed", type=int, default=1)

    def run(self, chosen: Namespace) -> Outcome:
        malformed = [broken(chosen.files)] if chosen.files else []  # while tables are small
        one_round(20, 24)  # whatever is imported on first use is imported now
        rounds = [one_round(chosen.people, chosen.positions) for _ in range(chosen.rounds)]
        lines = [
            speed("dry run", [(one.check, one.copy) for one in rounds]),
            speed("apply", [(one.apply, one.copy) for one in rounds]),
            Line(
                "the same file again",
                {"changes": rounds[0].changes_again},
                [Limit("changes", max(one.changes_again for one in rounds), 0)],
            ),
        ]
        if chosen.kills:
            lines.append(killed(chosen))
        lines += malformed
        facts = {
            "employees / positions": f"{chosen.people} / {chosen.positions}",
            "COPY": " / ".join(f"{one.copy:.1f} s" for one in rounds),
        }
        return Outcome("staff_import", lines, facts)


def one_round(people: int, positions: int) -> Round:
    """COPY, ours, COPY: a slow minute meets both."""
    office = open_office("staff")
    before = copied(office, people, positions)
    database.tidy(*(table._meta.db_table for table in TABLES))
    office = open_office("staff")
    content = office.file(people, positions)
    batch = office.upload(content)
    check = office.check(batch)
    apply = office.apply(batch)
    if office.employed() != (people, positions):
        raise RuntimeError(f"{office.employed()} were applied: {batch.state} {batch.failure}")
    database.tidy(*(table._meta.db_table for table in TABLES))
    again = office.upload(content)
    office.check(again)
    forget_identities(office.tag)
    copy = median([before, copied(office, people, positions)])
    progress(f"staff_import: COPY {copy:.1f} s, dry run {check:.1f} s, apply {apply:.1f} s")
    return Round(copy, check, apply, batch.changes.count(), again.changes.count())


def forget_identities(tag: str) -> None:
    """The next round's people have the same national ids, and must be new."""
    from staff.models import Identity

    Identity.objects.filter(user__email__startswith=f"{tag}-").delete()


def speed(name: str, pairs: list[tuple[float, float]]) -> Line:
    seconds = median(took for took, _ in pairs)
    ratio = median(took / copy for took, copy in pairs)
    limits = [Limit("seconds", seconds, MOST_SECONDS), Limit("÷ COPY", ratio, MOST_TIMES_COPY)]
    return Line(name, {"seconds": seconds, "÷ COPY": ratio}, limits)


def killed(chosen: Namespace) -> Line:
    dice = random.Random(chosen.seed)  # noqa: S311
    people, positions = chosen.people // 5, chosen.positions // 5
    found = kill_workers(people, positions, kills=chosen.kills, dice=dice)
    return Line(
        "killed while applying",
        {"kills": found.kills, "in the middle": found.in_the_middle},
        [
            Limit("half applied", found.halves, 0),
            Limit("not whole after the retry", int(not found.whole_after_retry), 0),
        ],
    )


def broken(files: int) -> Line:
    found = break_in(files)
    progress(f"staff_import: {dict(found.ended)}")
    return Line(
        "malformed files",
        {"files": found.ended.total(), "refused": found.ended["refused"] + found.ended["failed"]},
        [
            Limit("unhandled errors", len(found.unhandled), 0),
            Limit("partly applied", found.partial, 0),
        ],
    )


FIGURE = Figure()
