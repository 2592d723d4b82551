import random

import psycopg
import pytest

from bench import database
from bench.ledger.attempts import Reserve, purses_of
from bench.ledger.crowd import Tally, together
from bench.ledger.figure import Run, line, share
from bench.money import make_earmarks, make_scheme
from bench.people import Place, make_officer, make_place
from funding import ledger
from funding.models import Earmark, Scheme
from staff.models import User


def earmarks(*, number: int, each_ore: int) -> tuple[Place, User, list[Earmark]]:
    place = make_place("ledger", workplaces=1)
    by = make_officer(place.owner)
    scheme = make_scheme(Scheme.Kind.STIPEND)
    return place, by, make_earmarks(place, scheme, by, number=number, each_ore=each_ore)


def test_a_crowd_is_timed_from_the_first_beginning_to_the_last_end() -> None:
    whole = together([Tally(3, 1, 300, 10.0, 12.0), Tally(2, 4, 150, 11.0, 15.0)])
    assert whole == Tally(5, 5, 450, 10.0, 15.0)
    assert (whole.attempts, whole.rate) == (10, 2.0)


def test_rounds_share_all_attempts() -> None:
    assert [share(10, 3, number) for number in range(3)] == [3, 3, 4]


@pytest.mark.django_db
def test_earmarks_are_given_their_money() -> None:
    _place, _by, made = earmarks(number=3, each_ore=500)
    assert [earmark.balance_ore("available") for earmark in made] == [500, 500, 500]
    assert ledger.discrepancies() == []


@pytest.mark.django_db
def test_a_promise_that_was_not_booked_breaks_the_limit() -> None:
    place, by, made = earmarks(number=1, each_ore=500)
    attempt = Reserve(place.owner.pk, by.pk, purses_of(made), largest_ore=10)
    run = Run("one earmark", 1, attempt, attempt, made)
    promised = Tally(granted=1, refused=0, granted_ore=7, began=0, ended=1)
    found = line(run, promised, [promised], [promised])
    assert [limit.measured for limit in found.limits] == [0, 7]
    assert not found.passed


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("at_once", [False, True])
def test_the_statements_book_what_the_service_books(*, at_once: bool) -> None:
    place, by, made = earmarks(number=1, each_ore=100)
    attempt = Reserve(place.owner.pk, by.pk, purses_of(made), 40, at_once)
    dice = random.Random(1)  # noqa: S311
    with psycopg.connect(**database.arguments(), autocommit=True) as connection:
        granted = [attempt(connection, dice) for _ in range(20)]
    earmark = Earmark.objects.get(pk=made[0].pk)
    assert 0 in granted
    assert earmark.balance_ore("reserved") == sum(granted) <= 100
    assert sum(held.reserved_ore for held in earmark.commitments.all()) == sum(granted)
