"""The owner's pages about rounds, asked what every page is asked."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext as _
from hypothesis import given
from hypothesis import strategies as st

from applications import services
from applications.forms.rounds import moved, nudged
from applications.models import Application, Decision, Round
from applications.queries.queue import in_order
from applications.states import RoundAction, RoundState, State
from staff.roles import Role
from staff.verdict import Refusal
from tests.factories import (
    ApplicationFactory,
    CourseRunFactory,
    EarmarkFactory,
    MembershipFactory,
    OwnerFactory,
    RoundFactory,
    StaffGroupFactory,
    UserFactory,
    WorkplaceFactory,
    employee_at,
    finance_of,
    leader_of,
    officer_of,
    scheme_with_rules,
)
from tests.factories.cases import (
    accepted,
    consulted,
    earmark_for,
    fresh,
    granted,
    in_consultation,
    proposed,
    recommended,
    submitted,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
CONFLICT, UNPROCESSABLE = 409, 422
MOST_QUERIES = 12
PAGES = ("rounds:detail", "rounds:queue", "rounds:ranking", "rounds:participants")


@pytest.fixture
def owner():
    return OwnerFactory()


@pytest.fixture
def round(owner):
    return RoundFactory(owner=owner, name="Høstrunden")


@pytest.fixture
def officer(client, owner):
    user = officer_of(owner)
    client.force_login(user)
    return user


@pytest.fixture
def apply(round):
    """Sends an application in the round; `who` is the applicant's last name."""
    group, scheme = StaffGroupFactory(), scheme_with_rules()
    workplace = WorkplaceFactory(owner=round.owner)

    def send(who="Hansen", **fields):
        position = employee_at(fields.pop("workplace", workplace), code__staff_group=group)
        position.employee.user.last_name = who
        position.employee.user.save()
        return submitted(round=round, position=position, **({"scheme": scheme} | fields))

    return send


def take_over(round, officer):
    for action in (RoundAction.CLOSE_FOR_APPLICANTS, RoundAction.CLOSE_FOR_LEADERS):
        services.step(round=round, action=action, by=officer)


@pytest.fixture
def listed(round, officer, apply):
    """Four recommended cases in a round that is with the owner."""
    cases = [recommended(apply(who)) for who in ("Berg", "Dahl", "Lie", "Moe")]
    take_over(round, officer)
    return cases


def address(name, round):
    return reverse(name, args=[round.pk])


