"""Trees as somebody writes them: what they mean, and what is said when one is wrong."""

import datetime
import pathlib

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation

from staff.models import Path, Qualification, Sector
from staff.requirements import (
    BadTree,
    Facts,
    Learned,
    Names,
    Post,
    Purpose,
    evaluate,
    parse,
    practice_months,
)
from staff.requirements.predicates import PREDICATES
from staff.requirements.words import KINDS, SECTORS, SYSTEMS

TODAY = datetime.date(2027, 2, 28)
NOBODY = Facts(on=TODAY)
TRADE = {"has_qualification": {"kind": "trade_certificate"}}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override(None):
        yield


def assistant(percent=10_000, starts_on=datetime.date(2025, 3, 1), **fields):
    facts = {"group": "assistant", "code": "6572", "sector": "primary"} | fields
    return Post(**facts, percent=percent, starts_on=starts_on)


def only(answer):
    [line] = answer.lines
    return line


def problems(tree, purpose=Purpose.ENTRY):
    with pytest.raises(BadTree) as caught:
        parse(tree, purpose)
    return [str(problem) for problem in caught.value.problems]


def test_kinds_sectors_and_systems_are_those_of_the_models():
    assert KINDS.keys() == set(Qualification.Kind)
    assert SECTORS.keys() == set(Sector)
    assert SYSTEMS.keys() == set(Qualification.CreditSystem)


def test_the_shipped_predicates_are_those_documented():
    text = (pathlib.Path(settings.BASE_DIR) / "docs" / "roads.md").read_text()
    assert [name for name in PREDICATES if f"`{name}`" not in text] == []


def test_an_empty_tree_asks_for_nothing():
    assert evaluate({}, NOBODY).met
    assert evaluate({}, NOBODY).lines == ()


def test_a_missing_qualification_says_what_can_stand_in_for_it():
    tree = {"any": [TRADE, {"has_qualification": {"kind": "assessed"}}]}
    line = only(evaluate(tree, NOBODY))
    assert line.text == "A trade certificate"
    assert line.can_be_met_by == "Can be met by assessed competence."
    assessed = only(evaluate(tree, NOBODY.having(Learned("assessed", is_verified=True))))
    assert assessed.met
    assert assessed.text == "Assessed competence"
    assert assessed.can_be_met_by == ""


def test_practice_says_how_much_is_left():
    held = Facts(on=TODAY, posts=(assistant(percent=5_000),))
    line = only(evaluate({"practice_months_at_least": {"n": 24}}, held))
    assert line.text == "2 years of practice; counted so far: 1 year"
    assert line.remedies == ("12 more months of practice, counted as full time",)


def test_practice_in_the_same_trade_is_the_most_in_one_trade():
    held = Facts(
        on=TODAY,
        posts=(assistant(), assistant(group="after-school"), assistant(group="kitchen")),
    )
    tree = {"practice_months_at_least": {"n": 30, "alike": [["assistant", "kitchen"], ["office"]]}}
    assert only(evaluate(tree, held)).text.endswith("counted so far: 2 years")
    assert evaluate(tree, held.having(Learned("practice", months=6))).met


def test_two_halves_at_once_are_a_whole_and_two_wholes_are_one():
    whole = assistant()
    half = assistant(percent=5_000)
    assert practice_months([half, half], TODAY) == practice_months([whole], TODAY) == 24
    assert practice_months([whole, whole], TODAY) == 24
    assert practice_months([], TODAY) == 0
    assert practice_months([assistant(starts_on=datetime.date(2028, 1, 1))], TODAY) == 0


def test_what_nobody_has_confirmed_counts_and_is_said():
    unconfirmed = NOBODY.having(Learned("trade_certificate"))
    line = only(evaluate(TRADE, unconfirmed))
    assert line.met
    assert line.unverified
    confirmed = unconfirmed.having(Learned("trade_certificate", is_verified=True))
    assert not only(evaluate(TRADE, confirmed)).unverified


def test_a_level_that_is_not_said_is_the_lowest_of_its_kind():
    bachelor = {"has_qualification": {"kind": "degree", "level": 6}}
    master = {"has_qualification": {"kind": "degree", "level": 7}}
    degree = NOBODY.having(Learned("degree"))
    assert evaluate(bachelor, degree).met
    assert not evaluate(master, degree).met
    assert only(evaluate(master, degree)).text == "A degree at level 7"


def test_subjects_and_groups_are_called_by_their_names():
    names = Names(groups={"assistant": "Assistants"}, subjects={"MAT01": "Mathematics"})
    tree = {
        "all": [
            {"has_qualification": {"kind": ["degree", "ppu"], "subjects": ["MAT01", "XYZ"]}},
            {"credits_at_least": {"n": 60, "system": "higher", "subject": "MAT01"}},
            {"staff_group": {"codes": ["assistant"]}},
            {"position_code": {"codes": ["6572", "7517"]}},
            {"works_in": {"sectors": ["primary", "ppt"]}},
            {"position_percent_at_least": {"hundredths": 4_050, "sectors": "kindergarten"}},
        ]
    }
    texts = [line.text for line in evaluate(tree, NOBODY, names=names).lines]
    assert texts == [
        "A degree or practical pedagogical education in Mathematics or XYZ",
        "60 credits in Mathematics from a university or university college; counted so far: 0",
        "A post in the staff group Assistants",
        "A post with the code 6572 or 7517",
        "A post in a primary or lower secondary school or the educational psychology service",
        "A post of at least 40,5\xa0% in a kindergarten; counted so far: 0\xa0%",
    ]


