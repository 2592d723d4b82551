"""The auditor reads every room of an owner and changes nothing, in any of them."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from applications.models import Application, Attachment
from applications.services import confirm_participation
from audit.models import Event
from distribution.models import Proposal
from staff.roles import Role
from substitutes import services as cover
from tests.factories import (
    ApplicationFactory,
    EarmarkFactory,
    MembershipFactory,
    OrderFactory,
    OwnerFactory,
    RoundFactory,
    SubstituteFactory,
    UnionFactory,
    WorkplaceFactory,
    leader_of,
    officer_of,
)
from tests.factories.cases import (
    accepted,
    consulted,
    fresh,
    in_consultation,
    proposed,
    recommended,
    submitted,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return accepted()


@pytest.fixture
def auditor(client, case):
    return logged_in(client, case.owner)


def logged_in(client, owner):
    user = MembershipFactory(role=Role.AUDITOR, owner=owner).user
    client.force_login(user)
    return user


def address(name, *keys):
    return reverse(name, args=keys)


def booked(case):
    order = OrderFactory(application=case)
    substitute = SubstituteFactory(owner=case.owner)
    booking = cover.book(order=order, substitute=substitute, by=leader_of(case.workplace))
    return fresh(order), booking


# ── What is read ─────────────────────────────────────────────────────────────────────────────────

OF_A_CASE = {
    "rounds": lambda case: address("rounds:index"),
    "round": lambda case: address("rounds:detail", case.round_id),
    "queue": lambda case: address("rounds:queue", case.round_id),
    "ranking": lambda case: address("rounds:ranking", case.round_id),
    "participants": lambda case: address("rounds:participants", case.round_id),
    "case": lambda case: address("applications:detail", case.pk),
    "distributions": lambda case: address("distribution:index"),
    "proposal": lambda case: Proposal.objects.get(round=case.round_id).get_absolute_url(),
    "problem": lambda case: address(
        "distribution:problem", Proposal.objects.get(round=case.round_id).pk
    ),
    "consultations": lambda case: address("consultations:index"),
    "consultation": lambda case: address(
        "consultations:detail", Proposal.objects.get(round=case.round_id).consultation.pk
    ),
    "money": lambda case: address("funding:index"),
    "earmark": lambda case: address("funding:earmark", case.commitment.earmark_id),
    "cases paid": lambda case: (
        address("funding:earmark", case.commitment.earmark_id) + "?show=cases"
    ),
    "orders": lambda case: address("substitutes:orders") + "?state=all",
    "reports": lambda case: address("reports:index"),
    "report": lambda case: address("reports:round", case.round_id),
    "report as CSV": lambda case: address("reports:round_csv", case.round_id),
    "history": lambda case: address("history"),
    "overview": lambda case: address("home"),
}


def test_the_auditor_reads_it_and_is_shown_no_button(client, case, auditor, subtests):
    """But the one that makes a file of a report."""
    to_a_file = address("reports:round_pdf", case.round_id)
    for page, where in OF_A_CASE.items():
        with subtests.test(page):
            answer = client.get(where(case))
            assert answer.status_code == 200
            main = answer.content.decode().partition('<main id="main"')[2].partition("</main>")[0]
            posting = [form for form in main.split("<form")[1:] if 'method="post"' in form]
            pressed = [form.partition("</form>")[0] for form in posting if to_a_file not in form]
            assert not any("<button" in form for form in pressed)


def test_another_owners_auditor_reads_none_of_it(client, case, subtests):
    logged_in(client, OwnerFactory())
    for page, where in OF_A_CASE.items():
        with subtests.test(page):
            answer = client.get(where(case))
            shown = answer.content.decode()
            assert answer.status_code == 404 or (
                str(case.applicant) not in shown and case.number not in shown
            )


def test_the_auditor_reads_an_order_and_a_booking(client, case):
    order, booking = booked(case)
    logged_in(client, case.owner)
    for url in (order.get_absolute_url(), address("substitutes:booking", booking.pk)):
        answer = client.get(url)
        assert answer.status_code == 200
        assert "formaction" not in answer.content.decode()


def test_the_auditor_reads_the_names_of_a_distribution(client, case, auditor):
    proposal = Proposal.objects.get(round=case.round_id)
    assert str(case.applicant) in client.get(proposal.get_absolute_url()).content.decode()


def test_the_auditor_reads_files_and_letters(client, case, auditor):
    attachment = Attachment(
        owner=case.owner, application=case, name="a.pdf", size=4, sha256="0" * 64
    )
    attachment.content_type, attachment.added_at = "application/pdf", timezone.now()
    attachment.file.save("a.pdf", ContentFile(b"%PDF"))
    case.decisions.get().letter.save("a.pdf", ContentFile(b"%PDF"))
    for url in (
        address("applications:attachment", attachment.pk),
        address("applications:letter", case.pk),
    ):
        answer = client.get(url)
        assert answer.getvalue() == b"%PDF"


def test_a_planned_round_is_read_by_auditors_and_officers_alone(client):
    planned = RoundFactory(state="planned")
    logged_in(client, planned.owner)
    assert client.get(planned.get_absolute_url()).status_code == 200
    client.force_login(MembershipFactory(owner=planned.owner, role=Role.FINANCE).user)
    assert client.get(planned.get_absolute_url()).status_code == 404


# ── What stays private ───────────────────────────────────────────────────────────────────────────


def test_a_draft_is_its_applicants_alone(client):
    draft = ApplicationFactory()
    logged_in(client, draft.owner)
    assert client.get(draft.get_absolute_url()).status_code == 404
    queue = client.get(address("rounds:queue", draft.round_id)).content.decode()
    assert str(draft.applicant) not in queue
    submitted(draft)
    assert client.get(draft.get_absolute_url()).status_code == 200


def test_a_proposal_is_read_from_the_day_it_is_sent(client):
    case = recommended()
    EarmarkFactory(owner=case.owner, scheme=case.scheme, staff_groups=[case.staff_group])
    proposal = proposed([case])
    logged_in(client, case.owner)
    assert client.get(proposal.get_absolute_url()).status_code == 404
    in_consultation(proposal)
    assert client.get(proposal.get_absolute_url()).status_code == 200


# ── What is refused ──────────────────────────────────────────────────────────────────────────────


def changes(case):
    """Every address that changes something of a case, of its round, its money and its cover."""
    proposal = Proposal.objects.get(round=case.round_id)
    consultation = proposal.consultation
    invitation = consultation.invitations.get()
    order, booking = booked(case)
    earmark = case.commitment.earmark
    return {
        "rounds:step": (case.round_id, {"action": "close"}),
        "rounds:ranking": (case.round_id, {}),
        "applications:advise": (case.pk, {}),
        "applications:confirm": (case.pk, {}),
        "applications:complete": (case.pk, {}),
        "applications:withdraw": (case.pk, {}),
        "applications:accept": (case.pk, {}),
        "applications:decline": (case.pk, {}),
        "applications:submit": (case.pk, {}),
        "distribution:propose": (case.round_id, {}),
        "distribution:finalise": (proposal.pk, {}),
        "consultations:open": (proposal.pk, {}),
        "consultations:state": (invitation.pk, {}),
        "consultations:answer": (invitation.statement.pk, {}),
        "consultations:close": (consultation.pk, {}),
        "funding:new_grant": (None, {}),
        "funding:new_earmark": (earmark.grant_id, {}),
        "substitutes:book": (order.pk, {}),
        "substitutes:unbook": (order.pk, {}),
        "substitutes:cancel": (order.pk, {}),
        "substitutes:hours": (order.pk, {}),
        "substitutes:answer": (booking.pk, {}),
    }


def test_every_change_is_refused_with_a_reason(client, case, subtests):
    asked = changes(case)
    logged_in(client, case.owner)
    client.get(address("home"))  # the day's first use of the role is noted
    before = Event.objects.count()
    for name, (key, sent) in asked.items():
        with subtests.test(name):
            answer = client.post(address(name, *([key] if key else [])), sent)
            assert answer.status_code == 403
            assert "data-reason" in answer.content.decode()
    assert Event.objects.count() == before


def test_paying_a_term_is_refused(client, case):
    case.course_run.starts_on = case.course_run.starts_on.replace(year=2020)
    case.course_run.save()
    term = confirm_participation(application=fresh(case), by=officer_of(case.owner))
    logged_in(client, case.owner)
    assert client.post(address("applications:pay_term", term.pk)).status_code == 403
    assert fresh(term).paid_at is None


def test_an_open_order_shows_its_candidates_and_no_button(client, case):
    order = OrderFactory(application=case)
    SubstituteFactory(owner=case.owner)
    logged_in(client, case.owner)
    shown = client.get(order.get_absolute_url()).content.decode()
    assert 'name="substitute"' not in shown


def test_a_consultation_is_read_without_forms(client):
    case = recommended()
    EarmarkFactory(owner=case.owner, scheme=case.scheme, staff_groups=[case.staff_group])
    consultation = in_consultation(proposed([case]), unions=[UnionFactory()])
    logged_in(client, case.owner)
    context = client.get(address("consultations:detail", consultation.pk)).context
    assert [party["form"] for party in context["parties"]] == [None]
    assert not context["may_handle"]
    consulted(consultation)
    assert client.get(address("consultations:detail", consultation.pk)).status_code == 200


# ── The deputy ───────────────────────────────────────────────────────────────────────────────────


def test_the_deputy_reads_the_applications_and_gives_no_advice(client):
    case = submitted()
    client.force_login(
        MembershipFactory(role=Role.DEPUTY, owner=case.owner, workplace=case.workplace).user
    )
    answer = client.get(address("applications:waiting"))
    [row] = answer.context["rows"]
    assert row.url == case.get_absolute_url()
    assert client.get(row.url).status_code == 200
    assert client.post(address("applications:advise", case.pk)).status_code == 403
    assert Application.objects.get(pk=case.pk).state == "submitted"


def test_the_deputy_of_one_workplace_reads_nothing_of_another(client):
    case = submitted()
    other = WorkplaceFactory(owner=case.owner)
    client.force_login(MembershipFactory(role=Role.DEPUTY, owner=case.owner, workplace=other).user)
    assert client.get(address("applications:waiting")).context["rows"] == []
    assert client.get(case.get_absolute_url()).status_code == 404
