"""From what is known and what a file says to the changes it means. Pure: no database here.

A run that is not in the file is only said to be so: a file ends nothing by leaving it out.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from catalogue.importing.gathering import Gathered, Group
from catalogue.importing.plan import (
    CHANGED_COURSE,
    CHANGED_RUN,
    ENDED_RUN,
    NEW_COURSE,
    NEW_RUN,
    NOT_IN_FILE,
    Change,
    KnownCourse,
    KnownRun,
    Plan,
    differences,
)
from catalogue.importing.rows import Line, Values

ONLINE: Final = "På nett"
NEW_COURSE_HAS: Final[Mapping[str, Any]] = {
    "code": "",
    "description": "",
    "credits": 0,
    "nqf_level": "",
    "subjects": [],
    "staff_groups": [],
    "sectors": [],
}
NEW_RUN_HAS: Final[Mapping[str, Any]] = {
    "run_code": "",
    "is_online": False,
    "terms": 2,
    "price_ore": 0,
    "apply_by": None,
    "apply_at": "",
    "sessions": [],
    "is_published": True,
}
NEW_RUN_NEEDS: Final = ("starts_on", "ends_on", "place", "study_load", "seats")


def make(
    known: Sequence[KnownCourse], gathered: Gathered, *, today: str, credit_system: str
) -> Plan:
    """The plan. Problems it meets are added to `gathered`. `credit_system` is what the provider's
    own credits usually are."""
    planner = _Planner(known, gathered, credit_system)
    for group in gathered.groups:
        planner.take(group)
    planner.say_what_is_missing(today)
    return planner.plan


class _Planner:
    def __init__(
        self, known: Sequence[KnownCourse], gathered: Gathered, credit_system: str
    ) -> None:
        self.known, self.gathered, self.credit_system = known, gathered, credit_system
        self.plan = Plan()
        self.by_code = {c.values["code"].casefold(): c for c in known if c.values["code"]}
        self.by_title = {c.values["title"].casefold(): c for c in known}
        self.titles = {c.values["title"].casefold() for c in known}
        self.seen: set[int] = set()
        self.taken: dict[tuple[object, ...], int] = {}  # runs met in this file → their row
        self.matched: dict[int, int] = {}  # courses met in this file → their row

    # ── Courses ──────────────────────────────────────────────────────────────────────────────────

    def take(self, group: Group) -> None:
        first = group.lines[0]
        course, fault = self._match(group)
        if fault is None:
            after = self._course_values(group, course)
            fault = self._course_fault(after, course)
        if fault is not None:
            self.gathered.blame(first, fault[0], fault[1], **fault[2])
            for line in group.lines[1:]:
                self.gathered.blame(line, "", "course_left_out", row=first.row)
            return
        parent = self._note_course(group, course, after)
        for line in group.lines:
            if line.is_of_a_run:
                self._take_run(line, course, parent, after["title"])

    def _match(self, group: Group) -> tuple[KnownCourse | None, "Fault"]:
        code = group.values.get("code", "").casefold()
        title = group.values.get("title", "").casefold()
        course = self.by_code.get(code) if code else None
        if course is None and title in self.by_title:
            course = self.by_title[title]
            if code and course.values["code"]:
                return None, ("title", "title_taken", {})
        if course is None and not title:
            return None, ("code", "unknown_course", {})
        if course is not None:
            earlier = self.matched.setdefault(course.pk, group.row)
            if earlier != group.row:
                return None, ("code", "course_left_out", {"row": earlier})
        return course, None

    def _course_values(self, group: Group, course: KnownCourse | None) -> Values:
        if course is not None:
            return course.values | group.values
        after: Values = dict(NEW_COURSE_HAS) | group.values
        has_credits = bool(after["credits"])
        after.setdefault("kind", "with_credits" if has_credits else "without_credits")
        after.setdefault("credit_system", self.credit_system if has_credits else "")
        return after

    def _course_fault(self, after: Values, course: KnownCourse | None) -> "Fault":
        if after["credits"] and after["kind"] == "without_credits":
            return "credits", "credits_without", {"value": after["credits"]}
        if course and course.has_participants and after["credits"] < course.values["credits"]:
            return "credits", "has_participants", {}
        title = after["title"].casefold()
        is_its_own = course is not None and course.values["title"].casefold() == title
        if title in self.titles and not is_its_own:
            return "title", "title_taken", {}
        self.titles.add(title)
        return None

    def _note_course(
        self, group: Group, course: KnownCourse | None, after: Values
    ) -> Change | None:
        if course is None:
            change = Change(NEW_COURSE, after["title"], group.row, {}, after)
            self.plan.changes.append(change)
            return change
        before, changed = differences(course.values, after)
        if changed:
            self.plan.changes.append(
                Change(CHANGED_COURSE, after["title"], group.row, before, changed, course.pk)
            )
        return None

    # ── Runs ─────────────────────────────────────────────────────────────────────────────────────

    def _take_run(
        self, line: Line, course: KnownCourse | None, parent: Change | None, title: str
    ) -> None:
        run = _run_of(course, line.run)
        after = _run_values(line.run, run)
        owner: object = course.pk if course else id(parent)
        fault = self._run_fault(line, course, run, after, owner)
        if run is not None:
            self.seen.add(run.pk)
        if fault is not None:
            self.gathered.blame(line, fault[0], fault[1], **fault[2])
            return
        before, changed = differences(run.values, after) if run else ({}, after)
        if not changed:
            return
        kind = _kind_of(run, after)
        name = f"{title}, {after['place']}, {after['starts_on']}"
        self.plan.changes.append(
            Change(
                kind,
                name,
                line.row,
                before,
                changed,
                course.pk if course else None,
                run.pk if run else None,
                parent,
            )
        )

    def _run_fault(
        self,
        line: Line,
        course: KnownCourse | None,
        run: KnownRun | None,
        after: Values,
        owner: object,
    ) -> "Fault":
        missing = [name for name in NEW_RUN_NEEDS if after.get(name) in (None, "")]
        if missing:
            return missing[0], "missing", {}
        return (
            self._met_before(line, course, run, after, owner)
            or _out_of_order(after)
            or (hurts(run, after) if run else None)
        )

    def _met_before(
        self,
        line: Line,
        course: KnownCourse | None,
        run: KnownRun | None,
        after: Values,
        owner: object,
    ) -> "Fault":
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

    def say_what_is_missing(self, today: str) -> None:
        """Runs on offer that the file leaves out. A row with a fault still mentions its run."""
        for line in self.gathered.spared:
            course = self._mentioned(line)
            run = _run_of(course, line.run)
            if run is not None:
                self.seen.add(run.pk)
        for course in self.known:
            for run in course.runs:
                if run.pk not in self.seen and _is_on_offer(run, today):
                    name = f"{course.values['title']}, {run.values['place']}"
                    self.plan.changes.append(
                        Change(
                            NOT_IN_FILE,
                            f"{name}, {run.values['starts_on']}",
                            None,
                            {},
                            {},
                            course.pk,
                            run.pk,
                        )
                    )

    def _mentioned(self, line: Line) -> KnownCourse | None:
        code = line.course.get("code", "").casefold()
        return self.by_code.get(code) or self.by_title.get(line.course.get("title", "").casefold())


Fault = tuple[str, str, dict[str, Any]] | None


def _run_of(course: KnownCourse | None, said: Values) -> KnownRun | None:
    """By its code where both have one, else by first day and place."""
    if course is None:
        return None
    code = said.get("run_code", "").casefold()
    for run in course.runs:
        if code and run.values["run_code"].casefold() == code:
            return run
    for run in course.runs:
        is_there = said.get("place") in (None, run.values["place"]) or (
            said["place"].casefold() == run.values["place"].casefold()
        )
        if run.values["starts_on"] == said.get("starts_on") and is_there:
            return None if code and run.values["run_code"] else run
    return None


def _run_values(said: Values, run: KnownRun | None) -> Values:
    after: Values = dict(run.values if run else NEW_RUN_HAS) | said
    if after["is_online"] and not after.get("place"):
        after["place"] = ONLINE
    return after


def _kind_of(run: KnownRun | None, after: Values) -> str:
    if run is None:
        return NEW_RUN
    ends = run.values["is_published"] and not after["is_published"]
    return ENDED_RUN if ends else CHANGED_RUN


def _out_of_order(after: Values) -> Fault:
    if after["ends_on"] < after["starts_on"]:
        return "ends_on", "ends_before_start", {}
    if after["apply_by"] and after["apply_by"] > after["starts_on"]:
        return "apply_by", "apply_after_start", {}
    for slot in after["sessions"]:
        if not after["starts_on"] <= slot[0] <= after["ends_on"]:
            return "sessions", "session_outside", {"day": slot[0]}
    return None


def hurts(run: KnownRun, after: Values) -> Fault:
    """What a file never does to those who have a seat, nor to what somebody else decided."""
    changed = [name for name in after if after[name] != run.values[name]]
    if not changed:
        return None
    if run.is_cancelled or run.is_reserved:
        return "run_code", "cancelled_run" if run.is_cancelled else "ordered_run", {}
    if after["seats"] < run.confirmed:
        return "seats", "seats_given", {"given": run.confirmed}
    if run.confirmed:
        for name in ("starts_on", "ends_on", "place", "is_published"):
            if name in changed:
                return name, "has_participants", {}
        if after["price_ore"] > run.values["price_ore"]:
            return "price_ore", "has_participants", {}
    return None


def _is_on_offer(run: KnownRun, today: str) -> bool:
    return (
        run.values["starts_on"] >= today
        and run.values["is_published"]
        and not run.is_cancelled
        and not run.is_reserved
    )
