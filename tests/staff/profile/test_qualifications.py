"""What one has learned: written by oneself, confirmed by somebody else, its proof kept safe."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.urls import reverse

from audit.models import Event
from notifications.models import Message
from staff import services
from staff.models import ConflictOfInterest, Qualification
from staff.roles import Role
from staff.services.qualifications import Document
from staff.verdict import Refusal
from tests.factories import (
    EmployeeFactory,
    MembershipFactory,
    QualificationFactory,
    SubjectFactory,
    WorkplaceFactory,
    employee_at,
    leader_of,
)
from tests.staff.profile.conftest import upload

pytestmark = pytest.mark.django_db
Kind = Qualification.Kind
GOOD = {"title": "Kokkefaget", "institution": "Vestland", "year": "2015"}
MORE = {
    Kind.DEGREE: {"level": "6", "credits": "180"},
    Kind.FAGSKOLE: {"level": "5", "credits": "60"},
    Kind.PPU: {"credits": "60"},
    Kind.PRACTICE: {"months": "30"},
}


@pytest.fixture
def mine(school):
    return QualificationFactory(owner=school.owner, employee=school.employee)


@pytest.fixture
def confirmed(school, mine):
    return services.verify_qualification(qualification=mine, by=school.leader)


def new(kind):
    return reverse("me:new_qualification", args=[kind])


def page_of(qualification):
    return reverse("me:change_qualification", args=[qualification.pk])


# ── Adding ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_can_be_added(me, school, kind):
    assert me.get(new(kind)).status_code == 200
    answer = me.post(new(kind), GOOD | MORE.get(kind, {}))
    assert answer.url == reverse("me:profile")
    added = Qualification.objects.get()
    assert (added.kind, added.title, added.year) == (kind, "Kokkefaget", 2015)
    assert (added.employee, added.owner) == (school.employee, school.owner)
    assert added.verified_on is None
    if kind in (Kind.DEGREE, Kind.PPU):
        assert added.credit_system == "higher"
    if kind == Kind.FAGSKOLE:
        assert (added.level, added.credits, added.credit_system) == (5, 60, "fagskole")


def test_a_form_asks_only_what_its_kind_needs(me):
    assert "months" not in me.get(new("degree")).context["form"].fields
    assert "credits" not in me.get(new("practice")).context["form"].fields
    assert me.get(new("nothing")).status_code == 404
    assert me.post(new("\x00")).status_code == 404


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("degree", {"title": ""}),
        ("degree", {"title": "   "}),
        ("degree", {"title": "a" * 201}),
        ("degree", {"title": "a\x00b"}),
        ("degree", {"year": ""}),
        ("degree", {"year": "1900"}),
        ("degree", {"year": "2999"}),
        ("degree", {"year": "i fjor"}),
        ("degree", {"year": "9" * 5000}),
        ("degree", {"level": "3"}),
        ("degree", {"credits": "-1"}),
        ("degree", {"credits": "601"}),
        ("degree", {"credits": "30,5"}),
        ("practice", {"months": ""}),
        ("practice", {"months": "0"}),
        ("trade_certificate", {"subject": "x"}),
        ("trade_certificate", {"subject": "999999999999999999999999"}),
        ("trade_certificate", {"subject": "\x00"}),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(me, kind, wrong):
    answer = me.post(new(kind), GOOD | MORE.get(kind, {}) | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(wrong)
    assert "Vestland" in answer.text
    assert not Qualification.objects.exists()


def test_a_trade_is_chosen_among_trades_alone(me):
    subject, trade = SubjectFactory(), SubjectFactory(kind="trade")
    wrong = me.post(new("trade_certificate"), GOOD | {"subject": subject.pk})
    assert list(wrong.context["form"].errors) == ["subject"]
    me.post(new("trade_certificate"), GOOD | {"subject": trade.pk})
    assert Qualification.objects.get().subject == trade


def test_pressed_twice_it_is_added_once(me):
    me.post(new("trade_certificate"), GOOD)
    again = me.post(new("trade_certificate"), GOOD)
    assert again.status_code == 422
    assert Qualification.objects.count() == 1


def test_with_two_employers_one_says_which(me, school):
    second = EmployeeFactory(user=school.person)
    assert "employer" in me.post(new("trade_certificate"), GOOD).context["form"].errors
    me.post(new("trade_certificate"), GOOD | {"employer": second.pk})
    assert Qualification.objects.get().owner == second.owner


def test_nobody_adds_to_another_profile(me, school, stranger):
    EmployeeFactory(user=school.person)
    answer = me.post(new("trade_certificate"), GOOD | {"employer": stranger.employee.pk})
    assert answer.status_code == 422
    with pytest.raises(PermissionDenied):
        services.add_qualification(
            employee=stranger.employee, kind="degree", facts={}, by=school.person
        )
    assert not Qualification.objects.exists()


# ── The document ─────────────────────────────────────────────────────────────────────────────────


def add_with_document(me):
    me.post(new("trade_certificate"), GOOD | {"document": upload()})
    return Qualification.objects.get()


def document_of(qualification):
    return reverse("staff:qualification_document", args=[qualification.pk])


def test_the_document_is_downloaded_and_never_opened_here(me):
    qualification = add_with_document(me)
    assert "vitnem" not in qualification.document.name
    answer = me.get(document_of(qualification))
    assert answer.getvalue().startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/pdf"
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    "content", [b"", b"MZ\x90\x00 a program", b"%PDF-1.7 cut", b"<html></html>"]
)
def test_other_files_are_refused_with_the_reason(me, content):
    answer = me.post(new("trade_certificate"), GOOD | {"document": upload("vitnemal.pdf", content)})
    assert list(answer.context["form"].errors) == ["document"]
    assert not Qualification.objects.exists()


def test_leader_officer_and_auditor_open_it_and_nobody_else(client, me, school, stranger):
    qualification = add_with_document(me)
    auditor = MembershipFactory(role=Role.AUDITOR, owner=school.owner).user
    for reader in (school.leader, school.officer, auditor):
        client.force_login(reader)
        assert client.get(document_of(qualification)).getvalue()
    colleague = employee_at(school.place).employee.user
    other_leader = leader_of(WorkplaceFactory(owner=school.owner))
    ended = MembershipFactory(
        role=Role.LEADER, owner=school.owner, workplace=school.place, ends_on="2021-01-01"
    ).user
    for nobody in (colleague, other_leader, ended, stranger.officer, stranger.leader):
        client.force_login(nobody)
        assert client.get(document_of(qualification)).status_code == 404


def test_a_qualification_without_document_has_none(me, mine):
    assert me.get(document_of(mine)).status_code == 404


def test_files_go_with_what_they_prove(me, django_capture_on_commit_callbacks):
    first = add_with_document(me).document.name
    changed = GOOD | {"document": upload("nytt.pdf", b"%PDF-1.7 another\n%%EOF\n")}
    with django_capture_on_commit_callbacks(execute=True):
        me.post(page_of(Qualification.objects.get()), changed)
    second = Qualification.objects.get()
    assert second.document_name == "nytt.pdf"
    assert not default_storage.exists(first)
    assert default_storage.exists(second.document.name)
    with django_capture_on_commit_callbacks(execute=True):
        me.post(page_of(second), GOOD | {"without_document": "on"})
    second.refresh_from_db()
    assert (second.document_name, bool(second.document)) == ("", False)
    with django_capture_on_commit_callbacks(execute=True):
        me.post(reverse("me:remove_qualification", args=[second.pk]))
    assert not Qualification.objects.exists()


# ── Changing and removing ────────────────────────────────────────────────────────────────────────


def facts_of(qualification, **changes):
    return {
        "title": qualification.title,
        "institution": qualification.institution,
        "year": qualification.year,
    } | changes


def test_a_changed_one_is_no_longer_confirmed_and_the_page_says_so_first(me, confirmed):
    alert = 'data-color="warning"'
    assert alert in me.get(page_of(confirmed)).text
    me.post(page_of(confirmed), facts_of(confirmed, title="Noe annet"))
    confirmed.refresh_from_db()
    assert (confirmed.title, confirmed.verified_by, confirmed.verified_on) == (
        "Noe annet",
        None,
        None,
    )
    assert Event.objects.get(kind="qualification.changed").details["was_verified"] is True
    assert alert not in me.get(page_of(confirmed)).text


def test_saved_unchanged_it_stays_confirmed(me, confirmed):
    me.post(page_of(confirmed), facts_of(confirmed))
    confirmed.refresh_from_db()
    assert confirmed.verified_on is not None


def test_another_document_makes_it_unconfirmed(school, confirmed):
    services.change_qualification(
        qualification=confirmed,
        facts={},
        document=Document(upload(), "vitnemål.pdf"),
        by=school.person,
    )
    confirmed.refresh_from_db()
    assert confirmed.verified_on is None


def test_removing_says_what_is_lost_and_pressed_twice_is_gone(me, confirmed):
    address = reverse("me:remove_qualification", args=[confirmed.pk])
    assert len(me.get(address).context["consequences"]) == 2
    assert me.post(address).url == reverse("me:profile")
    assert me.post(address).status_code == 404
    assert not Qualification.objects.exists()


def test_removed_meanwhile_is_said(school, mine):
    Qualification.objects.filter(pk=mine.pk).delete()
    with pytest.raises(Refusal):
        services.change_qualification(qualification=mine, facts={}, by=school.person)


def test_what_somebody_else_has_learned_is_theirs(me, school, stranger):
    theirs = QualificationFactory(owner=stranger.owner, employee=stranger.employee)
    for name in ("change_qualification", "remove_qualification"):
        address = reverse(f"me:{name}", args=[theirs.pk])
        assert me.get(address).status_code == me.post(address, GOOD).status_code == 404
    for by in (school.person, stranger.leader, stranger.officer):
        with pytest.raises(PermissionDenied):
            services.remove_qualification(qualification=theirs, by=by)
        with pytest.raises(PermissionDenied):
            services.change_qualification(qualification=theirs, facts={}, by=by)
    assert Qualification.objects.get() == theirs


# ── Confirming ───────────────────────────────────────────────────────────────────────────────────


def confirming(qualification):
    return reverse("staff:verify_qualification", args=[qualification.pk])


@pytest.mark.parametrize("who", ["leader", "officer"])
def test_leader_and_officer_confirm_and_take_it_back(client, school, mine, who):
    verifier = getattr(school, who)
    client.force_login(verifier)
    assert client.get(confirming(mine)).status_code == 200
    assert client.post(confirming(mine)).url == confirming(mine)
    mine.refresh_from_db()
    assert mine.verified_by == verifier
    client.post(confirming(mine), {"take_back": "1"})
    mine.refresh_from_db()
    assert mine.verified_on is None
    client.post(confirming(mine))
    assert Message.objects.filter(recipient=school.person).count() == 3
    kinds = Event.objects.filter(kind__startswith="qualification.").values_list("kind", flat=True)
    assert list(kinds.order_by("pk")) == [
        "qualification.verified",
        "qualification.unverified",
        "qualification.verified",
    ]


def test_confirmed_meanwhile_is_said(client, school, confirmed):
    client.force_login(school.officer)
    answer = client.post(confirming(confirmed))
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    services.unverify_qualification(qualification=confirmed, by=school.leader)
    assert client.post(confirming(confirmed), {"take_back": "1"}).status_code == 409


def test_nobody_confirms_their_own(client, school):
    boss = MembershipFactory(role=Role.LEADER, owner=school.owner, workplace=school.place).user
    employee = EmployeeFactory(owner=school.owner, user=boss)
    own = QualificationFactory(owner=school.owner, employee=employee)
    client.force_login(boss)
    assert client.get(confirming(own)).status_code == 200
    assert client.post(confirming(own)).status_code == 403
    own.refresh_from_db()
    assert own.verified_on is None


def test_nor_that_of_somebody_with_whom_a_conflict_is_declared(school, mine):
    ConflictOfInterest.objects.create(
        owner=school.owner, user=school.leader, about=school.person, declared_on="2026-01-01"
    )
    with pytest.raises(PermissionDenied):
        services.verify_qualification(qualification=mine, by=school.leader)


def test_who_reads_the_staff_is_refused_with_the_reason_and_a_stranger_finds_nothing(
    client, school, stranger, mine
):
    for role in (Role.AUDITOR, Role.ADMINISTRATOR):
        client.force_login(MembershipFactory(role=role, owner=school.owner).user)
        assert client.get(confirming(mine)).status_code == 200
        answer = client.post(confirming(mine))
        assert answer.status_code == 403
        assert "data-reason" in answer.text
    for nobody in (employee_at(school.place).employee.user, stranger.officer, stranger.leader):
        client.force_login(nobody)
        assert client.get(confirming(mine)).status_code == 404
        assert client.post(confirming(mine)).status_code == 404
    mine.refresh_from_db()
    assert mine.verified_on is None


def test_a_leader_reaches_those_who_work_there_today(client, school, mine):
    school.position.ends_on = "2026-01-01"
    school.position.save()
    client.force_login(school.leader)
    assert client.get(confirming(mine)).status_code == 404