def queries(client, url):
    """How many a page asks, the request's own savepoint not counted."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return sum(
        not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in captured.captured_queries
    )


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


# ── Everywhere ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_finds_nothing(client, round, name):
    client.force_login(officer_of(OwnerFactory()))
    assert client.get(address(name, round)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", ["leader", "finance", "employee"])
def test_a_colleague_hears_why_not(client, round, name, role):
    workplace = WorkplaceFactory(owner=round.owner)
    person = {
        "leader": lambda: leader_of(workplace),
        "finance": lambda: finance_of(round.owner),
        "employee": lambda: employee_at(workplace).employee.user,
    }[role]()
    client.force_login(person)

    response = client.get(address(name, round))

    assert response.status_code == 403
    assert str(_("Only the owner’s case officers steer the round.")) in response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_pages_ask_no_more_for_three_than_for_one(client, round, officer, apply, name):
    apply()
    client.get(address(name, round))
    once = queries(client, address(name, round))
    apply()
    apply()
    assert queries(client, address(name, round)) == once <= MOST_QUERIES


# ── The list of rounds ───────────────────────────────────────────────────────────────────────────


def test_index_shows_the_rounds_of_the_owner_one_acts_for(client, round, officer):
    RoundFactory(owner=round.owner, name="I fjor", state=RoundState.CLOSED)
    RoundFactory(name="De andres runde")

    text = text_of(client.get(reverse("rounds:index")))

    assert "Høstrunden" in text
    assert "I fjor" in text
    assert "De andres runde" not in text


def test_index_is_for_those_who_steer(client, round):
    client.force_login(leader_of(WorkplaceFactory(owner=round.owner)))
    assert client.get(reverse("rounds:index")).status_code == 403
    client.force_login(UserFactory())
    assert client.get(reverse("rounds:index")).status_code == 403


def test_index_asks_no_more_for_three_than_for_one(client, round, officer):
    url = reverse("rounds:index")
    client.get(url)
    once = queries(client, url)
    RoundFactory.create_batch(2, owner=round.owner)
    assert queries(client, url) == once


# ── One round ────────────────────────────────────────────────────────────────────────────────────


def test_detail_shows_where_the_round_is_and_how_many_stand_where(client, round, officer, apply):
    recommended(apply())
    apply()
    nobody = StaffGroupFactory(name_nb="Vaktmestere")

    response = client.get(round.get_absolute_url())

    line = response.context["line"]
    assert [step.current for step in line.steps].index(True) == 1
    assert [step.done for step in line.steps].count(True) == 1
    assert line.total == 2
    assert response.context["sums"] == [1, 1]
    empty = next(row for row in response.context["groups"] if row.group == nobody)
    assert (empty.total, empty.cells) == (0, [0, 0])
    assert "Vaktmestere" in text_of(response)
    for name in ("rounds:queue", "rounds:ranking", "rounds:participants", "reports:round"):
        assert f'href="{address(name, round)}"' in response.content.decode()


def test_a_draft_is_counted_nowhere(client, round, officer):
    ApplicationFactory(round=round)
    assert client.get(round.get_absolute_url()).context["line"].total == 0
    assert client.get(address("rounds:queue", round)).context["rows"] == []


def test_after_the_decision_it_says_how_many_letters_are_made(client):
    case = granted()
    client.force_login(officer_of(case.owner))
    before = client.get(case.round.get_absolute_url())
    Decision.objects.filter(application=case).update(letter="letters/a.pdf")
    after = client.get(case.round.get_absolute_url())

    assert (before.context["line"].letters.made, before.context["line"].letters.total) == (0, 1)
    assert 'hx-trigger="every 5s"' in before.content.decode()
    assert after.context["line"].letters.missing == 0
    assert "hx-trigger" not in after.content.decode()


def test_step_takes_the_round_on(client, round, officer):
    response = client.post(
        address("rounds:step", round), {"action": RoundAction.CLOSE_FOR_APPLICANTS}
    )
    assert response.status_code == 302
    assert response.url == round.get_absolute_url()
    assert fresh(round).state == RoundState.WITH_LEADERS


def test_the_button_is_the_next_step_and_nothing_is_offered_that_would_be_refused(
    client, round, officer, apply
):
    apply()
    page = client.get(round.get_absolute_url()).content.decode()
    assert f'value="{RoundAction.CLOSE_FOR_APPLICANTS}"' in page

    services.step(round=round, action=RoundAction.CLOSE_FOR_APPLICANTS, by=officer)
    page = client.get(round.get_absolute_url()).content.decode()
    assert 'name="action"' not in page  # a leader still has the case


def test_a_refused_step_gives_the_services_reason_and_409(client, round, officer, apply):
    apply()
    services.step(round=round, action=RoundAction.CLOSE_FOR_APPLICANTS, by=officer)
    with pytest.raises(Refusal) as reason:
        services.step(round=round, action=RoundAction.CLOSE_FOR_LEADERS, by=officer)

    response = client.post(address("rounds:step", round), {"action": RoundAction.CLOSE_FOR_LEADERS})

    assert response.status_code == CONFLICT
    assert str(reason.value) in text_of(response)
    assert fresh(round).state == RoundState.WITH_LEADERS


def test_a_step_from_elsewhere_is_409(client, round, officer):
    response = client.post(address("rounds:step", round), {"action": RoundAction.CLOSE})
    assert response.status_code == CONFLICT
    assert fresh(round).state == RoundState.OPEN


@pytest.mark.parametrize(
    "action", [RoundAction.DECIDE, RoundAction.CONSULT, RoundAction.TAKE_BACK, "nonsense", ""]
)
def test_steps_that_belong_to_the_distribution_are_not_taken_here(client, action):
    case = recommended()
    earmark_for(case)
    proposal = proposed([case])
    if action != RoundAction.CONSULT:
        consulted(in_consultation(proposal))
    state = fresh(case.round).state
    client.force_login(officer_of(case.owner))

    response = client.post(address("rounds:step", case.round), {"action": action})

    assert response.status_code == CONFLICT
    assert fresh(case.round).state == state
    assert not Decision.objects.exists()


def test_step_is_for_those_who_steer_and_only_by_post(client, round):
    url = address("rounds:step", round)
    data = {"action": RoundAction.CLOSE_FOR_APPLICANTS}
    client.force_login(leader_of(WorkplaceFactory(owner=round.owner)))
    assert client.post(url, data).status_code == 403
    client.force_login(officer_of(OwnerFactory()))
    assert client.post(url, data).status_code == 404
    client.force_login(officer_of(round.owner))
    assert client.get(url).status_code == 405
    assert fresh(round).state == RoundState.OPEN


# ── The queue ────────────────────────────────────────────────────────────────────────────────────


def numbers(response):
    return [row.number for row in response.context["rows"]]


def test_queue_shows_the_round_and_nothing_else(client, round, officer, apply):
    case = recommended(apply("Lie"))
    submitted()
    earmark = earmark_for(case, amount_ore=123_400_000)

    response = client.get(address("rounds:queue", round))

    assert numbers(response) == [case.number]
    text = text_of(response)
    for words in (
        case.number,
        "Lie",
        case.workplace.name,
        case.course_run.course.title,
        str(case.staff_group),
        str(State.RECOMMENDED.label),
        earmark.name,
        "1\xa0234\xa0000\xa0kr".replace("\xa0", " "),
    ):
        assert words in text.replace("\xa0", " ")


def test_queue_stands_in_the_order_of_the_ranking(client, round, officer, listed):
    order = [case.pk for case in (listed[2], listed[0], listed[3], listed[1])]
    services.rank(round=round, order=order, by=officer)
    shown = client.get(address("rounds:queue", round)).context["page"]
    assert [row.pk for row in shown] == order


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"state": "recommended"}, ["Berg"]),
        ({"recommended": "yes"}, ["Berg"]),
        ({"recommended": "no"}, []),
        ({"recommended": "none"}, ["Dahl"]),
        ({"q": "dah"}, ["Dahl"]),
        ({"q": "Kim Berg"}, ["Berg"]),
        ({"q": "Berg Dahl"}, []),
        ({"q": "%"}, []),
        ({"q": "dah", "state": "recommended"}, []),
        ({"state": ""}, ["Berg", "Dahl"]),
    ],
)
def test_queue_is_narrowed(client, round, officer, apply, asked, found):
    recommended(apply("Berg"))
    apply("Dahl")
    response = client.get(address("rounds:queue", round), asked)
    assert response.status_code == 200
    assert [row.name.split()[-1] for row in response.context["rows"]] == found
    for name, value in asked.items():  # the form keeps what was asked for
        assert response.context["filter"].form[name].value() == value


def test_queue_is_narrowed_by_group_workplace_scheme_and_number(client, round, officer, apply):
    one = apply()
    other = apply(workplace=WorkplaceFactory(owner=round.owner), scheme=scheme_with_rules())
    for asked in (
        {"workplace": other.workplace_id},
        {"scheme": other.scheme_id},
        {"q": other.number},
    ):
        assert numbers(client.get(address("rounds:queue", round), asked)) == [other.number], asked
    both = client.get(address("rounds:queue", round), {"staff_group": one.staff_group_id})
    assert len(numbers(both)) == 2


def test_what_was_asked_for_survives_paging(client, round, officer, apply, monkeypatch):
    monkeypatch.setattr("staff.paging.NearestEndPaginator.__init__.__defaults__", (1,))
    cases = [apply("Lie") for _ in range(3)]
    apply("Dahl")
    url = address("rounds:queue", round)

    first = client.get(url, {"q": "lie"})
    links = re.findall(r'href="(\?[^"]*page=\d+)"', first.content.decode())
    last = client.get(url + max(links).replace("&amp;", "&"))

    assert all("q=lie" in link for link in links)
    assert numbers(first) == [cases[0].number]
    assert numbers(last) == [cases[2].number]


def test_a_filter_that_cannot_be_is_said_beside_the_field(client, round, officer, apply):
    apply()
    response = client.get(address("rounds:queue", round), {"state": "nonsense", "q": "abc"})
    assert response.status_code == UNPROCESSABLE
    assert response.context["filter"].form.errors.keys() == {"state"}
    assert response.context["filter"].form["q"].value() == "abc"


def test_what_htmx_swaps_is_what_a_reload_shows(client, round, officer, apply):
    apply("Berg")
    apply("Dahl")
    url = address("rounds:queue", round)
    part = client.get(url, {"q": "berg"}, headers=HTMX).content.decode()
    page = client.get(url, {"q": "berg"}).content.decode()

    assert "<html" not in part
    region = re.compile(r'<section class="stack" id="queue".*?</section>', re.DOTALL)
    assert region.findall(part) == region.findall(page) != []


def test_the_unfiltered_queue_is_answered_by_its_index(round):
    """Whatever is cheapest at three rows: with the rest forbidden, no sort is left."""
    queue = in_order(Application.objects.filter(round=round, submitted_at__isnull=False))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
    for keys in (queue, queue.reverse()):
        plan = keys.values_list("pk", flat=True)[:25].explain()
        assert "application_queue" in plan
        assert "Sort" not in plan


# ── The ranking ──────────────────────────────────────────────────────────────────────────────────


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


# ── Those who take part ──────────────────────────────────────────────────────────────────────────


def test_participants_are_those_who_have_accepted(client):
    case = accepted(course_run=CourseRunFactory())
    client.force_login(officer_of(case.owner))
    recommended(round=RoundFactory(owner=case.owner))

    response = client.get(address("rounds:participants", case.round))

    assert [row.application.pk for row in response.context["rows"]] == [case.pk]
    assert "formaction" not in response.content.decode()  # the course has not begun
    completed = client.get(address("rounds:participants", case.round), {"show": "completed"})
    assert completed.context["rows"] == []


def test_a_person_with_two_roles_sees_the_owner_they_act_for(client, owner, round):
    person = officer_of(owner)
    other = RoundFactory(name="Den andre")
    MembershipFactory(user=person, role=Role.OWNER_OFFICER, owner=other.owner)
    client.force_login(person)

    text = text_of(client.get(reverse("rounds:index")))

    assert "Høstrunden" in text
    assert "Den andre" not in text
