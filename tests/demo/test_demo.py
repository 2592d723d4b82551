"""The demo data, loaded once for all of these tests and taken away afterwards."""

import datetime
from collections import Counter
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import QuerySet
from django.test import override_settings
from django.utils import timezone

from applications.models import Application, Decision, Round
from applications.states import RoundState, State
from audit.models import Event, SealCheck
from catalogue.models import (
    CatalogueFile,
    Course,
    CourseRun,
    OutsideStudy,
    Placement,
    Seat,
    TailoredOrder,
)
from consultations.models import Statement
from evu import environment
from evu.demo import load
from evu.demo.afterwards import LATER, LETTER
from evu.demo.personas import BY_SLUG, PERSONAS
from evu.demo.places import MUNICIPALITY
from evu.demo.staff_files import UNKNOWN_CODE
from funding import ledger
from funding.models import Earmark
from notifications.models import Owed
from staff.importing.states import ImportState
from staff.models import (
    Employee,
    ImportBatch,
    ImportChange,
    Membership,
    Owner,
    OwnerKind,
    Position,
    Sector,
    StaffGroup,
    User,
    Workplace,
)
from staff.roles import Role
from substitutes.models import Order
from substitutes.states import State as OrderState

pytestmark = pytest.mark.django_db
# Statistics Norway, "Ansatte i barnehage og skole", 2022: everybody, and of them teachers.
STAFF_2022 = {
    Sector.KINDERGARTEN: (95056, 32674),
    Sector.PRIMARY: (116790, 78466),
    Sector.UPPER_SECONDARY: (40672, 27418),
    Sector.FAGSKOLE: (2386, 1525),
    Sector.ADULT_EDUCATION: (5566, 3892),
}
TEACHERS = {"teacher", "kindergarten-teacher", "vocational-teacher", "unqualified-teacher"}


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[load.Loaded]:
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with files, django_db_blocker.unblock(), transaction.atomic():
        yield load.load(timezone.localdate())
        transaction.set_rollback(True)


@pytest.fixture
def allowed(monkeypatch):
    """As on the embedded database, wherever the tests run."""
    monkeypatch.setattr(environment, "is_demo_database", lambda database: True)


def people() -> Counter:
    """How many there are by sector and staff group of their largest post."""
    largest = Position.objects.order_by("employee", "-percent").distinct("employee")
    return Counter(
        (Sector.PRIMARY if sector == Sector.AFTER_SCHOOL else Sector(sector), group)
        for sector, group in largest.values_list("workplace__sector", "code__staff_group__code")
    )


def mapped_groups() -> QuerySet[StaffGroup]:
    """All but the one that holds codes nobody has placed yet."""
    return StaffGroup.objects.exclude(code=StaffGroup.UNMAPPED)


def test_there_are_people_enough_in_every_sector_and_staff_group(loaded):
    assert loaded.employees == Employee.objects.count() >= 600
    assert loaded.workplaces == Workplace.objects.count() >= 24
    assert set(Workplace.objects.values_list("sector", flat=True)) == set(Sector.values)
    groups = set(mapped_groups().values_list("code", flat=True))
    assert {group for _sector, group in people()} == groups


def test_one_staff_file_is_applied_and_another_waits_to_be_looked_through():
    applied, waiting = ImportBatch.objects.order_by("pk")
    assert (applied.state, waiting.state) == (ImportState.APPLIED, ImportState.CHECKED)
    assert {applied.owner, waiting.owner} == {Owner.objects.get(name="Elvestrand kommune")}
    found = {name: waiting.counts[name] for name in ("joins", "moves", "leaves", "problems")}
    assert found == {"joins": 3, "moves": 2, "leaves": 1, "problems": 2}
    assert list(waiting.counts["unmapped"]) == [UNKNOWN_CODE]
    leaver = waiting.changes.get(kind=ImportChange.Kind.LEAVES)
    assert "application_with_money" in [follows["code"] for follows in leaver.consequences]