def test_a_whole_way_can_stand_in_for_another():
    both = {"all": [TRADE, {"practice_months_at_least": {"n": 24}}]}
    tree = {"any": [{"has_qualification": {"kind": "degree"}}, both]}
    line = only(evaluate(tree, NOBODY.having(Learned("trade_certificate"))))
    assert line.remedies == ("24 more months of practice, counted as full time",)
    line = only(evaluate(tree, NOBODY))
    assert line.remedies == (
        "a trade certificate and 24 more months of practice, counted as full time",
    )
    met = NOBODY.having(Learned("trade_certificate"), Learned("practice", months=24))
    assert only(evaluate(tree, met)).text == "A trade certificate and 2 years of practice"


def test_lacks_says_for_whom_and_never_who_may_enter():
    tree = {"lacks": {"kind": "trade_certificate"}}
    assert evaluate(tree, NOBODY, purpose=Purpose.FITS).met
    having = NOBODY.having(Learned("trade_certificate"))
    assert not evaluate(tree, having, purpose=Purpose.FITS).met
    [problem] = problems({"all": [TRADE, tree]})
    assert problem == (
        "entry › all › 2 › lacks: may only say for whom it is meant: "
        "nobody is kept out by what they know"
    )


@pytest.mark.parametrize(
    ("tree", "place"),
    [
        ([], "entry"),
        (None, "entry"),
        ("has_qualification", "entry"),
        ({"all": [TRADE], "any": [TRADE]}, "entry"),
        ({"all": []}, "entry › all"),
        ({"any": "trade_certificate"}, "entry › any"),
        ({"all": [{}]}, "entry › all › 1"),
        ({"has_qualificaton": {}}, "entry"),
        ({"has_qualification": "degree"}, "entry › has_qualification"),
        ({"has_qualification": {}}, "entry › has_qualification › kind"),
        ({"has_qualification": {"kind": "diploma"}}, "entry › has_qualification › kind"),
        ({"has_qualification": {"kind": []}}, "entry › has_qualification › kind"),
        ({"has_qualification": {"kind": [1]}}, "entry › has_qualification › kind"),
        (
            {"has_qualification": {"kind": "degree", "level": 9}},
            "entry › has_qualification › level",
        ),
        (
            {"has_qualification": {"kind": "degree", "levle": 6}},
            "entry › has_qualification › levle",
        ),
        ({"credits_at_least": {"n": True}}, "entry › credits_at_least › n"),
        ({"credits_at_least": {"n": "60"}}, "entry › credits_at_least › n"),
        ({"credits_at_least": {"n": 60.0}}, "entry › credits_at_least › n"),
        (
            {"credits_at_least": {"n": 60, "system": ["higher"]}},
            "entry › credits_at_least › system",
        ),
        (
            {"credits_at_least": {"n": 60, "system": "ects"}},
            "entry › credits_at_least › system",
        ),
        (
            {"practice_months_at_least": {"n": 60, "alike": ["kitchen", []]}},
            "entry › practice_months_at_least › alike",
        ),
        (
            {"practice_months_at_least": {"n": 60, "alike": {}}},
            "entry › practice_months_at_least › alike",
        ),
        (
            {"position_percent_at_least": {"hundredths": 0}},
            "entry › position_percent_at_least › hundredths",
        ),
        ({"works_in": {"sectors": ["school"]}}, "entry › works_in › sectors"),
    ],
)
def test_a_wrong_tree_says_where(tree, place):
    [problem] = problems(tree)
    assert problem.split(": ")[0] == place


def test_all_that_is_wrong_is_said_at_once():
    found = problems({"any": [{"works_in": {}}, {"credits_at_least": {"n": 0, "from": "x"}}]})
    assert found == [
        "entry › any › 1 › works_in › sectors: is missing",
        "entry › any › 2 › credits_at_least › n: must be a whole number from 1 to 600",
        "entry › any › 2 › credits_at_least › from: is none of: n, system, subject",
    ]


def test_trees_have_a_size():
    deep = TRADE
    for _level in range(30):
        deep = {"all": [deep]}
    [problem] = problems(deep)
    assert problem.endswith("lies too deep")
    [problem] = problems({"all": [TRADE] * 101})
    assert "more than 100" in problem


def test_a_road_with_a_wrong_tree_is_refused_where_it_is_written():
    path = Path(fits={"works_in": {"sectors": ["moon"]}}, entry={"lacks": {"kind": "ppu"}})
    with pytest.raises(ValidationError) as caught:
        path.clean()
    assert caught.value.message_dict.keys() == {"fits", "entry"}
    Path(fits={}, entry=TRADE).clean()
