"""Drawn people and drawn trees, in the words of the engine."""

import datetime

from hypothesis import strategies as st

from staff.requirements import Facts, Learned, Post
from staff.requirements.words import KINDS, SECTORS, SYSTEMS

TODAY = datetime.date(2027, 2, 28)
GROUPS = ("assistant", "kitchen", "teacher")
CODES = ("6572", "7960")
SUBJECTS = ("MAT01", "NOR01")

days = st.dates(datetime.date(2010, 1, 1), TODAY)


@st.composite
def posts(draw):
    starts_on = draw(days)
    ends_on = draw(st.none() | st.dates(starts_on, datetime.date(2028, 1, 1)))
    return Post(
        draw(st.sampled_from(GROUPS)),
        draw(st.sampled_from(CODES)),
        draw(st.sampled_from([*SECTORS])),
        draw(st.integers(1, 10_000)),
        starts_on,
        ends_on,
    )


learned = st.builds(
    Learned,
    kind=st.sampled_from([*KINDS]),
    subject=st.sampled_from(("", *SUBJECTS)),
    level=st.integers(0, 8),
    credits=st.integers(0, 300),
    system=st.sampled_from(("", *SYSTEMS)),
    months=st.integers(0, 80),
    is_verified=st.booleans(),
)
people = st.builds(
    Facts,
    on=st.just(TODAY),
    posts=st.lists(posts(), max_size=4).map(tuple),
    learned=st.lists(learned, max_size=4).map(tuple),
)


def some(values):
    return st.lists(st.sampled_from([*values]), min_size=1, max_size=2, unique=True)


def leaf(name, needed, optional=None):
    values = st.fixed_dictionaries(needed, optional=optional or {})
    return values.map(lambda given: {name: given})


what = {"kind": some(KINDS)}
which = {"subjects": some(SUBJECTS), "level": st.integers(2, 8)}
leaves = st.one_of(
    leaf("has_qualification", what, which),
    leaf(
        "credits_at_least",
        {"n": st.integers(1, 300)},
        {"system": st.sampled_from([*SYSTEMS]), "subject": some(SUBJECTS)},
    ),
    leaf(
        "practice_months_at_least",
        {"n": st.integers(1, 120)},
        {"alike": st.lists(some(GROUPS), min_size=1, max_size=2)},
    ),
    leaf(
        "position_percent_at_least",
        {"hundredths": st.integers(1, 10_000)},
        {"sectors": some(SECTORS)},
    ),
    leaf("works_in", {"sectors": some(SECTORS)}),
    leaf("staff_group", {"codes": some(GROUPS)}),
    leaf("position_code", {"codes": some(CODES)}),
)
lacking = leaf("lacks", what, which)


def grown(seeds):
    return st.recursive(
        seeds,
        lambda parts: st.tuples(
            st.sampled_from(("all", "any")), st.lists(parts, min_size=1, max_size=3)
        ).map(lambda pair: {pair[0]: pair[1]}),
        max_leaves=8,
    )


entry_trees = grown(leaves)
fits_trees = grown(leaves | lacking)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=10,
)