def test_the_owners_are_of_every_kind_and_invented():
    kinds = Counter(Owner.objects.values_list("kind", flat=True))
    assert kinds == {OwnerKind.MUNICIPALITY: 2, OwnerKind.COUNTY: 1, OwnerKind.PRIVATE: 1}
    assert not Owner.objects.exclude(org_number="").exists()
    assert not Workplace.objects.exclude(org_number="").exists()
    nynorsk = Owner.objects.get(written_language="nn")
    assert not Employee.objects.filter(owner=nynorsk).exclude(user__written_language="nn").exists()


def test_proportions_are_those_of_the_country():
    found = people()
    in_table = sum(n for (sector, _group), n in found.items() if sector in STAFF_2022)
    whole = sum(everybody for everybody, _teachers in STAFF_2022.values())
    for sector, (everybody, teachers) in STAFF_2022.items():
        here = sum(n for (where, _group), n in found.items() if where == sector)
        teaching = sum(
            n for (where, who), n in found.items() if where == sector and who in TEACHERS
        )
        assert here / in_table == pytest.approx(everybody / whole, abs=0.01), sector
        if here > 50:  # in a handful one person is many percent
            assert teaching / here == pytest.approx(teachers / everybody, abs=0.02), sector


def test_some_hold_two_posts_and_many_work_part_time():
    posts = Counter(Position.objects.values_list("employee", flat=True))
    assert 10 <= sum(count == 2 for count in posts.values()) <= 20
    assistants = Position.objects.filter(code__staff_group__code="assistant")
    assert assistants.filter(percent__lt=10_000).count() > assistants.count() / 2


def test_nobody_has_a_password():
    assert all(not user.has_usable_password() for user in User.objects.all())


def test_everybody_employed_can_apply_and_every_workplace_is_led():
    employees = Membership.objects.filter(role=Role.EMPLOYEE, owner__isnull=False)
    assert employees.count() == Employee.objects.count()
    leaders = Membership.objects.filter(role=Role.LEADER)
    assert set(leaders.values_list("workplace", flat=True)) == set(
        Workplace.objects.values_list("pk", flat=True)
    )


def test_owners_that_run_rounds_have_those_it_takes():
    for owner in Owner.objects.filter(rounds__isnull=False).distinct():
        held = Counter(owner.memberships.values_list("role", flat=True))
        assert held[Role.OWNER_OFFICER] >= 1
        assert held[Role.FINANCE] >= 1
        assert held[Role.UNION_REP] >= 3


def test_every_persona_holds_a_role_today():
    for persona in PERSONAS:
        held = Membership.objects.on(timezone.localdate()).filter(user__username=persona.slug)
        assert held.order_by("pk").first().role == persona.role, persona.slug
    assert {held.role for held in Membership.objects.filter(user__username="union-unio")} == {
        Role.UNION_REP,
        Role.EMPLOYEE,
    }


def test_every_role_can_be_tried():
    assert {persona.role for persona in PERSONAS} == set(Role)


def test_a_deputy_and_a_representative_work_where_their_task_is():
    for slug in ("deputy", "union-workplace"):
        held = Membership.objects.filter(user__username=slug)
        assert {role.workplace.name for role in held} == {"Elvestrand skole"}
    assert Membership.objects.get(role=Role.UNION_WORKPLACE_REP).union.code == "lo"
    principal = Membership.objects.get(
        role=Role.LEADER, workplace__name="Elvestrand skole", stand_in_for=None
    )
    assert principal.user.username == "principal"


def test_the_history_is_sealed_to_yesterday_and_checked():
    check = SealCheck.objects.get()
    assert check.up_to == timezone.localdate() - datetime.timedelta(days=1)
    assert check.broken == []


def test_the_catalogue_has_all_kinds_of_courses():
    assert CourseRun.objects.count() >= 40
    assert set(Course.objects.values_list("kind", flat=True)) == set(Course.Kind.values)
    assert not mapped_groups().filter(courses=None).exists()


def test_what_follows_in_the_catalogue_can_be_seen_at_every_step():
    def states(model):
        return set(model.objects.values_list("state", flat=True))

    assert states(Seat) == {"asked", "confirmed"}
    reported = Counter(Seat.objects.exclude(met=None).values_list("is_completed", flat=True))
    assert reported[True] > reported[False] > 0
    assert states(TailoredOrder) == {"draft", "invited", "accepted"}
    assert states(Placement) == {"wished", "agreed", "signed", "completed"}
    assert states(OutsideStudy) == {"proposed", "accepted"}
    assert states(CatalogueFile) == {"applied", "checked"}
    assert Order.objects.filter(placement__state="signed").exclude(commitment=None).exists()


