"""The history as a file, and the seals it shows."""

import datetime

import pytest
from django.utils import timezone

from audit import seals
from audit.models import Event, SealCheck
from tests.evu.happenings import CSV, HISTORY, happened, noon
from tests.factories import RoundFactory, UserFactory

pytestmark = pytest.mark.django_db


# ── Seals ────────────────────────────────────────────────────────────────────────────────────────


def test_an_event_says_which_day_sealed_it(client, owner, auditor):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    old = Event.objects.create(
        kind="round.open", subject="applications.round:1", owner_id=owner.pk, at=noon(yesterday)
    )
    seals.seal(yesterday)
    new = happened(owner)
    sealed = {line.event.pk: line.event.sealed_on for line in client.get(HISTORY).context["lines"]}
    assert sealed == {old.pk: yesterday, new.pk: None}


def test_it_says_whether_the_seals_hold(client, owner, auditor):
    assert client.get(HISTORY).context["check"] is None
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    seals.seal(yesterday)
    seals.check()
    check = client.get(HISTORY).context["check"]
    assert (check.up_to, check.broken) == (yesterday, [])
    SealCheck.objects.create(up_to=yesterday, broken=[yesterday])
    answer = client.get(HISTORY)
    assert answer.context["check"].broken == [yesterday]
    assert 'data-color="danger"' in answer.content.decode().partition("<main")[2]


# ── The file ─────────────────────────────────────────────────────────────────────────────────────


def lines_in(answer):
    return answer.getvalue().decode("utf-8-sig").splitlines()


def test_the_file_has_what_the_page_has_and_is_sent_piece_by_piece(client, owner, auditor):
    happened(owner, "round.open", subject=RoundFactory(owner=owner, name="Våren"))
    happened(owner, "round.close")
    answer = client.get(CSV, {"kind": "round.open"})
    assert answer.streaming
    assert answer["Content-Disposition"] == 'attachment; filename="evu-history.csv"'
    heading, row = lines_in(answer)
    assert heading.count(";") == row.count(";") == 5
    assert "Våren" in row
    assert ";round.open;applications.round:" in row


def test_the_file_goes_on_past_one_piece(client, owner, auditor, monkeypatch):
    monkeypatch.setattr("evu.history.export.AT_A_TIME", 2)
    at = timezone.now()
    for number in range(5):  # at the very same moment
        Event.objects.create(
            kind="round.open", subject=f"applications.round:{number}", owner_id=owner.pk, at=at
        )
    [_heading, *rows] = lines_in(client.get(CSV))
    assert [row.rpartition(":")[2] for row in rows] == ["4;", "3;", "2;", "1;", "0;"]


def test_a_formula_in_a_name_is_text_in_the_file(client, owner, auditor):
    kim = UserFactory(first_name="=HYPERLINK(1)", last_name="Nes")
    happened(owner, by=kim)
    [_heading, row] = lines_in(client.get(CSV))
    assert ";'=HYPERLINK(1) Nes;" in row


def test_an_empty_history_is_a_file_with_a_heading(client, owner, auditor):
    assert len(lines_in(client.get(CSV))) == 1
