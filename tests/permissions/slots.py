"""The same things three times: one's own, somebody else's at the same owner, another owner's."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from applications import services as applications
from applications.models import Application, Attachment, Participation, Round
from applications.states import RoundAction
from catalogue import services as catalogue
from catalogue.views.calendar import token_of
from consultations import services as consultations
from consultations.models import Statement
from notifications.models import Message
from reports.models import Export
from staff.importing.states import ImportState
from staff.models import Owner, User, Workplace
from staff.roles import Role
from substitutes import services as cover
from tests.factories import (
    ApiKeyFactory,
    ApplicationFactory,
    ConflictOfInterestFactory,
    ContactFactory,
    CorrectionFactory,
    CourseRunFactory,
    DataCopyFactory,
    EarmarkFactory,
    GrantFactory,
    ImportBatchFactory,
    MembershipFactory,
    PathFactory,
    PathTakenFactory,
    PositionCodeFactory,
    ProviderFactory,
    QualificationFactory,
    RoundFactory,
    SubstituteFactory,
    TeachingFactory,
    UnionFactory,
    UserFactory,
    WorkplaceFactory,
    cases,
    employee_at,
    leader_of,
    officer_of,
    outside_study,
    scheme_with_rules,
)
from tests.permissions.order_slots import OrderSlot
from tests.permissions.placement_slots import PlacementSlot
from tests.permissions.provider_slots import ProviderSlot
from tests.permissions.result_slots import ResultSlot


class Slot(OrderSlot, ProviderSlot, ResultSlot, PlacementSlot):
    """A workplace of an owner, its people, and one of everything they have to do with."""

    def __init__(self, owner: Owner) -> None:
        self.owner = owner
        self.workplace: Workplace = WorkplaceFactory(owner=owner)
        self.position = employee_at(self.workplace)
        self.employee = self.position.employee
        self.applicant: User = self.employee.user
        self.scheme = scheme_with_rules(staff_groups=[self.position.code.staff_group])
        self.union = UnionFactory()
        self.provider = ProviderFactory()
        self.run = CourseRunFactory(course__provider=self.provider)

    # ── People ───────────────────────────────────────────────────────────────────────────────────

    def holder_of(self, role: Role) -> User:
        """Somebody who holds the role here; the employee is the one with the applications."""
        if role == Role.EMPLOYEE:
            return self.applicant
        if role == Role.PROVIDER:
            return ContactFactory(provider=self.provider).membership.user
        if role == Role.SUBSTITUTE:
            return self.substitute.user
        return self.membership(role).user

    def membership(self, role: Role, **fields: Any) -> Any:
        """A new membership with the role, as the role asks for it."""
        at_workplace = role in (Role.LEADER, Role.DEPUTY, Role.UNION_WORKPLACE_REP)
        for_union = role in (Role.UNION_REP, Role.UNION_WORKPLACE_REP)
        ownerless = role in (Role.PROVIDER, Role.CENTRAL)
        return MembershipFactory(
            role=role,
            owner=None if ownerless else self.owner,
            workplace=self.workplace if at_workplace else None,
            union=self.union if for_union else None,
            **fields,
        )

    @cached_property
    def substitute(self) -> Any:
        return SubstituteFactory(owner=self.owner, staff_groups=[self.position.code.staff_group])

    @cached_property
    def colleague(self) -> User:
        """Somebody known to the owner, with no role but that of an employee."""
        return employee_at(self.workplace).employee.user

    # ── Cases ────────────────────────────────────────────────────────────────────────────────────

    def case(self, taken: Callable[[Application], Application] | None = None) -> Application:
        """An application by the slot's employee in a round of its own, taken as far as wanted."""
        round = RoundFactory(owner=self.owner, schemes=[self.scheme], runs=[self.run])
        draft = ApplicationFactory(
            round=round, position=self.position, course_run=self.run, scheme=self.scheme
        )
        return taken(draft) if taken else draft

    @cached_property
    def draft(self) -> Application:
        return self.case()

    @cached_property
    def submitted(self) -> Application:
        return self.case(cases.submitted)

    @cached_property
    def recommended(self) -> Application:
        return self.case(lambda draft: cases.recommended(cases.submitted(draft)))

    @cached_property
    def granted(self) -> Application:
        advised = self.case(lambda draft: cases.recommended(cases.submitted(draft)))
        granted = cases.granted(advised)
        kept = default_storage.save("letter.pdf", ContentFile(b"%PDF-1.7"))
        granted.decisions.update(letter=kept)
        return granted

    @cached_property
    def accepted(self) -> Application:
        advised = self.case(lambda draft: cases.recommended(cases.submitted(draft)))
        return cases.accepted(cases.granted(advised))

    @cached_property
    def participation(self) -> Participation:
        return Participation.objects.create(
            owner=self.owner,
            application=self.accepted,
            term=1,
            confirmed_by=officer_of(self.owner),
            confirmed_at=timezone.now(),
        )

    @cached_property
    def applied_elsewhere(self) -> Application:
        """Sent; the institution takes applications of its own."""
        self.run.apply_at = "https://soknad.example.org/"
        self.run.save(update_fields=["apply_at"])
        return self.case(cases.submitted)

    @cached_property
    def calendar_token(self) -> str:
        """The applicant’s own secret: whoever has it needs no log-in."""
        made = catalogue.make_calendar_address(by=self.applicant)
        return token_of(made)

    @cached_property
    def outside_study(self) -> Any:
        return outside_study(self.employee)

    @cached_property
    def refused_study_case(self) -> Application:
        """Sent, about a study that the owner has refused meanwhile."""
        study = outside_study(self.employee)
        round = RoundFactory(owner=self.owner, schemes=[self.scheme])
        sent = cases.submitted(
            round=round, position=self.position, course_run=study.run, scheme=self.scheme
        )
        catalogue.refuse_study(study=study, reason="Nei.", by=officer_of(self.owner))
        return cases.fresh(sent)

    @cached_property
    def attachment(self) -> Attachment:
        return Attachment.objects.create(
            owner=self.owner,
            application=self.draft,
            name="vedlegg.pdf",
            content_type="application/pdf",
            size=8,
            sha256="0" * 64,
            file=ContentFile(b"%PDF-1.7", name="vedlegg.pdf"),
            added_at=timezone.now(),
        )

    # ── Rounds and what is decided in them ───────────────────────────────────────────────────────

    @cached_property
    def round(self) -> Round:
        return RoundFactory(owner=self.owner, schemes=[self.scheme], runs=[self.run])

    @cached_property
    def round_to_rank(self) -> Round:
        case = self.case(lambda draft: cases.recommended(cases.submitted(draft)))
        for action in (RoundAction.CLOSE_FOR_APPLICANTS, RoundAction.CLOSE_FOR_LEADERS):
            applications.step(
                round=cases.fresh(case.round), action=action, by=officer_of(self.owner)
            )
        return cases.fresh(case.round)

    @cached_property
    def round_to_propose(self) -> Round:
        case = self.case(lambda draft: cases.recommended(cases.submitted(draft)))
        cases.earmark_for(case)
        return cases.ranked_round([case])

    @cached_property
    def proposal(self) -> Any:
        case = self.case(lambda draft: cases.recommended(cases.submitted(draft)))
        cases.earmark_for(case)
        return cases.proposed([case])

    @cached_property
    def consultation(self) -> Any:
        case = self.case(lambda draft: cases.recommended(cases.submitted(draft)))
        cases.earmark_for(case)
        return cases.in_consultation(cases.proposed([case]), [self.union])

    @cached_property
    def invitation(self) -> Any:
        """To say something, nobody has yet."""
        return self.consultation.invitations.get(union=self.union)

    @cached_property
    def consulted_proposal(self) -> Any:
        case = self.case(lambda draft: cases.recommended(cases.submitted(draft)))
        cases.earmark_for(case)
        consultation = cases.in_consultation(cases.proposed([case]), [self.union])
        return cases.fresh(cases.consulted(consultation).proposal)

    @cached_property
    def statement(self) -> Any:
        """On another proposal than the consultation that is open."""
        case = self.case(lambda draft: cases.recommended(cases.submitted(draft)))
        cases.earmark_for(case)
        consultation = cases.in_consultation(cases.proposed([case]), [self.union])
        return consultations.give_statement(
            invitation=consultation.invitations.get(union=self.union),
            view=Statement.View.AGREES,
            text="Vi er enige.",
            by=MembershipFactory(role=Role.UNION_REP, owner=self.owner, union=self.union).user,
        )

    @cached_property
    def export(self) -> Export:
        return Export.objects.create(
            owner=self.owner,
            round=self.granted.round,
            language="nb",
            ordered_by=officer_of(self.owner),
            ordered_at=timezone.now(),
        )

    # ── Money and cover ──────────────────────────────────────────────────────────────────────────

    @cached_property
    def grant(self) -> Any:
        return GrantFactory(owner=self.owner)

    @cached_property
    def earmark(self) -> Any:
        return EarmarkFactory(owner=self.owner, scheme=self.scheme)

    @cached_property
    def cover_order(self) -> Any:
        return cover.order(application=self.accepted, by=None)

    @cached_property
    def booked_order(self) -> Any:
        advised = self.case(lambda draft: cases.recommended(cases.submitted(draft)))
        order = cover.order(application=cases.accepted(cases.granted(advised)), by=None)
        cover.book(order=order, substitute=self.substitute, by=leader_of(self.workplace))
        return cases.fresh(order)

    @cached_property
    def booking(self) -> Any:
        return self.booked_order.bookings.get()

    @cached_property
    def filled_order(self) -> Any:
        advised = self.case(lambda draft: cases.recommended(cases.submitted(draft)))
        order = cover.order(application=cases.accepted(cases.granted(advised)), by=None)
        another = SubstituteFactory(owner=self.owner, staff_groups=[self.position.code.staff_group])
        booking = cover.book(order=order, substitute=another, by=leader_of(self.workplace))
        cover.answer_offer(booking=booking, accepted=True, by=another.user)
        return cases.fresh(order)

    @cached_property
    def message(self) -> Message:
        return Message.objects.create(
            recipient=self.applicant, key="matrix", subject="Emne", body="Tekst"
        )

    # ── The person ───────────────────────────────────────────────────────────────────────────────

    @cached_property
    def qualification(self) -> Any:
        kept = default_storage.save("fagbrev.pdf", ContentFile(b"%PDF-1.7"))
        return QualificationFactory(
            owner=self.owner, employee=self.employee, document=kept, document_name="fagbrev.pdf"
        )

    @cached_property
    def teaching(self) -> Any:
        return TeachingFactory(owner=self.owner, employee=self.employee)

    @cached_property
    def data_copy(self) -> Any:
        return DataCopyFactory(user=self.applicant)

    @cached_property
    def path(self) -> Any:
        return PathFactory()

    @cached_property
    def path_taken(self) -> Any:
        return PathTakenFactory(owner=self.owner, employee=self.employee)

    @cached_property
    def correction(self) -> Any:
        return CorrectionFactory(owner=self.owner, employee=self.employee)

    @cached_property
    def passkey(self) -> Any:
        """Somebody else's, wherever one asks from."""
        return Authenticator.objects.create(
            user=self.colleague,
            type=Authenticator.Type.WEBAUTHN,
            data={"name": "Nøkkel", "credential": {}},
        )

    @cached_property
    def session(self) -> Any:
        return UserSession.objects.create(
            user=self.applicant, session_key=f"matrix{self.applicant.pk}", ip="127.0.0.1"
        )

    # ── The owner's places, codes, roles and files ───────────────────────────────────────────────

    @cached_property
    def closed_workplace(self) -> Any:
        return WorkplaceFactory(owner=self.owner, closed_on=timezone.localdate())

    @cached_property
    def own_code(self) -> Any:
        return PositionCodeFactory(owner=self.owner)

    @cached_property
    def role_held(self) -> Any:
        """The leader's, of the workplace."""
        return self.membership(Role.LEADER)

    @cached_property
    def stand_in(self) -> Any:
        today = timezone.localdate()
        return self.membership(
            Role.LEADER, stand_in_for=self.role_held, starts_on=today, ends_on=today
        )

    @cached_property
    def conflict(self) -> Any:
        return ConflictOfInterestFactory(
            owner=self.owner, user=self.applicant, about=self.colleague
        )

    @cached_property
    def api_key(self) -> Any:
        return ApiKeyFactory(owner=self.owner)

    @cached_property
    def batch(self) -> Any:
        return ImportBatchFactory(owner=self.owner, checked=True)

    @cached_property
    def applied_batch(self) -> Any:
        return ImportBatchFactory(
            owner=self.owner,
            state=ImportState.APPLIED,
            checked_at=timezone.now(),
            applied_by=UserFactory(),
            applied_at=timezone.now(),
        )
