"""Cases a counsellor can read and check: who, what they have, and which road stands open.

Columns: posts held (staff group, position code, sector, percent, how long until today), what has
been learned, the road, whether it is meant for them, whether they have what it takes to begin, and
what is missing → how it can be met.
"""

import csv
import datetime
import re
from pathlib import Path

import pytest
from django.utils import translation

from staff.reference import paths
from staff.reference.files import rows
from staff.requirements import Facts, Learned, Post, Purpose, evaluate

CASES = Path(__file__).with_name("worked_cases.csv")
TODAY = datetime.date(2027, 2, 28)
TOMORROW = datetime.date(2027, 3, 1)
ROADS = {row["code"]: row for row in paths.shipped()}
POST = re.compile(r"([\w-]+) (\w+) in (\w+), (\d+) %, (\d+) months(, ended)?")
LEARNED = re.compile(r"(\w+)(?: level (\d))?,? ?(?:(\d+) credits (\w+))?(?:(\d+) months)?")
WORDS = {
    "Entrance": "general entrance to higher education",
    "vocational college": "education from a vocational college",
    "Trade certificate": "a trade certificate or a journeyman’s certificate",
    "degree": "a degree",
    "assessed": "assessed competence",
}


def read():
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def months_before(day, months):
    years, month = divmod(day.month - 1 - months, 12)
    return day.replace(year=day.year + years, month=month + 1)


def post(text):
    group, code, sector, percent, months, ended = POST.fullmatch(text).groups()
    start = months_before(TOMORROW, int(months))
    end = None
    if ended:  # it ended five years ago, having lasted as long
        start, end = months_before(start, 60), months_before(TOMORROW, 60) - datetime.timedelta(1)
    return Post(group, code, sector, int(percent) * 100, start, end)


def learned(text):
    kind, level, credits, system, months = LEARNED.fullmatch(text).groups()
    return Learned(
        kind,
        level=int(level or 0),
        credits=int(credits or 0),
        system=system or "",
        months=int(months or 0),
    )


def facts(case):
    return Facts(
        on=TODAY,
        posts=tuple(map(post, case["posts"].split(" + "))),
        learned=tuple(map(learned, filter(None, case["learned"].split(" + ")))),
    )


@pytest.mark.parametrize("case", read(), ids=lambda case: f"{case['who']}: {case['road']}")
def test_case(case):
    road = ROADS[case["road"]]
    with translation.override(None):
        fits = evaluate(road["fits"], facts(case), purpose=Purpose.FITS)
        entry = evaluate(road["entry"], facts(case))
    assert ("yes" if fits.met else "no") == case["meant for"]
    assert ("yes" if entry.met else "no") == case["may start"]
    assert " + ".join(says(entry)) == case["missing"]


def says(entry):
    """The missing lines in the short words of the file."""
    return [" → ".join(filter(None, (short(line.text), ways(line)))) for line in entry.missing]


def ways(line):
    return ", ".join(short(remedy) for remedy in line.remedies)


def short(text):
    text = text.split(";")[0]
    if found := re.match(r"(\d+) years? of practice", text):
        return f"{int(found[1]) * 12} months"
    if found := re.match(r"(\d+) more months? of practice", text):
        return f"{found[1]} more"
    if found := re.match(r"(\d+) more credits?", text):
        return f"{found[1]} more"
    if found := re.match(r"(\d+) credits", text):
        return f"{found[1]} credits"
    if found := re.search(r"(\d+)\xa0% more of a full post", text):
        return f"{found[1]} % larger"
    if found := re.search(r"at least (\d+)\xa0%", text):
        return f"{found[1]} %"
    whole = {long.lower(): name for name, long in WORDS.items()}
    return whole.get(text.lower(), text)


def test_every_staff_group_and_every_road_is_in_a_case():
    cases = read()
    assert len(cases) >= 40
    groups = {text.split()[0] for case in cases for text in case["posts"].split(" + ")}
    assert groups == {row["code"] for row in rows("staff_groups.csv")}
    assert {case["road"] for case in cases} == ROADS.keys()
