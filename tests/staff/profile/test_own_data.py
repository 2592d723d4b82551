"""All that is held about a person: complete, theirs alone, as page, JSON and PDF."""

import io
import json
import re

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from notifications.models import Message, Preference
from staff import own_data, services, tasks
from staff.holding import counts, gather
from staff.models import DataCopy, Employee, User
from tests.factories import (
    CorrectionFactory,
    DataCopyFactory,
    IdentityFactory,
    QualificationFactory,
    SubstituteFactory,
    TeachingFactory,
    UserFactory,
    cases,
)

pytestmark = pytest.mark.django_db
# Personal, but told with something else, or about no single person that could ask.
TOLD_ELSEWHERE = {
    "funding.Commitment": "its purpose is the number of the case",
    "staff.ImportProblem": "a line that could not be read belongs to nobody yet",
}


def copy_of(user):
    """What the JSON file holds: key → rows."""
    file = io.StringIO()
    own_data.write_json(user, file)
    return {held["key"]: held for held in json.loads(file.getvalue())["held"]}


def people_in(text):
    """The numbers of the factory's people who are named in it, or whose address is."""
    return {int(n) for n in re.findall(r"(?:Hansen |person)(\d+)", text)}


def number_of(user):
    return people_in(user.last_name) | people_in(user.email)


@pytest.fixture
def case(thresholds, do_what_is_owed):
    """A case that many people have had a hand in."""
    case = cases.cover_ordered(do_what_is_owed)
    substitute = SubstituteFactory(owner=case.owner, staff_groups=[case.staff_group])
    employee = case.employee
    CorrectionFactory(owner=case.owner, employee=employee)
    TeachingFactory(owner=case.owner, employee=employee)
    qualification = QualificationFactory(owner=case.owner, employee=employee)
    services.verify_qualification(qualification=qualification, by=case.recommendation.given_by)
    IdentityFactory(user=case.applicant, keyed_hash="a" * 64)
    assert substitute.user_id
    return case


def test_every_model_that_says_something_about_people_is_told():
    told = {held.found.model._meta.label for held in gather(UserFactory())}
    personal = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in settings.OUR_APPS and getattr(model, "PERSONAL", None)
    }
    assert personal - told == set(TOLD_ELSEWHERE)


def test_every_kind_says_what_why_on_which_ground_and_how_long():
    helds = gather(UserFactory())
    assert len({held.key for held in helds}) == len(helds)
    for held in helds:
        assert all(str(text) for text in (held.title, held.purpose, held.basis, held.kept))
        names = [column.name for column in held.columns]
        assert len(set(names)) == len(names)


def test_what_the_applicant_gets_is_all_and_about_nobody_else(case):
    copy = copy_of(case.applicant)
    assert people_in(json.dumps(copy, ensure_ascii=False)) == number_of(case.applicant)
    [application] = copy["applications"]["rows"]
    assert application["number"] == case.number
    assert application["why"] == case.why
    assert application["state"] == case.get_state_display()
    assert application["cost_ore"] == case.cost_ore
    [advice] = copy["advice"]["rows"]
    assert advice["reason"] == "Skolen trenger dette."
    assert copy["decisions"]["rows"][0]["grounds"] == case.decisions.get().grounds
    assert copy["distribution_lines"]["rows"][0]["amount_ore"] == case.lines.get().amount_ore
    assert case.number in copy["cover_for_you"]["rows"][0]["for"]
    assert copy["qualifications"]["rows"][0]["verified_on"]
    assert copy["corrections"]["rows"][0]["answer"] == ""
    assert any(row["text"] for row in copy["messages"]["rows"])
    assert copy["person"]["rows"][0]["email"] == case.applicant.email
    kinds = {row["code"] for row in copy["done_by_you"]["rows"]}
    assert {"application.submitted", "application.accepted"} <= kinds
    assert all(row["what"] and "%(" not in row["what"] for row in copy["done_by_you"]["rows"])


def test_what_the_others_get_is_about_them_alone(case):
    everybody = User.objects.all()
    assert everybody.count() > 5
    for user in everybody:
        text = json.dumps(copy_of(user), ensure_ascii=False)
        assert people_in(text) == number_of(user)
        if user != case.applicant:
            assert case.why not in text
            assert "Skolen trenger dette." not in text


def test_one_who_led_and_decided_sees_that_they_did(case):
    copy = copy_of(case.recommendation.given_by)
    assert copy["advice_given"]["rows"][0]["application"] == case.number
    assert copy["applications"]["rows"] == []


def test_neither_hash_nor_number_of_the_national_id_is_in_it(case):
    copy = copy_of(case.applicant)
    assert copy["identities"]["rows"] == [
        {"kind": copy["identities"]["rows"][0]["kind"], "is_hashed": True}
    ]
    assert "a" * 64 not in json.dumps(copy)


def test_a_proposal_that_is_not_final_tells_nothing(thresholds):
    case = cases.recommended()
    proposal = cases.proposed([case])
    assert proposal.lines.exists()
    assert copy_of(case.applicant)["distribution_lines"]["rows"] == []


def test_counts_are_one_question_and_right(case, query_count):
    helds = gather(case.applicant)
    assert query_count(lambda: counts(helds)) == 1
    assert counts(helds) == {held.key: len(list(held.rows())) for held in helds}


