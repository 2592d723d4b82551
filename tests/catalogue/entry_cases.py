"""How the worked cases are written: people and answers in a counsellor's words, as data."""

import csv
import datetime
import json
import re
from pathlib import Path

from staff.reference.files import rows
from staff.requirements import Facts, Learned, Names, Post
from staff.requirements.words import KINDS, within

HERE = Path(__file__).parent
CASES, COURSES = HERE / "entry_cases.csv", HERE / "entry_courses.json"
TODAY = datetime.date(2027, 2, 28)
TOMORROW = datetime.date(2027, 3, 1)
YEAR = 12

GROUPS = {
    "lærer": "teacher",
    "yrkesfaglærer": "vocational-teacher",
    "barnehagelærer": "kindergarten-teacher",
    "lærervikar uten godkjent utdanning": "unqualified-teacher",
    "fagarbeider": "skilled-worker",
    "assistent": "assistant",
    "ansatt i SFO": "after-school",
    "miljøarbeider": "special-needs",
    "instruktør": "instructor",
    "leder": "leader",
    "kontoransatt": "office",
    "kjøkkenansatt": "kitchen",
    "renholder": "cleaning",
    "vaktmester": "caretaker",
}
SECTORS = {
    "barnehage": "kindergarten",
    "grunnskole": "primary",
    "videregående skole": "upper_secondary",
    "SFO": "after_school",
    "PPT": "ppt",
    "barnevern": "child_welfare",
    "voksenopplæring": "adult_education",
    "kulturskole": "culture_school",
    "fagskole": "fagskole",
}
KIND_WORDS = {
    "fagbrev": "trade_certificate",
    "svennebrev": "journeyman",
    "fagskole": "fagskole",
    "grad": "degree",
    "PPU": "ppu",
    "praksis": "practice",
    "realkompetanse": "assessed",
    "studiekompetanse": "entrance",
}
ANSWERS = {True: "ja", False: "nei"}
NAMES = Names(
    groups={row["code"]: row["name_nb"] for row in rows("staff_groups.csv")},
    subjects={row["code"]: within(row["name_nb"]) for row in rows("subjects.csv")},
)
TRADES = {name: code for code, name in NAMES.subjects.items()}
# assistent i grunnskole, 80 %, 3 år og 6 måneder; sluttet for 2 år siden
POST = re.compile(
    r"(?P<group>.+) i (?P<sector>[^,]+), (?P<percent>[\d,]+) %, (?P<long>[^;]+?)"
    r"(?:, sluttet for (?P<ended>\d+) år siden)?"
)
# fagbrev i kokkfaget; grad på nivå 6 i matematikk, 60 studiepoeng; praksis 24 måneder
LEARNED = re.compile(
    r"(?P<kind>\w+)(?: på nivå (?P<level>\d))?(?: i (?P<subject>[^,\d]+?))?"
    r"(?:,? (?P<credits>\d+) studiepoeng)?(?:,? (?P<months>\d+) måneder)?"
)


def cases():
    """One row for each person and course."""
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def courses():
    """Name → what the course asks for."""
    return json.loads(COURSES.read_text(encoding="utf-8"))


def facts_of(case):
    """The person of a row, as the engine is asked about one."""
    return Facts(
        on=TODAY,
        posts=tuple(map(post, filter(None, case["stillinger"].split(" + ")))),
        learned=tuple(map(learned, filter(None, case["har lært"].split(" + ")))),
    )


def post(text):
    found = POST.fullmatch(text)
    start, end = months_before(TOMORROW, how_long(found["long"])), None
    if found["ended"]:
        away = YEAR * int(found["ended"])
        start = months_before(start, away)
        end = months_before(TOMORROW, away) - datetime.timedelta(days=1)
    hundredths = int(float(found["percent"].replace(",", ".")) * 100)
    return Post(GROUPS[found["group"]], "", SECTORS[found["sector"]], hundredths, start, end)


def learned(text):
    found = LEARNED.fullmatch(text)
    kind = KIND_WORDS[found["kind"]]
    assert kind in KINDS
    credits = int(found["credits"] or 0)
    return Learned(
        kind,
        subject=TRADES[found["subject"]] if found["subject"] else "",
        level=int(found["level"] or 0),
        credits=credits,
        system=_system(found["kind"]) if credits else "",
        months=int(found["months"] or 0),
    )


def _system(kind):
    return "fagskole" if kind == "fagskole" else "higher"


def how_long(text):
    """“3 år og 6 måneder” in months."""
    years = re.search(r"(\d+) år", text)
    months = re.search(r"(\d+) måned", text)
    return YEAR * int(years[1] if years else 0) + int(months[1] if months else 0)


def months_before(day, months):
    years, month = divmod(day.month - 1 - months, YEAR)
    return day.replace(year=day.year + years, month=month + 1)


def sentences(answer):
    """The answer as the file has it: every line that is not met, and how it can be."""
    return " | ".join(
        f"{line.text}. {line.can_be_met_by}".replace("\N{NO-BREAK SPACE}", " ")
        for line in answer.missing
    )
