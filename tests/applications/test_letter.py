"""The decision letter: what it says for each outcome, in both languages, as a PDF all can read."""

import io

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from pypdf import PdfReader

from applications.models import Decision
from tests.factories.cases import fresh, granted

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return granted()


def page(case, **changes):
    """The letter's page, as if the decision had been another."""
    decision = case.decisions.get()
    for name, value in changes.items():
        setattr(decision, name, value)
    context = {
        "decision": decision,
        "application": case,
        "cost_lines": case.cost_lines.all(),
    }
    return render_to_string("applications/letter.html", context)


def test_letter_is_tagged_has_a_language_and_a_title(case, do_what_is_owed):
    do_what_is_owed()
    decision = case.decisions.get()
    pdf = PdfReader(io.BytesIO(decision.letter.read()))
    decision.letter.close()
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("nb")
    assert case.number in pdf.metadata.title
    text = " ".join(sheet.extract_text() for sheet in pdf.pages)
    assert case.number in text
    assert str(case.applicant) in text
    assert fresh(case).state == "granted"


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_granted_says_what_is_paid_and_what_one_must_do(case, language):
    with translation.override(language):
        words = page(case)
        assert f'<html lang="{language}">' in words
        assert _("What you must do") in words
    assert "23.59" in words
    assert case.decisions.get().grounds in words


@pytest.mark.parametrize("outcome", [Decision.Outcome.WAITING_LIST, Decision.Outcome.REJECTED])
def test_no_place_says_that_leave_is_a_right_of_its_own(case, outcome):
    words = page(case, outcome=outcome, amount_ore=0)
    assert _("Leave for education is a right of its own") in words
    assert _("What you must do") not in words
    waits = outcome == Decision.Outcome.WAITING_LIST
    assert (_("What happens now") in words) == waits


def test_the_way_to_disagree_follows_the_type_of_the_decision(case):
    employers, individual = page(case), page(case, type=Decision.Type.INDIVIDUAL)
    assert employers != individual
    assert len(employers.splitlines()) == len(individual.splitlines())


def test_letter_asks_for_nothing_from_the_net(case):
    words = page(case)
    assert "http" not in words
    assert 'href="static:css/letter.css"' in words