# ── Pages ────────────────────────────────────────────────────────────────────────────────────────


def test_page_says_what_is_held_why_and_when_it_goes(me, school, query_count):
    text = me.get(reverse("me:data")).text
    assert "365" in text
    assert reverse("me:data_held", args=["positions"]) in text
    assert query_count(lambda: me.get(reverse("me:data"))) <= 14
    Employee.objects.filter(pk=school.employee.pk).update(left_on="2026-11-01")
    assert "2.\u00a0november\u00a02027" in me.get(reverse("me:data")).text


def test_each_kind_has_a_page_with_its_rows(case, client):
    client.force_login(case.applicant)
    for held in gather(case.applicant):
        answer = client.get(reverse("me:data_held", args=[held.key]))
        assert answer.status_code == 200
    page = client.get(reverse("me:data_held", args=["advice"])).text
    assert "Skolen trenger dette." in page
    assert people_in(page) == number_of(case.applicant)
    assert "functools" not in client.get(reverse("me:data_json")).getvalue().decode()
    for key in ("nothing", "\x00"):
        assert client.get(reverse("me:data_held", args=[key])).status_code == 404


def test_rows_ask_the_database_as_often_for_one_as_for_three(me, school, query_count):
    address = reverse("me:data_held", args=["qualifications"])
    QualificationFactory(owner=school.owner, employee=school.employee)
    once = query_count(lambda: me.get(address))
    for _ in range(2):
        QualificationFactory(owner=school.owner, employee=school.employee)
    assert query_count(lambda: me.get(address)) == once <= 14


def test_json_is_downloaded(me, school):
    answer = me.get(reverse("me:data_json"))
    assert answer["Content-Disposition"].startswith("attachment")
    held = json.loads(answer.getvalue())["held"]
    positions = next(kind for kind in held if kind["key"] == "positions")
    assert positions["rows"][0]["annual_pay_ore"] == 60_000_000
    assert positions["legal_basis"]


# ── PDF ──────────────────────────────────────────────────────────────────────────────────────────


def test_pdf_is_ordered_made_and_said_to_be_ready(case, client, do_what_is_owed):
    client.force_login(case.applicant)
    for _ in range(2):
        assert client.post(reverse("me:data_pdf")).url == reverse("me:data")
    copy = DataCopy.objects.get()
    assert client.get(reverse("me:data_copy", args=[copy.pk])).status_code == 404
    assert "every 2s" in client.get(reverse("me:data")).text
    do_what_is_owed()
    assert Message.objects.filter(recipient=case.applicant, key=f"data-copy:{copy.pk}").exists()
    answer = client.get(reverse("me:data_copy", args=[copy.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    pdf = PdfReader(io.BytesIO(answer.getvalue()))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = " ".join(sheet.extract_text() for sheet in pdf.pages)
    assert case.number in text
    assert "Skolen trenger dette." in text
    waiting = client.get(reverse("me:data"), headers={"HX-Request": "true"}).text
    assert "<h1" not in waiting
    assert "every 2s" not in waiting


def test_pdf_names_nobody_else(case):
    for user in User.objects.all():
        assert people_in(own_data.page(user)) == number_of(user)


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_paper_is_written_in_the_readers_language_and_says_what_is_left_out(
    case, language, monkeypatch
):
    monkeypatch.setattr(own_data, "ROWS_ON_PAPER", 1)
    with translation.override(language):
        page = own_data.page(case.applicant)
    assert f'<html lang="{language}"' in page
    assert "JSON" in page
    assert case.why in page
    assert "application.started" not in page  # the latest are kept


def test_somebody_elses_copy_does_not_exist(me, do_what_is_owed):
    other = services.order_data_copy(by=UserFactory())
    do_what_is_owed()
    assert me.get(reverse("me:data_copy", args=[other.pk])).status_code == 404


def test_a_copy_is_made_once(school, do_what_is_owed):
    copy = services.order_data_copy(by=school.person)
    do_what_is_owed()
    copy.refresh_from_db()
    made = copy.file.name
    own_data.make_pdf(copy_id=copy.pk)
    copy.refresh_from_db()
    assert copy.file.name == made
    own_data.make_pdf(copy_id=0)  # deleted meanwhile


def test_a_copy_lies_ready_for_seven_days(
    school, do_what_is_owed, django_capture_on_commit_callbacks
):
    with time_machine.travel("2026-11-01T12:00Z", tick=False):
        services.order_data_copy(by=school.person)
        do_what_is_owed()
    made = DataCopy.objects.get().file.name
    waiting = DataCopyFactory()
    with time_machine.travel("2026-11-08T11:59Z", tick=False):
        tasks.forget_leavers()
    assert DataCopy.objects.count() == 2
    with (
        time_machine.travel("2026-11-08T12:01Z", tick=False),
        django_capture_on_commit_callbacks(execute=True),
    ):
        tasks.forget_leavers()
    assert DataCopy.objects.get() == waiting
    assert not default_storage.exists(made)


def test_the_choice_of_mail_is_told(school):
    Preference.objects.create(user=school.person, mail="daily")
    assert len(copy_of(school.person)["mail_choice"]["rows"]) == 1