def test_a_staff_group_without_any_source_shows_as_such():
    municipality = Owner.objects.get(name="Elvestrand kommune")
    assert not Earmark.objects.filter(owner=municipality, staff_groups__code="caretaker").exists()
    decision = Decision.objects.filter(
        owner=municipality, application__staff_group__code="caretaker"
    ).first()
    assert (decision.outcome, decision.reason_code) == (Decision.Outcome.REJECTED, "no_source")


def test_every_state_of_a_case_can_be_seen():
    assert set(Application.objects.values_list("state", flat=True)) == set(State.values)
    assert set(Order.objects.values_list("state", flat=True)) == set(OrderState.values) - {
        OrderState.CANCELLED
    }
    assert set(Round.objects.values_list("state", flat=True)) == {
        RoundState.OPEN,
        RoundState.IN_CONSULTATION,
        RoundState.DECIDED,
        RoundState.CLOSED,
    }
    reasons = set(Decision.objects.values_list("reason_code", flat=True))
    assert reasons == {"by_rank", "no_money", "no_seat", "no_source", "not_recommended"}


def test_the_personas_cases_are_where_their_cards_say():
    cases = Application.objects.filter(applicant__username__in=BY_SLUG).order_by("pk")
    assert set(cases.values_list("applicant__username", "state")) == {
        ("assistant", State.COMPLETED),
        ("teacher", State.GRANTED),
        ("skilled-worker", State.SUBMITTED),
        ("unqualified-substitute", State.DRAFT),
        ("vocational-teacher", State.ACCEPTED),
    }
    asked = Order.objects.filter(
        state=OrderState.OFFERED, bookings__substitute__user__username="substitute"
    )
    assert asked.count() == 1


def test_two_unions_are_waited_for_and_one_waits_for_an_answer():
    here = Round.objects.get(state=RoundState.IN_CONSULTATION, owner__name="Elvestrand kommune")
    consultation = here.proposals.get().consultation
    silent = consultation.invitations.filter(statement=None)
    assert {invitation.union.code for invitation in silent} >= {"lo", "unio"}
    assert Statement.objects.get(invitation__consultation=consultation).answered_at is None


def test_the_ledger_adds_up():
    assert ledger.discrepancies() == []


def test_history_is_written_with_the_times_it_happened():
    first, last = Event.objects.earliest("at"), Event.objects.latest("at")
    assert first.at.year == Round.objects.earliest("opens_on").year
    assert last.at < timezone.now()


def test_only_letters_agreements_and_proofs_are_still_owed():
    undone = Counter(Owed.objects.filter(done_at=None).values_list("task", flat=True))
    assert undone.keys() == set(LATER)
    assert undone[LETTER] == Decision.objects.count()


def test_a_second_time_nothing_is_loaded(allowed):
    before = (User.objects.count(), Application.objects.count(), Event.objects.count())
    out = StringIO()
    call_command("load_demo", stdout=out)
    assert out.getvalue() == "demo data is there already\n"
    assert (User.objects.count(), Application.objects.count(), Event.objects.count()) == before


def test_a_real_database_is_refused(monkeypatch):
    monkeypatch.setattr(environment, "is_demo_database", lambda database: False)
    with pytest.raises(CommandError, match="refused"):
        call_command("load_demo")


def test_everybody_on_the_page_can_log_in_and_has_a_first_page(client, settings, subtests):
    settings.DEMO = True
    for persona in PERSONAS:
        with subtests.test(persona.slug):
            response = client.post("/demo/", {"persona": persona.slug}, follow=True)
            assert response.redirect_chain == [("/", 302)]
            assert response.status_code == 200
            assert response.context["user"].username == persona.slug
            assert response.context["acting"].role == persona.role


def test_places_and_owners_of_personas_exist():
    for persona in PERSONAS:
        if persona.place:
            position = Position.objects.get(employee__user__username=persona.slug)
            assert position.workplace.name == persona.place
            assert position.code.staff_group.code == persona.group
    assert MUNICIPALITY in {persona.owner for persona in PERSONAS}
