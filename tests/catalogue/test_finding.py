"""The list of courses: what is on offer, narrowed, and what fits the person."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.models import Course, CourseRun, Provider
from catalogue.services.keywords import keep_keywords
from staff.models import Sector
from tests.factories import (
    CourseRunFactory,
    OfferFactory,
    QualificationFactory,
    RoundFactory,
    WorkplaceFactory,
    employee_at,
    officer_of,
)

pytestmark = pytest.mark.django_db
INDEX = reverse("catalogue:index")
IN_TWO_WEEKS = timezone.localdate() + datetime.timedelta(days=14)
TRADE_CERTIFICATE = {"has_qualification": {"kind": "trade_certificate"}}


@pytest.fixture
def position():
    return employee_at(WorkplaceFactory(sector=Sector.KINDERGARTEN))


@pytest.fixture
def person(client, position):
    client.force_login(position.employee.user)
    return position.employee.user


def run_of(title, **fields):
    run = CourseRunFactory(course__title=title, **fields)
    keep_keywords([run.course])
    return run


def shown(client, **query):
    """Titles in the order of the page."""
    answer = client.get(INDEX, query)
    assert answer.status_code == 200
    return [row.run.course.title for row in answer.context["rows"]]


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


# ── What fits ────────────────────────────────────────────────────────────────────────────────────


def fit_of(client, **query):
    [row] = client.get(INDEX, query).context["rows"]
    return row.fit


def test_what_fits_says_why(client, person, position):
    run_of(
        "Kurs",
        course__staff_groups=[position.code.staff_group],
        course__sectors=[Sector.KINDERGARTEN],
    )
    fit = fit_of(client, fits="on")
    assert fit.fits
    assert fit.reasons == (
        _("For your staff group: %(group)s") % {"group": position.code.staff_group},
        _("For where you work: %(sector)s") % {"sector": Sector.KINDERGARTEN.label},
        _("No entry requirements"),
    )
    assert _("Fits you") in client.get(INDEX).text


def test_what_does_not_fit_says_why_not_and_is_left_out(client, person):
    run_of(
        "Kurs",
        course__staff_groups=[employee_at(WorkplaceFactory()).code.staff_group],
        course__sectors=[Sector.CULTURE_SCHOOL],
        course__entry=TRADE_CERTIFICATE,
    )
    fit = fit_of(client)
    assert not fit.fits
    assert fit.obstacles == (
        _("Meant for other staff groups"),
        _("Meant for those who work elsewhere"),
        ngettext("%(n)s entry requirement is missing", "%(n)s entry requirements are missing", 1)
        % {"n": 1},
    )
    assert shown(client, fits="on") == []


def test_entry_is_asked_of_the_person(client, person, position):
    run_of("Kurs", course__entry=TRADE_CERTIFICATE)
    assert shown(client, fits="on") == []
    QualificationFactory(owner=position.owner, employee=position.employee, kind="trade_certificate")
    assert shown(client, fits="on") == ["Kurs"]
    assert _("You have what is required to enter") in fit_of(client).reasons


def test_entry_that_cannot_be_read_keeps_nobody_out(client, person, caplog):
    run_of("Kurs", course__entry={"nonsense": {}})
    assert shown(client, fits="on") == ["Kurs"]
    assert "nonsense" in caplog.text


def test_fits_the_list_and_fits_the_row_never_disagree(client, person, position):
    """The database chooses the list, Python writes the row: both must say the same."""
    mine, other = position.code.staff_group, employee_at(WorkplaceFactory()).code.staff_group
    for groups in ([], [mine], [other], [mine, other]):
        for sectors in ([], [Sector.KINDERGARTEN], [Sector.PPT]):
            for entry in ({}, TRADE_CERTIFICATE, {"works_in": {"sectors": "kindergarten"}}):
                CourseRunFactory(
                    course__staff_groups=groups, course__sectors=sectors, course__entry=entry
                )
    everything = client.get(INDEX).context
    assert len(everything["rows"]) == 25
    rows = [*everything["rows"], *client.get(INDEX, {"page": "2"}).context["rows"]]
    fitting = {row.run.pk for row in rows if row.fit.fits}
    chosen = {row.run.pk for row in client.get(INDEX, {"fits": "on"}).context["rows"]}
    assert chosen == fitting
    assert 0 < len(fitting) < len(rows)


def test_somebody_without_a_post_is_not_asked_what_fits(client):
    run_of("Kurs")
    client.force_login(officer_of(WorkplaceFactory().owner))
    answer = client.get(INDEX, {"fits": "on", "open": "on"})
    assert [row.fit for row in answer.context["rows"]] == [None]
    assert {"fits", "open"}.isdisjoint(answer.context["form"].fields)
    assert _("For you") not in answer.text
    assert reverse("applications:courses") not in answer.text


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
