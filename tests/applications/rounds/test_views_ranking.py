"""The ranking of a round: places typed and buttons pressed, and nothing lost."""

import pytest
from django.utils.translation import gettext as _
from hypothesis import given
from hypothesis import strategies as st

from applications import services
from applications.forms.rounds import moved, nudged
from applications.models import Round
from applications.states import RoundState
from tests.applications.rounds.pages import CONFLICT, UNPROCESSABLE, address, take_over, text_of
from tests.factories import EarmarkFactory, OwnerFactory, leader_of, officer_of
from tests.factories.cases import fresh, recommended, submitted

pytestmark = pytest.mark.django_db


def save(client, round, seen, **typed):
    """Posts the list as seen, each place as it stood but for those typed (`at_<place>`)."""
    data = {"seen": ",".join(str(case.pk) for case in seen)}
    for place, case in enumerate(seen, start=1):
        data[f"place-{case.pk}"] = typed.get(f"at_{place}", str(place))
    data |= {name: value for name, value in typed.items() if not name.startswith("at_")}
    return client.post(address("rounds:ranking", round), data)


def ranks(cases):
    return [fresh(case).rank for case in cases]


def test_ranking_begins_with_those_recommended(client, round, officer, apply):
    no, none, yes = apply(), apply(), apply()
    recommended(yes)
    services.advise(
        application=no, recommended=False, reason="Nei.", cover=None, by=leader_of(no.workplace)
    )
    Round.objects.filter(pk=round.pk).update(state=RoundState.WITH_LEADERS)
    Round.objects.filter(pk=round.pk).update(state=RoundState.WITH_OWNER)

    response = client.get(address("rounds:ranking", round))

    assert [row.pk for row in response.context["rows"]] == [yes.pk, none.pk, no.pk]
    assert response.context["unranked"] == 3


def test_ranking_is_saved_as_it_stands(client, round, officer, listed):
    response = save(client, round, listed)
    assert response.status_code == 302
    assert ranks(listed) == [1, 2, 3, 4]
    assert client.get(address("rounds:ranking", round)).context["unranked"] == 0


def test_a_typed_place_moves_one_and_the_others_make_room(client, round, officer, listed):
    save(client, round, listed, at_4="1")
    assert ranks(listed) == [2, 3, 4, 1]


def test_the_buttons_work_and_save_what_was_typed(client, round, officer, listed):
    response = save(client, round, listed, at_4="1", move=f"{listed[1].pk}:up")
    # four, one, two, three; then two goes up
    assert ranks(listed) == [3, 2, 4, 1]
    assert response.url.endswith(f"#case-{listed[1].pk}")

    shown = [row.pk for row in client.get(address("rounds:ranking", round)).context["rows"]]
    seen = [next(case for case in listed if case.pk == pk) for pk in shown]
    save(client, round, seen, move=f"{seen[3].pk}:down")  # the last stays last
    assert ranks(listed) == [3, 2, 4, 1]


def test_two_with_the_same_place_stand_one_after_the_other_and_it_is_said(
    client, round, officer, listed
):
    response = save(client, round, listed, at_3="1", at_4="1")
    assert ranks(listed) == [3, 4, 1, 2]
    assert len(list(client.get(response.url).context["messages"])) == 2


@pytest.mark.parametrize("wrong", ["", "abc", "0", "-1", "1,5", "99999999999999999999"])
def test_a_place_that_is_no_place_is_said_beside_the_field(client, round, officer, listed, wrong):
    response = save(client, round, listed, at_1=wrong, at_2="4")

    assert response.status_code == UNPROCESSABLE
    rows = response.context["rows"]
    assert [bool(row.error) for row in rows] == [True, False, False, False]
    assert [row.typed for row in rows] == [wrong, "4", "3", "4"]
    assert ranks(listed) == [None] * 4


