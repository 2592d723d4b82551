"""Seats that are confirmed and reported, placements carried out, and the proofs that follow.

Made by the services, as the provider's contact would.
"""

from django.utils import timezone

from catalogue import services
from catalogue.models import CourseRun, Placement, Proof, Provider, Seat
from staff.models import Owner, User
from tests.factories.catalogue import ContactFactory, CourseRunFactory, ProviderFactory, in_days
from tests.factories.staff import OwnerFactory, UserFactory, WorkplaceFactory, employee_at
from tests.factories.staff_profile import SubjectFactory


def past_run(**fields) -> CourseRun:
    """A course run that ended ten days ago."""
    return CourseRunFactory(**{"starts_on": in_days(-200), "ends_on": in_days(-10), **fields})


def contact_of(provider: Provider) -> User:
    return ContactFactory(provider=provider).membership.user


def seated(run: CourseRun, *, owner: Owner | None = None, participant: User | None = None) -> Seat:
    """A confirmed seat."""
    asked = services.ask_for_seat(
        run=run,
        participant=participant or UserFactory(),
        owner_id=(owner or OwnerFactory()).pk,
        about="applications.application:1",
        by=None,
    )
    return services.confirm_seat(seat=asked, by=contact_of(run.course.provider))


def report(seat: Seat, *, met=True, completed=True, earned: int | None = None) -> Seat:
    """A result; all the course's credits to who completes, unless `earned` says otherwise."""
    credits_earned = seat.run.course.credits if completed and earned is None else earned
    return services.report_result(
        seat=seat,
        met=met,
        is_completed=completed,
        credits_earned=credits_earned or None,
        by=contact_of(seat.run.course.provider),
    )


def completed_seat(run: CourseRun | None = None, **fields) -> Seat:
    return report(seated(run or past_run(), **fields))


def completed_placement() -> Placement:
    """Carried out in a business, 37 hours."""
    position = employee_at(WorkplaceFactory())
    business = ProviderFactory(kind=Provider.Kind.BUSINESS, name="Fjord Mekaniske")
    today = timezone.localdate()
    placement = Placement.objects.create(
        owner=position.owner,
        workplace=position.workplace,
        participant=position.employee.user,
        position=position,
        business=business,
        trade=SubjectFactory(),
        wish="Lære sveising.",
        starts_on=today,
        ends_on=today,
        weekdays=[1],
        goals="Sveise i aluminium",
        safety="Verneutstyr",
        insurance="Kommunen",
        confidentiality="Ja",
        version=1,
        state="signed",
        wished_at=timezone.now(),
    )
    return services.confirm_placement(placement=placement, hours=37, by=contact_of(business))


def proof_of(thing: Seat | Placement | None = None) -> Proof:
    """The proof of a completed seat, or of a placement."""
    thing = thing or completed_seat()
    field = "placement" if isinstance(thing, Placement) else "seat"
    proof = services.issue_proof(**{field: thing}, by=None)
    assert proof is not None
    return proof
