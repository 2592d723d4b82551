"""What the invented courses demand, which subjects and sectors they are for, and when they meet."""

import datetime
from collections.abc import Mapping
from typing import Any, Final

from catalogue.models import Course, CourseRun, Session
from catalogue.services.keywords import keep_keywords
from evu.demo.courses import OFFERED, Offered
from evu.demo.stage import Stage
from staff.models import Path, Sector, Subject
from staff.reference.files import bring_up_to_date, rows

Tree = dict[str, Any]
TRADE: Final = ["trade_certificate", "journeyman"]
ENTRANCE: Final[Tree] = {"has_qualification": {"kind": ["entrance", "degree"]}}
ASSESSED: Final[Tree] = {"has_qualification": {"kind": "assessed"}}
FAGBREV: Final[Tree] = {"has_qualification": {"kind": TRADE}}
TEACHES: Final[Tree] = {"credits_at_least": {"n": 180, "system": "higher"}}
FAGSKOLE: Final[Tree] = {
    "any": [FAGBREV, {"practice_months_at_least": {"n": 60}}, ASSESSED, ENTRANCE]
}
WORKS_IN_KINDERGARTEN: Final[Tree] = {
    "position_percent_at_least": {"hundredths": 4000, "sectors": ["kindergarten"]}
}
TREES: Final[Mapping[str, Tree]] = {
    "ablu": {"all": [WORKS_IN_KINDERGARTEN, {"any": [ENTRANCE, FAGBREV, ASSESSED]}]},
    "tib": {"has_qualification": {"kind": "degree"}},
    "ppu": {"has_qualification": {"kind": "degree"}},
    "ppuy": {"all": [FAGBREV, {"practice_months_at_least": {"n": 24}}]},
    "yfl": {"any": [FAGBREV, ASSESSED]},
    "candidate": {"practice_months_at_least": {"n": 60}},
    "norwegian": TEACHES,
    "maths": TEACHES,
    "english": {"any": [TEACHES, {"credits_at_least": {"n": 30, "subject": ["ENG01"]}}]},
    "head": TEACHES,
    "needs": {"any": [TEACHES, {"has_qualification": {"kind": "degree"}}]},
    "trauma": {"any": [ENTRANCE, FAGBREV, {"has_qualification": {"kind": "fagskole"}}, ASSESSED]},
    "module-needs": FAGSKOLE,
    "module-languages": FAGSKOLE,
    "module-afterschool": FAGSKOLE,
    "module-mentor": FAGSKOLE,
    "module-machines": {"has_qualification": {"kind": TRADE, "subjects": ["INM03", "AUT03"]}},
}
SUBJECTS: Final[Mapping[str, tuple[str, ...]]] = {
    "maths": ("MAT01",),
    "english": ("ENG01",),
    "norwegian": ("NOR01",),
    "fagbrev": ("BUA03",),
    "candidate": ("BUA03",),
    "clean": ("REN03",),
    "ergonomics": ("REN03",),
    "cook": ("INK03", "KOK03"),
    "allergy": ("INK03", "KOK03"),
    "building": ("BYD03",),
    "energy": ("BYD03",),
    "clerk": ("KOA03",),
    "records": ("KOA03",),
    "workshop": ("INM03",),
    "builders": ("TMF03",),
    "restaurant": ("KOK03", "INK03"),
    "module-machines": ("INM03",),
}
SECTORS: Final[Mapping[str, tuple[Sector, ...]]] = {
    "ablu": (Sector.KINDERGARTEN,),
    "climate": (Sector.KINDERGARTEN,),
    "lead-kindergarten": (Sector.KINDERGARTEN,),
    "arts": (Sector.PRIMARY, Sector.AFTER_SCHOOL, Sector.CULTURE_SCHOOL),
    "module-afterschool": (Sector.AFTER_SCHOOL, Sector.PRIMARY),
    "vocational": (Sector.UPPER_SECONDARY,),
    "digital": (Sector.UPPER_SECONDARY,),
}
ROADS: Final[Mapping[str, str]] = {"ablu": "ablu", "ppu": "ppu", "ppuy": "ppu-y", "yfl": "yfl"}
ALSO_THERE: Final = ("ablu", "ppu", "ppuy", "yfl", "tib")  # one applies to the institution too
NINE, THREE = datetime.time(9), datetime.time(15)


def describe(stage: Stage, courses: Mapping[str, Course]) -> None:
    """Entry, subjects, sectors and roads of the courses; then the words they are found by."""
    bring_up_to_date(Subject, "code", [dict(row) for row in rows("subjects.csv")])
    subjects = {subject.code: subject for subject in Subject.objects.all()}
    for key, course in courses.items():
        course.entry = TREES.get(key, {})
        course.sectors = list(SECTORS.get(key, ()))
        course.subjects.set([subjects[c] for c in SUBJECTS.get(key, ()) if c in subjects])
    Course.objects.bulk_update(courses.values(), ["entry", "sectors"])
    keep_keywords(courses.values())


def lead_somewhere(courses: Mapping[str, Course]) -> None:
    """Once the roads are there: which of them a course is part of."""
    paths = {path.code: path for path in Path.objects.all()}
    for key, code in ROADS.items():
        if code in paths:
            courses[key].road = paths[code]
    Course.objects.bulk_update([courses[key] for key in ROADS], ["road"])


def meet(runs: Mapping[str, CourseRun]) -> None:
    """When participants meet: a day a fortnight at short courses, three gatherings a term else."""
    by_key: dict[str, Offered] = {offered.key: offered for offered in OFFERED}
    sessions = []
    for key, run in runs.items():
        is_short = by_key[key].kind == Course.Kind.WITHOUT_CREDITS
        if by_key[key].kind == Course.Kind.PLACEMENT:
            continue
        days = _weekdays(run, 5 if is_short else 3 * run.terms)
        sessions += [Session(run=run, day=day, starts_at=NINE, ends_at=THREE) for day in days]
        if key in ALSO_THERE:
            run.apply_by = run.starts_on - datetime.timedelta(days=45)
            run.apply_at = "https://example.org/opptak"
        run.is_online = "nett" in run.place
    Session.objects.bulk_create(sessions)
    CourseRun.objects.bulk_update(runs.values(), ["apply_by", "apply_at", "is_online"])


def _weekdays(run: CourseRun, count: int) -> list[datetime.date]:
    """So many Thursdays, evenly through the run."""
    first = run.starts_on + datetime.timedelta(days=(3 - run.starts_on.weekday()) % 7)
    step = max(7, (run.ends_on - first).days // count // 7 * 7)
    days = [first + datetime.timedelta(days=step * number) for number in range(count)]
    return [day for day in days if day <= run.ends_on]