def test_when_somebody_else_has_ranked_nothing_is_lost(client, round, officer, listed):
    services.rank(round=round, order=[case.pk for case in reversed(listed)], by=officer)

    response = save(client, round, listed, at_4="2")

    assert response.status_code == CONFLICT
    assert ranks(listed) == [4, 3, 2, 1]
    rows = {row.pk: row for row in response.context["rows"]}
    assert rows[listed[3].pk].typed == "2"  # what I wrote
    assert rows[listed[0].pk].typed == "4"  # where it stands now
    again = [fresh(case) for case in reversed(listed)]
    assert save(client, round, again, at_1="2").status_code == 302
    assert ranks(listed) == [4, 3, 1, 2]


def test_when_somebody_has_withdrawn_the_list_is_shown_again(client, round, officer, listed):
    services.withdraw(application=listed[0], by=listed[0].applicant)
    response = save(client, round, listed)
    assert response.status_code == CONFLICT
    assert [row.pk for row in response.context["rows"]] == [case.pk for case in listed[1:]]


@pytest.mark.parametrize("seen", ["", "abc", "1,1", "1,,2"])
def test_a_list_that_cannot_be_read_is_refused(client, round, officer, listed, seen):
    response = client.post(address("rounds:ranking", round), {"seen": seen})
    assert response.status_code == UNPROCESSABLE
    assert ranks(listed) == [None] * 4


def test_outside_the_owners_part_the_list_is_read_only(client, round, officer, apply):
    case = recommended(apply())
    page = client.get(address("rounds:ranking", round))
    assert case.number in text_of(page)
    assert f'name="place-{case.pk}"' not in page.content.decode()
    assert str(_("Ranking is done while the round is with the owner.")) in page.content.decode()
    assert save(client, round, [case]).status_code == 403


def test_ranking_is_for_those_who_rank(client, round, officer, listed):
    client.force_login(leader_of(listed[0].workplace))
    assert save(client, round, listed).status_code == 403
    client.force_login(officer_of(OwnerFactory()))
    assert save(client, round, listed).status_code == 404
    assert ranks(listed) == [None] * 4


def test_ranking_shows_how_far_the_money_reaches(client, round, officer, apply):
    first, second = recommended(apply()), recommended(apply())
    without = recommended(submitted(round=round, scheme=first.scheme))
    EarmarkFactory(
        owner=round.owner,
        scheme=first.scheme,
        staff_groups=[first.staff_group],
        amount_ore=first.cost_ore,
    )
    take_over(round, officer)

    response = client.get(address("rounds:ranking", round))

    money = {row.pk: (row.money, row.color) for row in response.context["rows"]}
    assert money[first.pk][1] == "success"
    assert money[second.pk][1] == "warning"
    assert money[without.pk][1] == "danger"
    [line] = [line for line in response.context["money"] if line.count]
    assert (line.available_ore, line.reaches, line.count) == (first.cost_ore, 1, 3)


orders = st.lists(st.integers(1, 1000), unique=True, min_size=1, max_size=12)


@given(st.data(), orders)
def test_moving_loses_nobody_and_gives_each_the_place_asked_for(data, order):
    some = data.draw(st.lists(st.sampled_from(order), unique=True))
    places = data.draw(st.permutations(range(1, len(order) + 1)))
    changed = dict(zip(some, places, strict=False))

    result = moved(order, changed)

    assert sorted(result) == sorted(order)
    assert {pk: result.index(pk) + 1 for pk in changed} == changed
    rest = [pk for pk in order if pk not in changed]
    assert [pk for pk in result if pk not in changed] == rest


@given(st.data(), orders)
def test_moving_keeps_the_order_of_those_with_the_same_place(data, order):
    changed = {pk: data.draw(st.integers(1, 20)) for pk in order[: len(order) // 2]}
    result = moved(order, changed)
    assert sorted(result) == sorted(order)
    among = [pk for pk in result if pk in changed]
    assert among == sorted((pk for pk in order if pk in changed), key=changed.__getitem__)


@pytest.mark.parametrize(
    ("pk", "way", "result"),
    [
        (2, "up", [2, 1, 3]),
        (2, "down", [1, 3, 2]),
        (1, "up", [1, 2, 3]),
        (3, "down", [1, 2, 3]),
        (9, "up", [1, 2, 3]),
    ],
)
def test_one_place_up_or_down(pk, way, result):
    assert nudged([1, 2, 3], pk, way) == result
