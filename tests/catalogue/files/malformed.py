"""Files of courses nobody should send, and which are sent all the same: broken in many ways."""

import json
from typing import Any, Final

from hypothesis import strategies as st

from bench.staff_import.malformed import (
    CELLS,
    DAMAGE,
    HOPELESS,
    NOT_IN_XML,
    as_csv,
    as_xlsx,
)
from catalogue.importing.json_files import COLUMNS
from tests.catalogue.files.house import HEADINGS, course, table_of

FIELDS: Final = tuple(HEADINGS)
PLAIN: Final = {"description": "Om kurset", "kind": "", "credit_system": "", "nqf_level": "7"}
# Beside what can be wrong in any file: what looks right and is not, and what is right.
TOLD: Final = st.sampled_from(
    [
        "",
        "NORD101",
        "nord101",
        "Norsk på småtrinnet",
        "ENG101",
        "etterutdanning",
        "videreutdanning",
        "fagskole",
        "0",
        "1",
        "30",
        "300",
        "12 500,50 kr",
        "100 %",
        "ja",
        "nei",
        "Oslo",
        "20.08.2027",
        "2028-06-10",
        "20.08.2027 09:00-15:00",
        "20.08.2027 09:00-15:00 Aula | 21.09.2027 9.00-15.00",
        "17.05.2028 09:00-08:00",
        "grunnskole | sfo",
        "https://www.example.org/",
        "https://[",
        "<script>alert(1)</script>",
    ]
)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """Good rows in which something is wrong: cells, headings, their order or their number."""
    rows = [course(**PLAIN, place=place, code=code, title=title) for place, code, title in GOOD]
    table = table_of(*({name: row.get(name, "") for name in FIELDS} for row in rows))
    for _ in range(draw(st.integers(0, 12))):
        line = table[draw(st.integers(1, len(table) - 1))]
        line[draw(st.integers(0, len(line) - 1))] = draw(st.one_of(TOLD, TOLD, CELLS))
    if draw(st.booleans()):
        table.append(list(table[draw(st.integers(1, len(table) - 1))]))
    if draw(st.integers(0, 5)) == 0:
        table[draw(st.integers(1, len(table) - 1))] = ["", "Bare tittel"]
    if draw(st.integers(0, 7)) == 0:
        table[0][draw(st.integers(0, len(FIELDS) - 1))] = draw(CELLS)
    return table


GOOD: Final = (
    ("Hamar", "NORD101", "Norsk på småtrinnet"),
    ("Oslo", "NORD101", "Norsk på småtrinnet"),
    ("Bodø", "ENG101", "Engelsk"),
    ("Voss", "", "Uten kode"),
)
VALUES: Final = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=True), TOLD, CELLS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(("day", "from", "x")), inner)
    ),
    max_leaves=4,
)


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """JSON of the shape we ask for, with anything in it."""
    courses = [_course(draw) for _ in range(draw(st.integers(0, 4)))]
    wrapped = draw(st.sampled_from(["courses", "courses", "courses", "emner", ""]))
    found: Any = {wrapped: courses} if wrapped else courses
    return json.dumps(found).encode()


def _course(draw: st.DrawFn) -> dict[str, Any]:
    row: dict[str, Any] = {"title": "Norsk på småtrinnet", "code": "NORD101"}
    run = {"starts_on": "2027-08-20", "ends_on": "2028-06-10", "place": "Hamar", "load": 50}
    run["seats"] = 30
    for key in draw(st.lists(st.sampled_from(list(COLUMNS.values())), max_size=6)):
        of_a_run, _, name = key.rpartition(".")
        (run if of_a_run else row)[name] = draw(VALUES)
    row["runs"] = draw(st.sampled_from([[run], [run, run], [], None, run, "to", [1]]))
    return row


@st.composite
def whole(draw: st.DrawFn) -> bytes:
    """A file that is what it says, with strange things in it."""
    form = draw(st.sampled_from(["csv", "csv", "xlsx", "json", "json"]))
    if form == "json":
        return draw(documents())
    table = draw(tables())
    if form == "xlsx":
        table = [[NOT_IN_XML.sub("", cell) for cell in line] for line in table]
        return as_xlsx(table, draw(st.sampled_from(["inlineStr", "str", "n", "s", "f"])))
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1"]))
    return as_csv(table, draw(st.sampled_from([";", ",", "\t", "|"])), encoding)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """One in which bytes were lost, changed or added on the way."""
    content = bytearray(draw(whole()))
    for _ in range(draw(st.integers(1, 8))):
        if not content:
            break
        at = draw(st.integers(0, len(content) - 1))
        draw(st.sampled_from(DAMAGE))(content, at, draw(st.binary(min_size=1, max_size=6)))
    return bytes(content)


FILES: Final = st.one_of(
    *(whole() for _ in range(6)), damaged(), st.sampled_from(HOPELESS), st.binary(max_size=300)
)
