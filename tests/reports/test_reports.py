import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from reports.files import csv_lines
from reports.models import Export
from reports.queries import report_of
from tests.factories import (
    ApplicationFactory,
    MembershipFactory,
    RoundFactory,
    StaffGroupFactory,
    cases,
    finance_of,
    leader_of,
    officer_of,
)
from tests.factories.staff import PositionCodeFactory, WorkplaceFactory, employee_at

pytestmark = pytest.mark.django_db


def decided_round(applicants: int):
    """A round in which everybody applied from one staff group and one earmark paid for all."""
    round = RoundFactory()
    workplace = WorkplaceFactory(owner=round.owner)
    code = PositionCodeFactory(staff_group=StaffGroupFactory(name_nb="Assistenter"))
    first = ApplicationFactory(round=round, position=employee_at(workplace, code=code))
    drafts = [first] + [
        ApplicationFactory(
            round=round,
            position=employee_at(workplace, code=code),
            scheme=first.scheme,
            course_run=first.course_run,
        )
        for _each in range(applicants - 1)
    ]
    done = [cases.recommended(cases.submitted(draft)) for draft in drafts]
    cases.earmark_for(done[0], amount_ore=sum(case.cost_ore for case in done))
    cases.final(cases.proposed(done))
    return cases.fresh(round)


def test_the_report_counts_people_and_money():
    round = decided_round(6)
    report = report_of(round)
    cost = sum(round.applications.values_list("cost_ore", flat=True))

    [row] = report.groups
    assert (row.shown.applicants, row.shown.granted, row.workforce) == (6, 6, 6)
    assert row.shown.amount_ore == cost
    assert sum(use.amount_ore for use in report.uses) == cost
    assert [earmark.reserved_ore for earmark in report.earmarks] == [cost]


def test_a_small_group_is_not_shown():
    report = report_of(decided_round(2))
    assert [row.shown.applicants for row in report.groups] == [None]
    assert report.total.applicants is None


@pytest.mark.parametrize("who", [officer_of, finance_of])
def test_everybody_who_works_for_the_owner_reads_the_same_report(client, who):
    round = decided_round(1)
    client.force_login(who(round.owner))
    assert client.get(reverse("reports:round", args=[round.pk])).status_code == 200


def test_an_employee_and_a_leader_read_it_too(client):
    round = decided_round(1)
    application = round.applications.get()
    for person in (application.applicant, leader_of(application.workplace)):
        client.force_login(person)
        assert client.get(reverse("reports:round", args=[round.pk])).status_code == 200


def test_a_stranger_finds_nothing_and_an_open_round_has_no_report(client):
    round = decided_round(1)
    client.force_login(officer_of(RoundFactory().owner))
    for name in ("round", "round_csv"):
        assert client.get(reverse(f"reports:{name}", args=[round.pk])).status_code == 404
    open_round = RoundFactory()
    client.force_login(officer_of(open_round.owner))
    assert client.get(reverse("reports:round", args=[open_round.pk])).status_code == 403


def test_csv_opens_in_a_norwegian_spreadsheet_and_runs_no_formula():
    round = decided_round(1)
    round.name = "=HYPERLINK(1)"
    text = "".join(csv_lines(report_of(round)))
    assert text.startswith("\ufeff")
    assert ";'=HYPERLINK(1)\r\n" in text


def test_the_pdf_is_ordered_made_by_a_worker_and_downloaded(client, do_what_is_owed):
    round = decided_round(6)
    client.force_login(officer_of(round.owner))
    report = reverse("reports:round", args=[round.pk])
    assert client.post(reverse("reports:round_pdf", args=[round.pk])).headers["Location"] == report
    export = Export.objects.get()
    waiting = client.get(report)
    assert "hx-trigger" in waiting.content.decode()
    assert client.get(reverse("reports:export", args=[export.pk])).status_code == 404

    do_what_is_owed()

    assert "hx-trigger" not in client.get(report).content.decode()
    answer = client.get(reverse("reports:export", args=[export.pk]))
    pdf = PdfReader(io.BytesIO(b"".join(answer.streaming_content)))
    text = " ".join(page.extract_text() for page in pdf.pages)
    assert "Assistenter" in text
    assert round.name in text


def test_htmx_gets_the_same_part_as_a_reload(client):
    round = decided_round(1)
    client.force_login(officer_of(round.owner))
    report = reverse("reports:round", args=[round.pk])
    part = client.get(report, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith("<section")
    assert "<html" not in part


@pytest.mark.parametrize("count", [1, 3])
def test_the_same_queries_for_a_small_and_a_larger_round(client, count, django_assert_num_queries):
    round = decided_round(count)
    client.force_login(MembershipFactory(role="owner_officer", owner=round.owner).user)
    client.get(reverse("reports:index"))
    with django_assert_num_queries(14):  # two of them are savepoints
        client.get(reverse("reports:round", args=[round.pk]))
    with django_assert_num_queries(9):  # two of them are savepoints
        client.get(reverse("reports:index"))
