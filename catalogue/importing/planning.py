"""From what is known and what a file says to the changes it means. Pure: no database here.

A run that is not in the file is only said to be so: a file ends nothing by leaving it out.
"""

import datetime
from collections.abc import Sequence

from catalogue.importing import faults
from catalogue.importing.faults import Fault
from catalogue.importing.gathering import Gathered, Group
from catalogue.importing.matching import course_after, kind_of, run_after, run_of
from catalogue.importing.plan import (
    CHANGED_COURSE,
    NEW_COURSE,
    NOT_IN_FILE,
    Change,
    KnownCourse,
    KnownRun,
    Plan,
    differences,
)
from catalogue.importing.rows import Line, Values
from staff import formats


def make(
    known: Sequence[KnownCourse], gathered: Gathered, *, today: str, credit_system: str
) -> Plan:
    """The plan. Problems it meets are added to `gathered`. `credit_system` is what the provider's
    own credits usually are."""
    planner = _Planner(known, gathered, today, credit_system)
    for group in gathered.groups:
        planner.take(group)
    planner.say_what_is_missing()
    return planner.plan


class _Planner:
    def __init__(
        self, known: Sequence[KnownCourse], gathered: Gathered, today: str, credit_system: str
    ) -> None:
        self.known, self.gathered = known, gathered
        self.today, self.credit_system = today, credit_system
        self.plan = Plan()
        self.by_code = {c.values["code"].casefold(): c for c in known if c.values["code"]}
        self.by_title = {c.values["title"].casefold(): c for c in known}
        self.titles = set(self.by_title)  # none is used for another course, also not a former one
        self.seen: set[int] = set()
        self.taken: dict[tuple[object, ...], int] = {}  # runs met in this file → their row
        self.matched: dict[int, int] = {}  # courses met in this file → their row

    # ── Courses ──────────────────────────────────────────────────────────────────────────────────

    def take(self, group: Group) -> None:
        first = group.lines[0]
        course, fault = self._match(group)
        after: Values = {}
        if fault is None:
            after = course_after(group.values, course, self.credit_system)
            fault = faults.in_course(course, after, self.today) or self._title_taken(after, course)
        if fault is not None:
            self.gathered.blame(first, *fault)
            for line in group.lines[1:]:
                self.gathered.blame(line, "", "course_left_out", {"row": first.row})
            return
        parent = self._note_course(group, course, after)
        for line in group.lines:
            if line.is_of_a_run:
                self._take_run(line, course, parent, after["title"])

    def _match(self, group: Group) -> tuple[KnownCourse | None, Fault | None]:
        """The course by its code, else by its title, unless that one has another code."""
        code = group.values.get("code", "").casefold()
        title = group.values.get("title", "").casefold()
        course = self.by_code.get(code)
        if course is None and title in self.by_title:
            course = self.by_title[title]
            if code and course.values["code"]:
                return None, ("title", "title_taken", {})
        if course is None:
            return None, None if title else ("code", "unknown_course", {})
        earlier = self.matched.setdefault(course.pk, group.row)
        if earlier != group.row:
            return None, ("code", "course_twice", {"row": earlier})
        return course, None

    def _title_taken(self, after: Values, course: KnownCourse | None) -> Fault | None:
        title = after["title"].casefold()
        is_its_own = course is not None and course.values["title"].casefold() == title
        if title in self.titles and not is_its_own:
            return "title", "title_taken", {}
        self.titles.add(title)
        return None

    def _note_course(
        self, group: Group, course: KnownCourse | None, after: Values
    ) -> Change | None:
        """Returns the change where the course is new."""
        title = after["title"]
        if course is None:
            made = Change(NEW_COURSE, title, group.row, {}, after)
            self.plan.changes.append(made)
            return made
        before, changed = differences(course.values, after)
        if changed:
            self.plan.changes.append(
                Change(CHANGED_COURSE, title, group.row, before, changed, course.pk)
            )
        return None

    # ── Runs ─────────────────────────────────────────────────────────────────────────────────────

    def _take_run(
        self, line: Line, course: KnownCourse | None, parent: Change | None, title: str
    ) -> None:
        run = run_of(course, line.run)
        if run is not None:
            self.seen.add(run.pk)
        after = run_after(line.run, run)
        owner: object = course.pk if course else id(parent)
        fault = faults.in_run(run, after) or self._met_before(line, course, run, after, owner)
        if fault is not None:
            self.gathered.blame(line, *fault)
            return
        before, changed = differences(run.values, after) if run else ({}, after)
        if changed:
            change = Change(kind_of(run, after), name_of(title, after), line.row, before, changed)
            change.course, change.run = course.pk if course else None, run.pk if run else None
            change.parent = parent
            self.plan.changes.append(change)

    def _met_before(
        self,
        line: Line,
        course: KnownCourse | None,
        run: KnownRun | None,
        after: Values,
        owner: object,
    ) -> Fault | None:
        """Each run once in a file, and no two of a course on the same day in the same place."""
        key = (after["starts_on"], after["place"])
        keys: list[tuple[object, ...]] = [(owner, *key)]
        if run is not None:
            keys.append(("run", run.pk))
        if after["run_code"]:
            keys.append((owner, "code", after["run_code"].casefold()))
        for each in keys:
            if each in self.taken:
                return "run_code", "run_twice", {"row": self.taken[each]}
        others = [other for other in course.runs if other is not run] if course else []
        if any(other.key == key for other in others):
            return "starts_on", "run_taken", {}
        self.taken.update(dict.fromkeys(keys, line.row))
        return None

    # ── What the file does not mention ───────────────────────────────────────────────────────────

    def say_what_is_missing(self) -> None:
        """Runs on offer that the file leaves out. A row with a fault still mentions its run."""
        for line in self.gathered.spared:
            run = run_of(self._mentioned(line), line.run)
            if run is not None:
                self.seen.add(run.pk)
        for course in self.known:
            for run in course.runs:
                if run.pk not in self.seen and self._is_on_offer(run):
                    name = name_of(course.values["title"], run.values)
                    self.plan.changes.append(
                        Change(NOT_IN_FILE, name, None, {}, {}, course.pk, run.pk)
                    )

    def _mentioned(self, line: Line) -> KnownCourse | None:
        code = line.course.get("code", "").casefold()
        return self.by_code.get(code) or self.by_title.get(line.course.get("title", "").casefold())

    def _is_on_offer(self, run: KnownRun) -> bool:
        is_open = run.values["is_published"] and not run.is_cancelled and not run.is_reserved
        return bool(is_open and run.values["starts_on"] >= self.today)


def name_of(title: str, run: Values) -> str:
    """A run as the report calls it."""
    first_day = datetime.date.fromisoformat(run["starts_on"])
    return f"{title}, {run['place']}, {formats.day(first_day)}"
