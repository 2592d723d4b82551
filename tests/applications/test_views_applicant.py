"""The application in steps: what is kept, what is refused, and that saved is never sent."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import services
from applications.models import Application
from applications.states import State
from tests.applications.addresses import close, run_of, url
from tests.factories import (
    ApplicationFactory,
    CourseRunFactory,
    EarmarkFactory,
    MembershipFactory,
    PositionFactory,
    QualificationFactory,
    UserFactory,
    WorkplaceFactory,
    employee_at,
    leader_of,
    scheme_with_rules,
)
from tests.factories.cases import fresh, submitted

pytestmark = pytest.mark.django_db
STEPS = ("about", "course", "scheme", "why", "check")


def test_start_makes_one_draft_however_often(client, applicant, round):
    start = reverse("applications:start", args=[round.pk])
    first, second = client.post(start), client.post(start)
    draft = Application.objects.get()
    assert first.url == second.url == url("step", draft, "about")
    assert draft.state == State.DRAFT


def test_start_takes_the_course_along(client, applicant, round):
    run = run_of(round)
    client.post(reverse("applications:start", args=[round.pk]), {"course_run": run.pk})
    assert Application.objects.get().course_run == run


@pytest.mark.parametrize("course_run", ["999999", "x", "\x00"])
def test_start_refuses_a_course_that_is_not_offered(client, applicant, round, course_run):
    answer = client.post(reverse("applications:start", args=[round.pk]), {"course_run": course_run})
    assert answer.status_code == 422
    assert not Application.objects.exists()


def test_start_in_a_round_one_has_applied_in_leads_to_the_case(client, applicant, complete):
    services.submit(application=complete, by=applicant)
    answer = client.post(reverse("applications:start", args=[complete.round_id]))
    assert answer.url == complete.get_absolute_url()


def test_start_without_a_position_today_says_why(client, applicant, round, position):
    position.ends_on = timezone.localdate() - datetime.timedelta(days=1)
    position.save()
    answer = client.post(reverse("applications:start", args=[round.pk]))
    assert answer.status_code == 409
    assert _("You hold no position with the owner today.") in answer.text


def test_start_after_the_deadline_says_why(client, applicant, round):
    close(round)
    answer = client.post(reverse("applications:start", args=[round.pk]))
    assert answer.status_code == 403
    assert _("The deadline for applying has passed.") in answer.text


def test_start_is_for_those_employed_there(client, round):
    client.force_login(leader_of(WorkplaceFactory(owner=round.owner)))
    assert client.post(reverse("applications:start", args=[round.pk])).status_code == 403
    client.force_login(MembershipFactory().user)
    assert client.post(reverse("applications:start", args=[round.pk])).status_code == 404


@pytest.mark.parametrize("step", STEPS)
def test_step_shows_itself_and_that_nothing_is_sent(client, draft, step):
    answer = client.get(url("step", draft, step))
    assert answer.status_code == 200
    assert _("%(time)s – not sent").split("–")[1].strip() in answer.text


def test_unknown_step_does_not_exist(client, draft):
    assert client.get(url("step", draft, "other")).status_code == 404
    assert client.post(url("autosave", draft, "check")).status_code == 404
    assert client.post(url("step", draft, "check")).status_code == 405


@pytest.mark.parametrize("step", STEPS)
def test_draft_of_somebody_else_does_not_exist(client, round, step):
    draft = ApplicationFactory(round=round)
    colleague = employee_at(draft.workplace).employee.user
    for stranger in (UserFactory(), leader_of(draft.workplace), colleague):
        client.force_login(
            getattr(stranger, "employee", None) and stranger.employee.user or stranger
        )
        assert client.get(url("step", draft, step)).status_code == 404


def test_leader_cannot_change_what_was_sent(client):
    case = submitted()
    client.force_login(leader_of(case.workplace))
    answer = client.post(url("step", case, "why"), {"why": "Noe annet"})
    assert answer.status_code == 403
    assert _("Only the applicant can change the application.") in answer.text
    assert client.get(url("step", case, "why")).status_code == 403
    assert client.post(url("submit", case)).status_code == 403
    assert client.post(url("attach", case), {"why": "Noe annet"}).status_code == 403


def test_about_takes_another_position_and_its_group(client, draft, applicant, position):
    other = PositionFactory(owner=draft.owner, employee=position.employee, percent=2_000)
    QualificationFactory(owner=draft.owner, employee=position.employee)
    assert other.workplace.name in client.get(url("step", draft, "about")).text
    answer = client.post(url("step", draft, "about"), {"position": other.pk})
    assert answer.status_code == 302
    draft = fresh(draft)
    assert draft.position == other
    assert draft.staff_group == other.code.staff_group
    assert draft.workplace == other.workplace


def test_about_refuses_a_position_that_is_not_ones_own(client, draft):
    answer = client.post(url("step", draft, "about"), {"position": PositionFactory().pk})
    assert answer.status_code == 422


def test_course_must_be_offered_in_the_round(client, draft, round):
    answer = client.post(url("step", draft, "course"), {"course_run": CourseRunFactory().pk})
    assert answer.status_code == 422
    answer = client.post(url("step", draft, "course"), {"course_run": run_of(round).pk})
    assert answer.url.startswith(url("step", draft, "scheme"))


def test_scheme_is_kept_with_leave_and_weekdays(client, draft, round):
    services.save_draft(
        application=draft, changes={"course_run": run_of(round)}, by=draft.applicant
    )
    scheme = round.schemes.get()
    values = {"scheme": scheme.pk, "leave_percent": "12,5", "leave_weekdays": ["1", "4"]}
    assert client.post(url("step", draft, "scheme"), values).status_code == 302
    draft = fresh(draft)
    assert (draft.scheme, draft.leave_percent) == (scheme, 1_250)
    assert draft.leave_weekdays == [1, 4]
    page = client.get(url("step", draft, "scheme")).text
    assert 'value="12,5"' in page
    assert 'id="estimate"' in page


def test_leave_is_filled_in_from_the_rate(client, draft, round):
    services.save_draft(
        application=draft, changes={"course_run": run_of(round)}, by=draft.applicant
    )
    assert 'value="25"' in client.get(url("step", draft, "scheme")).text


@pytest.mark.parametrize(
    "leave", ["101", "-1", "tjue", "1,234", "1e1", "99999999999999", "26", "\u00b2"]
)
def test_leave_that_cannot_be_is_refused_and_kept(client, draft, round, leave):
    services.save_draft(
        application=draft, changes={"course_run": run_of(round)}, by=draft.applicant
    )
    values = {"scheme": round.schemes.get().pk, "leave_percent": leave, "leave_weekdays": "1"}
    answer = client.post(url("step", draft, "scheme"), values)
    assert answer.status_code == 422
    assert f'value="{leave}"' in answer.text
    assert fresh(draft).leave_percent == 0


@pytest.mark.parametrize(("typed", "kept"), [("20", 2_000), (" 12,5 % ", 1_250), ("0,05", 5)])
def test_leave_is_understood_as_people_write_it(client, draft, round, typed, kept):
    values = {"scheme": round.schemes.get().pk, "leave_percent": typed, "leave_weekdays": "1"}
    assert client.post(url("step", draft, "scheme"), values).status_code == 302
    assert fresh(draft).leave_percent == kept


def test_next_asks_for_leave_and_weekdays_but_later_does_not(client, draft, round):
    values = {"scheme": round.schemes.get().pk, "leave_percent": ""}
    answer = client.post(url("step", draft, "scheme"), values)
    assert answer.status_code == 422
    assert _("Choose at least one weekday.") in answer.text
    answer = client.post(url("step", draft, "scheme"), values | {"later": "1"})
    assert answer.url.startswith(draft.get_absolute_url())
    assert fresh(draft).scheme == round.schemes.get()


def test_stipend_needs_no_leave(client, draft, round):
    stipend = scheme_with_rules(kind="stipend", staff_groups=[draft.staff_group])
    round.schemes.add(stipend)
    values = {"scheme": stipend.pk, "leave_percent": "25", "leave_weekdays": "1"}
    assert client.post(url("step", draft, "scheme"), values).status_code == 302
    draft = fresh(draft)
    assert (draft.scheme, draft.leave_percent, draft.leave_weekdays) == (stipend, 0, [])


@pytest.mark.parametrize("case", ["not for the group", "no money", "money"])
def test_scheme_says_whether_there_is_money_for_ones_group(client, draft, round, case):
    scheme = round.schemes.get()
    if case == "not for the group":
        scheme.staff_groups.clear()
    if case == "money":
        EarmarkFactory(owner=round.owner, scheme=scheme, staff_groups=[draft.staff_group])
    words = {
        "not for the group": _("It is not open to your staff group (%(group)s) today.")
        % {"group": draft.staff_group},
        "no money": _("Your employer has no money for your staff group here this year."),
        "money": _("Your employer has money for your staff group here."),
    }
    page = client.get(url("step", draft, "scheme")).text
    assert [name for name, sentence in words.items() if sentence in page] == [case]


LONG = "å" * 5_000


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (
            "Fordi 😀👩🏽‍🏫 \u200fשלום\u200e <b>&amp;</b>",
            "Fordi 😀👩🏽‍🏫 \u200fשלום\u200e <b>&amp;</b>",
        ),
        ("En\r\nto\r\ntre", "En\nto\ntre"),
        ("med\x00nul", "mednul"),
        (LONG, LONG),
        ("\r\n" + "å\r\n" * 2_500, ("å\n" * 2_500).strip()),
    ],
)
def test_text_survives(client, draft, typed, kept):
    assert client.post(url("step", draft, "why"), {"why": typed}).status_code == 302
    assert fresh(draft).why == kept


def test_text_that_is_too_long_is_refused_and_given_back(client, draft):
    answer = client.post(url("step", draft, "why"), {"why": LONG + "slutt"})
    assert answer.status_code == 422
    assert LONG + "slutt" in answer.text
    assert "5005" in answer.text
    assert fresh(draft).why == ""


def test_step_after_the_deadline_is_saved_and_says_that_it_is_not_sent(client, draft):
    close(draft.round)
    answer = client.post(url("step", draft, "why"), {"why": "For sent"}, follow=True)
    assert fresh(draft).why == "For sent"
    assert _("The deadline for applying has passed.") in answer.text
    assert "#paperplane" not in answer.text


def test_step_of_what_is_sent_leads_to_the_case(client, applicant, complete):
    services.submit(application=complete, by=applicant)
    assert client.get(url("step", complete, "why")).url == complete.get_absolute_url()
    answer = client.post(url("step", complete, "why"), {"why": "Ombestemt"})
    assert answer.status_code == 403
    assert fresh(complete).why != "Ombestemt"
