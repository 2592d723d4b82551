"""The page on which a leader gives advice, asked what every page is asked."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.models import Recommendation, Round
from applications.states import State
from staff.roles import Role
from tests.factories import (
    MembershipFactory,
    RoundFactory,
    UserFactory,
    WorkplaceFactory,
    employee_at,
    leader_of,
    officer_of,
    scheme_with_rules,
)
from tests.factories.cases import fresh, ranked_round, recommended, submitted

pytestmark = pytest.mark.django_db
LIST = reverse("applications:waiting")
HTMX = {"HX-Request": "true"}
UNPROCESSABLE = 422
MOST_QUERIES = 14  # two of them are savepoints


@pytest.fixture
def workplace():
    return WorkplaceFactory()


@pytest.fixture
def round(workplace):
    return RoundFactory(owner=workplace.owner)


@pytest.fixture
def leader(client, workplace):
    user = leader_of(workplace)
    client.force_login(user)
    return user


@pytest.fixture
def apply(workplace, round):
    """Sends an application from the workplace; fields of the case, or of the post as `post`."""

    def sent(post=None, **fields):
        position = employee_at(workplace, **post or {})
        return submitted(round=round, position=position, **fields)

    return sent


def url_of(case):
    return reverse("applications:advise", args=[case.pk])


def typed(case, **changes):
    run = case.course_run
    answers = {
        "recommended": "yes",
        "reason": "Skolen trenger dette.",
        "cover_percent": "37,5",
        "cover_weekdays": ["1", "3"],
        "cover_from": f"{run.starts_on:%Y-%m-%d}",
        "cover_to": f"{run.ends_on:%Y-%m-%d}",
    }
    return {name: value for name, value in (answers | changes).items() if value is not None}


def page(response):
    return response.content.decode()


def region(response, name, tag="section"):
    """The element with that id, without what a request makes its own."""
    [found] = re.findall(rf'<{tag} id="{name}".*?</{tag}>', page(response), re.DOTALL)
    return re.sub(r'value="\w{64}"', "", found)


def test_the_form_proposes_cover_for_the_leave_while_the_course_runs(client, leader, apply):
    case = apply(leave_percent=3_750, leave_weekdays=[2, 4])
    shown = page(client.get(url_of(case)))
    assert 'value="37,5"' in shown
    assert f'value="{case.course_run.starts_on:%Y-%m-%d}"' in shown
    assert f'value="{case.course_run.ends_on:%Y-%m-%d}"' in shown
    checked = re.findall(r'name="cover_weekdays" value="(\d)"[^>]*checked', shown)
    assert checked == ["2", "4"]
    assert case.why in shown


@pytest.mark.parametrize("percent", ["37,5", "37.5", "37,50 %", " 37,5"])
def test_a_percentage_is_written_with_comma_or_point(client, leader, apply, percent):
    case = apply()
    response = client.post(url_of(case), typed(case, cover_percent=percent))
    assert response.status_code == 302
    advice = Recommendation.objects.get()
    assert advice.cover_percent == 3_750
    assert advice.cover_weekdays == [1, 3]
    assert (advice.cover_from, advice.cover_to) == (
        case.course_run.starts_on,
        case.course_run.ends_on,
    )
    assert fresh(case).state == State.RECOMMENDED


def test_after_the_advice_the_list_says_so_and_the_browser_lets_go_of_its_copy(
    client, leader, apply
):
    case = apply()
    response = client.post(url_of(case), typed(case), follow=True)
    assert case.number in page(response)
    assert f'data-saved="advice-{leader.pk}-{case.pk}"' in page(response)
    assert f'data-draft-key="advice-{leader.pk}-{case.pk}"' in page(client.get(url_of(case)))


def test_advice_can_be_changed_and_the_form_remembers(client, leader, apply):
    case = apply()
    client.post(url_of(case), typed(case))
    shown = page(client.get(url_of(case)))
    assert "Skolen trenger dette." in shown
    assert re.search(r'name="recommended" value="yes"[^>]*checked', shown)
    client.post(url_of(case), typed(case, recommended="no", reason="Ikke i år."))
    assert fresh(case).state == State.NOT_RECOMMENDED
    assert "Ikke i år." in page(client.get(url_of(case)))


def test_advice_against_needs_no_plan_and_keeps_none(client, leader, apply):
    case = apply()
    nonsense = {"cover_percent": "mye", "cover_weekdays": None, "cover_from": "i høst"}
    response = client.post(url_of(case), typed(case, recommended="no", **nonsense))
    assert response.status_code == 302
    assert Recommendation.objects.get().cover_percent == 0


@pytest.mark.parametrize("percent", ["0", "0,00"])
def test_no_cover_is_a_plan_too(client, leader, apply, percent):
    case = apply()
    empty = {"cover_weekdays": None, "cover_from": "", "cover_to": ""}
    response = client.post(url_of(case), typed(case, cover_percent=percent, **empty))
    assert response.status_code == 302
    assert Recommendation.objects.get().cover_from is None


def test_a_stipend_needs_no_cover(client, leader, apply):
    case = apply(scheme=scheme_with_rules(kind="stipend"), leave_percent=0, leave_weekdays=[])
    assert "cover_percent" not in page(client.get(url_of(case)))
    response = client.post(url_of(case), {"recommended": "yes", "reason": "Nyttig."})
    assert response.status_code == 302
    assert Recommendation.objects.get().cover_percent == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"recommended": None}, "recommended"),
        ({"recommended": "maybe"}, "recommended"),
        ({"reason": "  "}, "reason"),
        ({"reason": "x" * 2001}, "reason"),
        ({"cover_percent": "trettisju"}, "cover_percent"),
        ({"cover_percent": "101"}, "cover_percent"),
        ({"cover_percent": "-5"}, "cover_percent"),
        ({"cover_percent": ""}, "cover_percent"),
        ({"cover_weekdays": None}, "cover_weekdays"),
        ({"cover_weekdays": ["6"]}, "cover_weekdays"),
        ({"cover_from": ""}, "cover_from"),
        ({"cover_to": "33.12.2027"}, "cover_to"),
        ({"cover_to": "2020-01-01"}, "cover_to"),
        ({"cover_to": "9999-12-31"}, "cover_to"),
        ({"cover_from": "1900-01-01"}, "cover_from"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(
    client, leader, apply, wrong, field
):
    case = apply()
    answers = typed(case, **({"reason": "Vi trenger det så sårt."} | wrong))

    response = client.post(url_of(case), answers)

    assert response.status_code == UNPROCESSABLE
    form = response.context["form"]
    assert list(form.errors) == [field]
    assert f'id="id_{field}_error"' in page(response)
    assert "data-error-summary" in page(response)
    if field != "reason":
        assert "Vi trenger det så sårt." in page(response)
    for name in ("cover_percent", "cover_from", "cover_to"):
        if answers.get(name):
            assert f'value="{answers[name]}"' in page(response)
    assert not Recommendation.objects.exists()
    assert fresh(case).state == State.SUBMITTED


def test_a_reason_of_exactly_two_thousand_is_taken_line_breaks_counted_once(client, leader, apply):
    case = apply()
    reason = "a\r\n" * 999 + "bb"
    assert client.post(url_of(case), typed(case, reason=reason)).status_code == 302
    assert len(Recommendation.objects.get().reason) == 2000


def test_days_that_are_not_in_the_period_are_refused(client, leader, apply):
    case = apply()
    start = case.course_run.starts_on
    sunday = start + datetime.timedelta(days=(6 - start.weekday()) % 7)
    response = client.post(url_of(case), typed(case, cover_from=f"{sunday}", cover_to=f"{sunday}"))
    assert response.status_code == UNPROCESSABLE
    assert list(response.context["form"].errors) == ["cover_weekdays"]


def test_the_estimate_follows_what_is_typed_and_equals_a_reload(client, leader, apply):
    case = apply()
    plan = typed(case, cover_percent="20", cover_weekdays=["1"], recommended=None, reason=None)
    swapped = client.get(url_of(case), plan, headers=HTMX)
    reloaded = client.get(url_of(case), plan)
    assert "<html" not in page(swapped)
    assert region(swapped, "estimate", "div") == region(reloaded, "estimate", "div")
    assert 'value="20"' in page(reloaded)
    found = swapped.context["estimate"].found
    assert found.minutes == found.days * 450
    assert found.cost_ore > 0


@pytest.mark.parametrize(
    ("plan", "finished"),
    [({"cover_percent": "0"}, True), ({"cover_percent": "tja"}, False)],
    ids=str,
)
def test_the_estimate_of_nothing_and_of_half_a_plan(client, leader, apply, plan, finished):
    case = apply()
    estimate = client.get(url_of(case), plan, headers=HTMX).context["estimate"]
    assert (estimate.found, estimate.is_unfinished) == (None, not finished)


def test_the_form_comes_back_with_the_estimate_of_what_was_typed(client, leader, apply):
    case = apply()
    answers = typed(case, reason="", cover_percent="20", cover_weekdays=["1"])
    response = client.post(url_of(case), answers)
    found = response.context["estimate"].found
    assert found.minutes == found.days * 450


def test_a_stranger_finds_no_case(client, apply):
    case = apply()
    for stranger in (UserFactory(), leader_of(WorkplaceFactory())):
        client.force_login(stranger)
        assert client.get(url_of(case)).status_code == 404
        assert client.post(url_of(case), typed(case)).status_code == 404


def test_a_colleague_who_may_read_is_told_who_advises(client, apply):
    case = apply()
    client.force_login(officer_of(case.owner))
    for response in (client.get(url_of(case)), client.post(url_of(case), typed(case))):
        assert response.status_code == 403
        assert _("Only the leader of the workplace recommends.") in page(response)


def test_ones_own_case_is_forbidden_with_the_reason(client, workplace, apply):
    case = apply()
    MembershipFactory(
        user=case.applicant, role=Role.LEADER, owner=workplace.owner, workplace=workplace
    )
    client.force_login(case.applicant)
    for response in (client.get(url_of(case)), client.post(url_of(case), typed(case))):
        assert response.status_code == 403
        assert _("You cannot handle your own application; it moves to someone else.") in page(
            response
        )
    assert not Recommendation.objects.exists()


def test_when_the_owner_has_taken_over_it_is_too_late(client, leader, apply):
    case = recommended(apply())
    ranked_round([case])
    for response in (client.get(url_of(case)), client.post(url_of(case), typed(case))):
        assert response.status_code == 403
    assert fresh(case).state == State.RANKED


def test_the_deadline_is_said_also_when_it_has_passed(client, leader, apply):
    case = apply()
    assert not client.get(LIST).context["waiting"].is_late
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Round.objects.filter(pk=case.round_id).update(
        opens_on=yesterday, applicant_deadline=yesterday, leader_deadline=yesterday
    )
    assert client.get(LIST).context["waiting"].is_late
    assert client.post(url_of(case), typed(case)).status_code == 302


def test_the_page_asks_little(client, leader, apply, django_assert_max_num_queries):
    case = apply()
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(url_of(case))
