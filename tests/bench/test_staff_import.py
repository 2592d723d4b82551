import itertools

import pytest
from stdnum.no import fodselsnummer

from bench.staff_import import breaking, figure
from bench.staff_import.people import csv_of, national_ids, rows
from staff.models import Employee


def test_the_invented_ids_are_valid_and_each_is_used_once() -> None:
    found = list(itertools.islice(national_ids(), 2_000))
    assert len(set(found)) == len(found)
    assert all(fodselsnummer.is_valid(number) for number in found[::50])


def test_everybody_has_a_post_and_the_first_have_two() -> None:
    lines = csv_of(rows(3, 4, tag="x", places=2, codes=["9000"])).decode().splitlines()
    assert [line.split(";")[0] for line in lines[1:]] == ["100000", "100001", "100002", "100000"]


@pytest.mark.django_db(transaction=True)
def test_a_round_brings_in_everybody_and_the_same_file_changes_nothing() -> None:
    found = figure.one_round(6, 8)
    assert (found.changes, found.changes_again) == (8, 0)
    assert min(found.copy, found.check, found.apply) > 0


def test_a_slow_round_and_a_change_by_the_same_file_break_their_limits() -> None:
    slow = figure.speed("apply", [(61, 1)])
    assert [limit.holds for limit in slow.limits] == [False, False]
    assert figure.speed("apply", [(5, 1)]).passed


@pytest.mark.django_db
def test_malformed_files_are_counted_and_leave_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    found = breaking.break_in(5)
    assert found.ended.total() == 5
    assert (found.unhandled, found.partial) == ([], 0)
    assert Employee.objects.count() == 4


@pytest.mark.django_db
def test_an_error_nobody_handles_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(breaking, "_bring_in", fails)
    assert len(breaking.break_in(3).unhandled) == 3
