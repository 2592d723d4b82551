"""The list of courses: what is on offer, narrowed, and what fits the person."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import Course, CourseRun, Provider
from staff.models import Sector
from tests.catalogue.looking import INDEX, TRADE_CERTIFICATE, run_of, shown
from tests.factories import (
    OfferFactory,
    QualificationFactory,
    RoundFactory,
    WorkplaceFactory,
    employee_at,
)

pytestmark = pytest.mark.django_db
IN_TWO_WEEKS = timezone.localdate() + datetime.timedelta(days=14)


@pytest.fixture
def position():
    return employee_at(WorkplaceFactory(sector=Sector.KINDERGARTEN))


@pytest.fixture
def person(client, position):
    client.force_login(position.employee.user)
    return position.employee.user


# ── What is on offer ─────────────────────────────────────────────────────────────────────────────


def test_all_that_has_not_begun_is_shown_the_first_to_begin_first(client, person):
    run_of("Later")
    run_of("Sooner", starts_on=IN_TWO_WEEKS)
    run_of("Begun", starts_on=timezone.localdate() - datetime.timedelta(days=1))
    run_of("Hidden", is_published=False)
    run_of("Ordered", is_reserved=True)
    run_of("Cancelled", cancelled_on=timezone.localdate())
    assert shown(client) == ["Sooner", "Later"]


def test_row_says_what_one_must_know(client, person):
    run = run_of("Kurs", place="Bodø", seats=7, price_ore=1_250_000, course__credits=15)
    page = client.get(INDEX).text
    assert run.get_absolute_url() in page
    for fact in ("Bodø", run.course.provider.name, "12\u00a0500\u00a0kr", ">15<", ">7<"):
        assert fact in page, fact
    CourseRun.objects.update(seats=0, price_ore=0)
    page = client.get(INDEX).text
    assert _("Waiting list") in page
    assert _("Free") in page
    CourseRun.objects.update(has_waiting_list=False)
    assert _("Full") in client.get(INDEX).text


def test_nothing_on_offer_is_said(client, person):
    assert _("No course is on offer now") in client.get(INDEX).text
    assert _("No course fits the search") in client.get(INDEX, {"text": "xyz"}).text


def test_not_for_whoever_is_not_logged_in(client):
    assert client.get(INDEX).status_code == 302


# ── Narrowing ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def wanted(position):
    """One that answers every choice, beside one that answers none."""
    run_of(
        "Other",
        course__kind=Course.Kind.ROAD,
        course__credits=60,
        course__sectors=[Sector.UPPER_SECONDARY],
        course__staff_groups=[employee_at(WorkplaceFactory()).code.staff_group],
        confirmed=20,
    )
    return run_of(
        "Hygiene for kokker",
        course__kind=Course.Kind.WITHOUT_CREDITS,
        course__credits=0,
        course__provider__kind=Provider.Kind.BUSINESS,
        course__sectors=[Sector.KINDERGARTEN],
        course__staff_groups=[position.code.staff_group],
        starts_on=IN_TWO_WEEKS,
        is_online=True,
        price_ore=90_000,
    )


@pytest.mark.parametrize(
    "query",
    [
        {"text": "kokk"},
        {"kind": "without_credits"},
        {"provider_kind": "business"},
        {"sector": "kindergarten"},
        {"credits": "0"},
        {"online": "on"},
        {"price": "900"},
        {"price": "1 000,50 kr"},
        {"free": "on"},
        {"starts_to": (IN_TWO_WEEKS + datetime.timedelta(days=1)).isoformat()},
        {"fits": "on"},
    ],
    ids=str,
)
def test_list_is_narrowed(client, person, wanted, query):
    assert set(shown(client)) == {"Hygiene for kokker", "Other"}
    assert shown(client, **query) == ["Hygiene for kokker"]


def test_list_is_narrowed_by_group_first_day_and_nothing_to_pay(client, person, position, wanted):
    assert shown(client, group=position.code.staff_group.code) == ["Hygiene for kokker"]
    assert shown(client, starts_from=(IN_TWO_WEEKS + datetime.timedelta(days=1)).isoformat()) == [
        "Other"
    ]
    assert shown(client, price="0") == []
    CourseRun.objects.filter(pk=wanted.pk).update(price_ore=0)
    assert shown(client, price="0") == ["Hygiene for kokker"]


def test_course_for_everybody_is_found_by_any_group_and_sector(client, person, position):
    run_of("For alle")
    assert shown(client, group=position.code.staff_group.code) == ["For alle"]
    assert shown(client, sector="culture_school") == ["For alle"]
    assert shown(client, fits="on") == ["For alle"]


def test_what_can_be_applied_for_now(client, person, position):
    run_of("Not offered")
    offered = run_of("Offered")
    OfferFactory(course_run=offered)  # by somebody else's employer
    assert shown(client, open="on") == []
    RoundFactory(owner=position.owner, runs=[offered])
    assert shown(client, open="on") == ["Offered"]


# ── Bad choices ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ({"price": "gratis"}, "price", "Write the amount in kroner, like 1 250 000 or 1250000,50."),
        ({"price": "-5"}, "price", "Write the amount in kroner, like 1 250 000 or 1250000,50."),
        (
            {"starts_from": "2030-05-02", "starts_to": "2030-05-01"},
            "starts_to",
            "Choose a day after the first one.",
        ),
        ({"starts_from": "snart"}, "starts_from", "Write a day, such as 24.11.2026."),
        ({"text": "a\x00b"}, "text", "Use ordinary letters."),
        ({"text": "a" * 300}, "text", "Use fewer words."),
        ({"kind": "x"}, "kind", "Choose one from the list."),
        ({"credits": "x"}, "credits", "Choose one from the list."),
        ({"group": "no-such"}, "group", "Choose one from the list."),
    ],
    ids=str,
)
def test_choice_that_makes_no_sense_is_said_beside_its_field_and_left_out(
    client, person, query, field, said
):
    run_of("Kurs", starts_on=datetime.date(2031, 1, 1), ends_on=datetime.date(2031, 6, 1))
    answer = client.get(INDEX, query)
    assert answer.status_code == 200
    assert answer.context["form"].errors == {field: [_(said)]}
    beside = answer.text.split(f'id="id_{field}_error"')[1].split("</div>")[0]
    assert _(said) in beside
    assert "hidden" not in beside.split(">")[0]
    assert [row.run.course.title for row in answer.context["rows"]] == ["Kurs"]


def test_messages_have_their_place_before_there_is_any(client, person):
    """So that htmx can fill it, and empty it again."""
    page = client.get(INDEX).text
    for name in ("text", "starts_from", "starts_to", "price"):
        assert f'id="id_{name}_error" aria-live="polite" hidden></div>' in page
        assert f"#id_{name}_error" in page.split("hx-select-oob=")[1].split(">")[0]


def test_fold_is_open_when_something_in_it_is_chosen(client, person):
    assert '<details class="ds-details">' in client.get(INDEX).text
    assert '<details class="ds-details" open>' in client.get(INDEX, {"free": "on"}).text


def test_what_was_written_is_not_lost_and_stays_text(client, person):
    page = client.get(INDEX, {"text": "<script>alert(1)</script>", "price": '"><b>'}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&quot;&gt;&lt;b&gt;" in page


@pytest.mark.parametrize("number", ["x", "0", "-1", "99999999999999999999"])
def test_odd_page_numbers_lead_to_a_page(client, person, number):
    run_of("Kurs")
    assert shown(client, page=number) == ["Kurs"]


# ── The frame, and how often the database is asked ───────────────────────────────────────────────


def test_the_two_lists_are_tabs_of_one_place(client, person):
    now = reverse("applications:courses")
    for here, there in ((INDEX, now), (now, INDEX)):
        page = client.get(here).text
        assert f'<a href="{here}" aria-current="page"' in page
        assert f'<a href="{there}"' in page
        assert page.count(f'<a href="{INDEX}" aria-current="page"') == (2 if here == INDEX else 1)


@pytest.mark.parametrize("query", [{}, {"text": "kurs"}, {"fits": "on"}, {"open": "on"}], ids=str)
def test_the_database_is_asked_as_often_for_one_as_for_three(
    client, person, position, query, query_count
):
    def offer(number):
        group = position.code.staff_group
        run = run_of(
            f"Kurs {number}", course__staff_groups=[group], course__entry=TRADE_CERTIFICATE
        )
        RoundFactory(owner=position.owner, runs=[run])

    QualificationFactory(owner=position.owner, employee=position.employee, kind="trade_certificate")
    offer(1)
    once = query_count(lambda: shown(client, **query))
    offer(2)
    offer(3)
    assert len(shown(client, **query)) == 3
    assert query_count(lambda: shown(client, **query)) == once
    # Two of them are the test's savepoints; what fits is one more: which requirements there are.
    assert once <= 13
