"""The pages about one's own roads, and the leader's part on the page about a person."""

import datetime

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from staff.models import PathTaken, Qualification, Threshold, User
from tests.factories import (
    MembershipFactory,
    PathFactory,
    PathTakenFactory,
    QualificationFactory,
    UserFactory,
    WorkplaceFactory,
    leader_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("thresholds")]
ROADS = reverse("me:roads")
MOST_QUERIES = 14  # two of them are savepoints
DAY = datetime.timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def me(client, employ):
    employee = employ("assistant", percent=8_000)
    client.force_login(employee.user)
    return employee


@pytest.fixture
def taken(me):
    return PathTakenFactory(owner=me.owner, employee=me, path__name_nb="PPU på deltid")


def shown(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def started(today, **facts):
    return {
        "institution": "Høgskolen i Elvedal",
        "started_on": (today - 30 * DAY).isoformat(),
        "expected_end": (today + 700 * DAY).isoformat(),
    } | facts


# ── The roads ────────────────────────────────────────────────────────────────────────────────────


def test_the_roads_that_fit_say_what_one_has_and_lacks(client, me, shipped):
    page = shown(client.get(ROADS))
    assert shipped["fagbrev-pa-jobb"].name_nb in page
    assert shipped["praksiskandidat"].name_nb in page
    assert shipped["ppu"].name_nb not in page
    assert reverse("me:road", args=[shipped["praksiskandidat"].pk]) in page
    assert _("You have") in page


def test_pages_are_in_the_readers_language(client, me, shipped):
    User.objects.filter(pk=me.user_id).update(written_language="nn")
    page = shown(client.get(reverse("me:road", args=[shipped["praksiskandidat"].pk])))
    assert shipped["praksiskandidat"].about_nn in page
    assert shipped["praksiskandidat"].about_nb not in page


def test_where_one_stands_is_shown_with_figures(client, me, taken, today):
    PathTaken.objects.update(credits_done=45)
    page = shown(client.get(ROADS))
    assert "PPU på deltid" in page
    assert 'width="45"' in page
    assert _("%(n)s of %(total)s credits") % {"n": 45, "total": 60} in page
    assert reverse("me:road_progress", args=[taken.pk]) in page


def test_what_is_over_is_still_there(client, me, taken, today):
    PathTaken.objects.update(ended_on=today, outcome="left")
    page = shown(client.get(ROADS))
    assert "PPU på deltid" in page
    assert reverse("me:road_progress", args=[taken.pk]) not in page


def test_whoever_needs_no_road_gets_a_friendly_page(client, employ, shipped):
    teacher = employ("teacher", code="7965")
    QualificationFactory(owner=teacher.owner, employee=teacher, kind="ppu")
    client.force_login(teacher.user)
    page = shown(client.get(ROADS))
    assert _("There is no road you need to take") in page
    assert reverse("applications:courses") in page


def test_somebody_without_a_post_is_told_so(client, shipped):
    client.force_login(UserFactory())
    assert _("You are not employed by anybody here now") in shown(client.get(ROADS))
    road = reverse("me:road", args=[shipped["ppu"].pk])
    assert client.get(road).status_code == 404


def test_nobody_gets_there_without_logging_in(client):
    assert client.get(ROADS).status_code == 302


def test_the_page_asks_the_same_however_much_there_is(client, unqualified, shipped, query_count):
    me = unqualified()
    client.force_login(me.user)
    PathTakenFactory(owner=me.owner, employee=me, path=shipped["ablu"])
    once = query_count(lambda: client.get(ROADS))
    assert once <= MOST_QUERIES
    for code in ("abf", "tib"):
        PathTakenFactory(owner=me.owner, employee=me, path=shipped[code])
        QualificationFactory(owner=me.owner, employee=me)
    assert query_count(lambda: client.get(ROADS)) == once


# ── The last day of an unqualified teacher ───────────────────────────────────────────────────────


@pytest.fixture
def on_condition(client, unqualified):
    employee = unqualified()
    client.force_login(employee.user)
    return employee


def test_the_last_day_is_said_with_what_to_do(client, on_condition, shipped, today):
    page = shown(client.get(ROADS))
    year = today.year if (today.month, today.day) <= (7, 31) else today.year + 1
    assert f"31.\xa0juli\xa0{year}" in page
    assert _("Do this:") in page
    assert shipped["grunnskolelaerer"].name_nb in page


def test_whoever_has_started_is_told_that_it_is_in_order(client, on_condition, shipped):
    PathTakenFactory(owner=on_condition.owner, employee=on_condition, path=shipped["ppu"])
    page = shown(client.get(ROADS))
    assert _("You have started teacher education") in page
    assert _("Do this:") not in page


def test_others_hear_nothing_of_it(client, me, shipped):
    page = shown(client.get(ROADS))
    assert _("Do this:") not in page
    assert _("You have started teacher education") not in page


def test_a_missing_number_hides_the_day_and_not_the_page(client, on_condition, shipped, caplog):
    Threshold.objects.all().delete()
    page = shown(client.get(ROADS))
    assert shipped["grunnskolelaerer"].name_nb in page
    assert "last day" in caplog.text


# ── One road, and starting on it ─────────────────────────────────────────────────────────────────


def test_a_road_says_what_it_is_and_what_it_takes(client, me, shipped):
    path = shipped["praksiskandidat"]
    page = shown(client.get(reverse("me:road", args=[path.pk])))
    assert path.about_nb in page
    assert _("Have you started?") in page
    assert _("Missing") in page or _("You have") in page


def test_a_road_that_is_not_there_or_not_any_more_is_not_found(client, me):
    past = DateRange(datetime.date(2020, 1, 1), datetime.date(2021, 1, 1))
    for pk in (0, PathFactory(valid=past).pk):
        assert client.get(reverse("me:road", args=[pk])).status_code == 404
        assert client.post(reverse("me:start_road", args=[pk])).status_code == 404


def test_starting_leads_back_to_where_one_stands(client, me, shipped, today):
    path = shipped["fagbrev-pa-jobb"]
    response = client.post(reverse("me:start_road", args=[path.pk]), started(today), follow=True)
    assert response.redirect_chain == [(ROADS, 302)]
    page = shown(response)
    assert _("Written down. Your leader has been asked to confirm it.") in page
    assert "Høgskolen i Elvedal" in page
    road = shown(client.get(reverse("me:road", args=[path.pk])))
    assert _("Have you started?") not in road
    assert _("Where you stand") in road


@pytest.mark.parametrize(
    "facts",
    [
        {"institution": ""},
        {"institution": "x" * 201},
        {"started_on": ""},
        {"started_on": "31.02.2026"},
        {"started_on": "2100-01-01"},
        {"started_on": "0202-01-01"},
        {"expected_end": "2000-01-01"},
        {"expected_end": "9999-12-31"},
        {"expected_end": "next year"},
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(
    client, me, shipped, today, facts
):
    url = reverse("me:start_road", args=[shipped["fagbrev-pa-jobb"].pk])
    [(field, typed)] = facts.items()
    page = shown(client.post(url, started(today, **facts)), 422)
    assert f'id="id_{field}_error' in page
    assert typed in page
    assert not PathTaken.objects.exists()


def test_twice_is_refused_with_the_reason(client, me, shipped, today):
    url = reverse("me:start_road", args=[shipped["fagbrev-pa-jobb"].pk])
    client.post(url, started(today))
    assert _("You are already on this road.") in shown(client.post(url, started(today)), 409)
    assert PathTaken.objects.count() == 1


def test_starting_is_posted(client, me, shipped):
    url = reverse("me:start_road", args=[shipped["ppu"].pk])
    assert client.get(url).status_code == 405


# ── Progress and the end ─────────────────────────────────────────────────────────────────────────


def url_of(name, taken):
    return reverse(f"me:{name}", args=[taken.pk])


def test_progress_is_reported(client, me, taken, today):
    assert _("Credits you have passed") in shown(client.get(url_of("road_progress", taken)))
    facts = {
        "credits_done": "30",
        "on": today.isoformat(),
        "expected_end": (today + 10 * DAY).isoformat(),
    }
    response = client.post(url_of("road_progress", taken), facts)
    assert response.url == ROADS
    taken.refresh_from_db()
    assert (taken.credits_done, taken.expected_end) == (30, today + 10 * DAY)
    assert _("What you have reported") in shown(client.get(ROADS))


@pytest.mark.parametrize(
    "facts",
    [
        {"credits_done": "61"},
        {"credits_done": "-1"},
        {"credits_done": "thirty"},
        {"credits_done": "30.5"},
        {"credits_done": "9" * 30},
        {"on": "2100-01-01"},
        {"on": ""},
        {"expected_end": "2000-01-01"},
    ],
)
def test_progress_that_cannot_be_is_said_beside_the_field(client, me, taken, today, facts):
    [(field, typed)] = facts.items()
    right = {
        "credits_done": "30",
        "on": today.isoformat(),
        "expected_end": (today + 10 * DAY).isoformat(),
    }
    page = shown(client.post(url_of("road_progress", taken), right | facts), 422)
    assert f'id="id_{field}_error' in page
    assert typed in page
    taken.refresh_from_db()
    assert taken.credits_done == 0


def test_a_road_without_credits_only_asks_when_one_is_done(client, me, today):
    taken = PathTakenFactory(owner=me.owner, employee=me, path__credits=None)
    page = shown(client.get(url_of("road_progress", taken)))
    assert _("Credits you have passed") not in page
    facts = {"on": today.isoformat(), "expected_end": (today + 10 * DAY).isoformat()}
    assert client.post(url_of("road_progress", taken), facts).url == ROADS
    taken.refresh_from_db()
    assert taken.expected_end == today + 10 * DAY


def test_completing_adds_the_qualification(client, me, taken, today):
    assert _("I have completed it") in shown(client.get(url_of("end_road", taken)))
    facts = {"outcome": "completed", "ended_on": today.isoformat()}
    assert client.post(url_of("end_road", taken), facts).url == ROADS
    assert Qualification.objects.get(employee=me).title == "PPU på deltid"


@pytest.mark.parametrize(
    "facts",
    [
        {"outcome": ""},
        {"outcome": "expelled"},
        {"ended_on": ""},
        {"ended_on": "2100-01-01"},
        {"ended_on": "2000-01-01"},
    ],
)
def test_an_end_that_cannot_be_is_said(client, me, taken, today, facts):
    right = {"outcome": "left", "ended_on": today.isoformat()}
    page = shown(client.post(url_of("end_road", taken), right | facts), 422)
    assert "data-error-summary" in page
    taken.refresh_from_db()
    assert taken.ended_on is None


@pytest.mark.parametrize("name", ["road_progress", "end_road"])
def test_the_leader_may_read_and_not_write_and_strangers_find_nothing(
    client, me, taken, leader, name
):
    client.force_login(leader)
    refused = client.get(url_of(name, taken))
    assert refused.status_code == 403
    assert _("Only the person it is about can change this.") in refused.content.decode()
    assert client.post(url_of(name, taken), {}).status_code == 403
    client.force_login(leader_of(WorkplaceFactory(owner=me.owner)))
    assert client.get(url_of(name, taken)).status_code == 404
    client.force_login(UserFactory())
    assert client.post(url_of(name, taken), {}).status_code == 404


@pytest.mark.parametrize("name", ["road_progress", "end_road"])
def test_what_has_ended_is_not_written_to(client, me, taken, today, name):
    PathTaken.objects.update(ended_on=today, outcome="left")
    assert client.get(url_of(name, taken)).status_code == 403


# ── The leader confirms ──────────────────────────────────────────────────────────────────────────


def person(employee):
    return reverse("staff:person", args=[employee.pk])


def confirm(taken):
    return reverse("staff:confirm_road", args=[taken.pk])


def test_the_leader_confirms_on_the_page_about_the_person(client, me, taken, leader):
    client.force_login(leader)
    assert confirm(taken) in shown(client.get(person(me)))
    page = shown(client.post(confirm(taken), follow=True))
    assert str(leader) in page
    assert confirm(taken) not in page
    taken.refresh_from_db()
    assert taken.confirmed_by == leader


def test_confirming_twice_says_why_not(client, me, taken, leader):
    client.force_login(leader)
    client.post(confirm(taken))
    page = shown(client.post(confirm(taken)), 409)
    assert _("It has already been confirmed.") in page
    assert person(me) in page


def test_nobody_confirms_their_own_and_a_stranger_finds_nothing(client, me, taken):
    refused = client.post(confirm(taken))
    assert refused.status_code == 403
    assert _("Nobody confirms their own studies; somebody else must.") in refused.content.decode()
    client.force_login(leader_of(WorkplaceFactory(owner=me.owner)))
    assert client.post(confirm(taken)).status_code == 404


def test_a_deputy_reads_and_does_not_confirm(client, me, taken, workplace):
    deputy = MembershipFactory(role="deputy", owner=workplace.owner, workplace=workplace).user
    client.force_login(deputy)
    page = shown(client.get(person(me)))
    assert "PPU på deltid" in page
    assert confirm(taken) not in page
    assert client.post(confirm(taken)).status_code == 403


def test_a_colleague_on_no_road_is_said_to_be_on_none(client, me, leader):
    client.force_login(leader)
    assert _("Has not said that they are on a road to a qualification.") in shown(
        client.get(person(me))
    )
