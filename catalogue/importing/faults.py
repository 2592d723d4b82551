"""Why what a file says of a course or a run is not done. Pure: no database here."""

from typing import Any, Final, TypeAlias

from catalogue.importing.plan import KnownCourse, KnownRun
from catalogue.importing.rows import Values

# The field it is about, the code of the sentence, and what goes into it.
Fault: TypeAlias = tuple[str, str, dict[str, Any]]
NEW_RUN_NEEDS: Final = ("starts_on", "ends_on", "place", "study_load", "seats")
# What those who have a seat, or ask for one, have planned by: it is changed where they are told.
PLANNED_BY: Final = (
    "starts_on",
    "ends_on",
    "place",
    "is_online",
    "price_ore",
    "sessions",
    "is_published",
)


def in_course(course: KnownCourse | None, after: Values, today: str) -> Fault | None:
    """What a course cannot be, or cannot become."""
    before = course.values if course else {}
    if any(after[name] != before.get(name) for name in ("kind", "credits")):
        if after["credits"] and after["kind"] == "without_credits":
            return "credits", "credits_without", {"value": after["credits"]}
        if not after["credits"] and after["kind"] == "with_credits":
            return "credits", "missing", {}
    return hurts_course(course, after, today) if course else None


def in_run(run: KnownRun | None, after: Values) -> Fault | None:
    """What a run of its own cannot be, or cannot become."""
    missing = [name for name in NEW_RUN_NEEDS if after.get(name) in (None, "")]
    if missing:
        return missing[0], "missing", {}
    if after["ends_on"] < after["starts_on"]:
        return "ends_on", "ends_before_start", {}
    if after["apply_by"] and after["apply_by"] > after["starts_on"]:
        return "apply_by", "apply_after_start", {}
    for slot in after["sessions"]:
        if not after["starts_on"] <= slot[0] <= after["ends_on"]:
            return "sessions", "session_outside", {"day": slot[0]}
    return hurts_run(run, after) if run else None


def hurts_course(course: KnownCourse, after: Values, today: str) -> Fault | None:
    """Other credits than those who are on the course, or will be, have counted on."""
    awaited = any(run.awaited and run.values["ends_on"] >= today for run in course.runs)
    if awaited and after["credits"] != course.values["credits"]:
        return "credits", "has_participants", {}
    return None


def hurts_run(run: KnownRun, after: Values) -> Fault | None:
    """What a file never does to those who have a seat, nor to what somebody else decided."""
    changed = [name for name in after if after[name] != run.values[name]]
    if not changed:
        return None
    if run.is_cancelled or run.is_reserved:
        return "run_code", "cancelled_run" if run.is_cancelled else "ordered_run", {}
    if after["seats"] < run.confirmed:
        return "seats", "seats_given", {"given": run.confirmed}
    if not run.awaited:
        return None
    for name in PLANNED_BY:
        # The first sessions are news, and change no plan.
        if name in changed and (name != "sessions" or run.values["sessions"]):
            return name, "has_participants", {}
    return None
