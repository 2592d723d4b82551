"""A college's, a county's and the country's return: what it says, and how much to whom."""

import csv
import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from catalogue import services
from catalogue.returns import Counts
from staff.roles import Role
from tests.catalogue import returns_world as world
from tests.factories import OwnerFactory, ProviderFactory, UserFactory
from tests.factories.catalogue_results import contact_of

pytestmark = pytest.mark.django_db
LAST = timezone.localdate().year - 1
THIS = LAST + 1


@pytest.fixture
def county():
    world.rate()
    return world.county()


@pytest.fixture
def college(county):
    return world.college(county, "Fagskolen i Fjorden")


@pytest.fixture
def authority(county):
    return world.county_authority(county)


def logged_in(client, user):
    client.force_login(user)
    return client


def page(client, name, *args, **query):
    answer = client.get(reverse(f"returns:{name}", args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer


def rows(client, name, *args, **query):
    text = page(client, name, *args, **query).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def line_of(answer, name):
    return next(line for line in answer.context["report"].lines if line.name == name)


# ── What it says ─────────────────────────────────────────────────────────────────────────────────


def test_seats_results_credits_and_money_of_a_year(client, college):
    world.delivered(college, LAST, completed=4, failed=2, absent=1)
    answer = page(logged_in(client, contact_of(college)), "college", college.pk)
    line = line_of(answer, str(LAST))
    assert line.counts == Counts(enrolled=7, met=6, completed=4, credits=120)
    assert (line.result_ore, line.paid_in) == (4_000_000, LAST + 2)
    paid = {payment.year: payment for payment in answer.context["report"].payments}
    assert list(paid) == list(range(LAST, THIS + 3))
    assert (paid[LAST + 2].basic_ore, paid[LAST + 2].result_ore) == (80_000_000, 4_000_000)
    assert paid[LAST + 2].for_years == (LAST,)


def test_what_is_not_delivered_does_not_count(client, college):
    """Cancelled, not over, only asked for, given up, or another provider's."""
    cancelled = world.delivered(college, LAST, completed=1)
    cancelled.cancelled_on = cancelled.starts_on
    cancelled.save()
    given_up = world.delivered(college, LAST, completed=1).seat_list.get()
    services.release_seat(seat=given_up, by=contact_of(college))
    going_on = world.delivered(college, LAST, completed=1)
    going_on.ends_on = timezone.localdate() + datetime.timedelta(days=1)
    going_on.save()
    waiting = world.delivered(college, LAST)
    services.ask_for_seat(
        run=waiting, participant=UserFactory(), owner_id=OwnerFactory().pk, about="x:1", by=None
    )
    world.delivered(ProviderFactory(county=college.county), LAST, completed=6)
    answer = page(logged_in(client, contact_of(college)), "college", college.pk)
    assert [line.name for line in answer.context["report"].lines] == [str(THIS)]
    assert answer.context["report"].total.counts == Counts()


def test_a_countys_own_rate_goes_before_everybodys(client, college, county):
    world.delivered(college, LAST, completed=6)
    far = world.college(world.county("50", "Trøndelag"), "Langt borte")
    world.delivered(far, LAST, completed=6)
    world.rate(county, result_ore_per_60_credits=6_000_000, lag_years=1)
    logged_in(client, world.holder(Role.CENTRAL, None))
    own, general = (line_of(page(client, "college", each.pk), str(LAST)) for each in (college, far))
    assert (own.result_ore, own.paid_in) == (18_000_000, LAST + 1)
    assert (general.result_ore, general.paid_in) == (6_000_000, LAST + 2)


def test_without_a_rate_there_is_no_money_and_no_error(client):
    college = world.college(None)
    world.delivered(college, LAST, completed=6)
    answer = page(logged_in(client, contact_of(college)), "college", college.pk)
    line = line_of(answer, str(LAST))
    assert (line.counts.credits, line.result_ore, line.paid_in) == (180, 0, 0)
    assert answer.context["rate"] is None


@pytest.mark.parametrize("year", ["", "x", "1999", "99999999999999999999", "²"])
def test_a_year_that_makes_no_sense_is_the_last_one(client, college, year):
    world.delivered(college, LAST, completed=1)
    answer = page(logged_in(client, contact_of(college)), "college", college.pk, year=year)
    assert answer.context["year"] == str(LAST)


# ── What outsiders are told ──────────────────────────────────────────────────────────────────────


def told_runs(answer):
    return [result.counts.enrolled for result in answer.context["page"]]


def test_the_county_sees_small_runs_as_one_sum(client, college, authority):
    world.delivered(college, LAST, completed=6, title="Stor")
    world.delivered(college, LAST, completed=3, title="Liten")
    world.delivered(college, LAST, failed=2, title="Minst")
    answer = page(logged_in(client, world.holder(Role.FINANCE, authority)), "college", college.pk)
    assert told_runs(answer) == [6]
    assert (answer.context["summed"], answer.context["small"]) == (2, Counts(5, 5, 3, 90))
    for hidden in ("Liten", "Minst"):
        assert hidden not in answer.text
    own = page(logged_in(client, contact_of(college)), "college", college.pk)
    assert sorted(told_runs(own)) == [2, 3, 6]
    assert "Minst" in own.text


def test_one_small_run_beside_large_ones_cannot_be_worked_out(client, college, authority):
    """Its own figures would be the year's minus the others'."""
    for size in (9, 7, 2):
        world.delivered(college, LAST, completed=size)
    answer = page(logged_in(client, world.holder(Role.FINANCE, authority)), "college", college.pk)
    assert told_runs(answer) == [9]
    assert answer.context["small"].enrolled == 9


def test_a_year_with_few_people_tells_its_money_and_not_its_people(client, college, authority):
    world.delivered(college, LAST, completed=2, failed=1, title="Bare tre")
    world.delivered(college, LAST - 1, completed=6)
    logged_in(client, world.holder(Role.OWNER_OFFICER, authority))
    answer = page(client, "college", college.pk, year=LAST)
    line = line_of(answer, str(LAST))
    assert line.is_few
    assert (line.counts.credits, line.result_ore) == (60, 2_000_000)
    assert (told_runs(answer), answer.context["small"]) == ([], None)
    assert "Bare tre" not in answer.text
    total = answer.context["report"].total.counts
    assert (total.enrolled, total.credits) == (6, 240)


def test_a_small_college_is_in_no_sum_of_people_above_it(client, college, county):
    """Neither the county's page nor the country's lets one work it out."""
    small = world.college(county, "Lita skole")
    world.delivered(college, LAST, completed=6)
    world.delivered(small, LAST, completed=1, failed=2)
    logged_in(client, world.holder(Role.CENTRAL, None))
    by_college = page(client, "county", county.pk).context["report"]
    by_county = page(client, "index").context["report"]
    for report in (by_college, by_county):
        assert (report.total.counts.enrolled, report.total.counts.credits) == (6, 210)
    assert not by_county.lines[0].is_few


def test_a_county_with_small_colleges_alone_tells_no_people(client, college):
    world.delivered(college, LAST, completed=3)
    answer = page(logged_in(client, world.holder(Role.CENTRAL, None)), "index")
    (line,) = answer.context["report"].lines
    assert line.is_few
    assert line.counts == Counts(credits=90)


# ── Files ────────────────────────────────────────────────────────────────────────────────────────


def test_the_file_says_what_the_page_says(client, college, authority):
    world.delivered(college, LAST, completed=6, title="=HYPERLINK(1)")
    world.delivered(college, LAST, completed=2, title="Liten")
    world.delivered(college, LAST - 1, completed=2)
    logged_in(client, world.holder(Role.FINANCE, authority))
    found = rows(client, "college_csv", college.pk, year=LAST)
    by_name = {row[0]: row for row in reversed(found) if row}  # a year is paid further down
    assert by_name[str(LAST)][1:] == ["8", "8", "8", "240", "80000,00", str(LAST + 2)]
    assert by_name[str(LAST - 1)][2:5] == ["", "", "60"]
    assert "'=HYPERLINK(1)" not in by_name  # summed with the small one
    text = page(client, "college_csv", college.pk).content.decode()
    assert "Liten" not in text
    own = rows(logged_in(client, contact_of(college)), "college_csv", college.pk, year=LAST)
    names = {row[0]: row for row in own if row}
    assert names["'=HYPERLINK(1)"][4:] == ["6", "6", "6", "180"]
    assert names["Liten"][4:] == ["2", "2", "2", "60"]


def test_the_countys_and_the_countrys_file(client, college, county):
    world.delivered(college, LAST, completed=6)
    logged_in(client, world.holder(Role.CENTRAL, None))
    by_college = rows(client, "county_csv", county.pk)
    assert [college.name, "6", "6", "6", "180", "60000,00", str(LAST + 2)] in by_college
    by_county = rows(client, "country_csv")
    assert [county.name, "6", "6", "6", "180", "60000,00", str(LAST + 2)] in by_county
    paid = {row[0]: row for row in by_county if row}
    assert paid[str(LAST + 2)] == [str(LAST + 2), "800000,00", "60000,00", "860000,00"]


# ── Cost ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_pages_ask_as_often_for_one_as_for_three(client, college, county, query_count):
    world.delivered(college, LAST, completed=5)
    logged_in(client, world.holder(Role.CENTRAL, None))
    addresses = [
        reverse("returns:index"),
        reverse("returns:county", args=[county.pk]),
        reverse("returns:college", args=[college.pk]),
    ]

    def counts():
        return [query_count(lambda url=url: client.get(url)) for url in addresses]

    counts()
    once = counts()
    for number in range(2):
        world.delivered(world.college(county, f"Fagskole {number}"), LAST, completed=5)
        world.delivered(college, LAST - number, completed=5)
        world.delivered(world.college(world.county(f"5{number}", f"Fylke {number}")), LAST)
    assert counts() == once
    assert max(once) <= 12
