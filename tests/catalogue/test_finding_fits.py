"""Which courses fit the person who looks, and why, or why not."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staff.models import Sector
from tests.catalogue.looking import INDEX, TRADE_CERTIFICATE, run_of, shown
from tests.factories import (
    CourseRunFactory,
    QualificationFactory,
    WorkplaceFactory,
    employee_at,
    officer_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def position():
    return employee_at(WorkplaceFactory(sector=Sector.KINDERGARTEN))


@pytest.fixture
def person(client, position):
    client.force_login(position.employee.user)
    return position.employee.user


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
