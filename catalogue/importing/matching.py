"""Which run a row is about, and what the run is once the row counts."""

from collections.abc import Mapping
from typing import Any, Final

from catalogue.importing.plan import CHANGED_RUN, ENDED_RUN, NEW_RUN, KnownCourse, KnownRun
from catalogue.importing.rows import Values

ONLINE: Final = "På nett"
NEW_COURSE_HAS: Final[Mapping[str, Any]] = {
    "code": "",
    "description": "",
    "credits": 0,
    "credit_system": "",
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


def course_after(said: Values, course: KnownCourse | None, credit_system: str) -> Values:
    """The course once the file counts; `credit_system` is whose the provider's credits are."""
    after = (dict(course.values) if course else dict(NEW_COURSE_HAS)) | said
    if course and after["code"].casefold() == course.values["code"].casefold():
        after["code"] = course.values["code"]
    after.setdefault("kind", "with_credits" if after["credits"] else "without_credits")
    if course is None or "credits" in said or "credit_system" in said:
        whose = after["credit_system"] or credit_system
        after["credit_system"] = whose if after["credits"] else ""
    return after


def run_of(course: KnownCourse | None, said: Values) -> KnownRun | None:
    """By its code where both have one, else by first day and place."""
    if course is None:
        return None
    code = said.get("run_code", "").casefold()
    for run in course.runs:
        if code and run.values["run_code"].casefold() == code:
            return run
    for run in course.runs:
        if _begins_there(run, said) and not (code and run.values["run_code"]):
            return run
    return None


def _begins_there(run: KnownRun, said: Values) -> bool:
    """A row that names no place is about the run of that day, wherever it is."""
    place = str(said.get("place", ONLINE if said.get("is_online") else run.values["place"]))
    is_there = place.casefold() == run.values["place"].casefold()
    return bool(is_there and run.values["starts_on"] == said.get("starts_on"))


def run_after(said: Values, run: KnownRun | None) -> Values:
    """The run once the row counts. New ones may lack what they need."""
    after: Values = dict(run.values if run else NEW_RUN_HAS) | said
    if after["is_online"] and not after.get("place"):
        after["place"] = ONLINE
    return after


def kind_of(run: KnownRun | None, after: Values) -> str:
    if run is None:
        return NEW_RUN
    ends = run.values["is_published"] and not after["is_published"]
    return ENDED_RUN if ends else CHANGED_RUN
