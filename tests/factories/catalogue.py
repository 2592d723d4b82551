"""Providers, courses, and runs that start in some months."""

import datetime

import factory
from django.utils import timezone

from catalogue import services
from catalogue.models import Contact, Course, CourseRun, OutsideStudy, Provider, Seat
from staff.models import Employee, Owner, User
from staff.roles import Role
from tests.factories.staff import MembershipFactory, OwnerFactory, UserFactory


def in_days(days: int) -> factory.LazyFunction:
    """So many days from the test's today."""
    return factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=days))


class ProviderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Provider

    name = factory.Sequence(lambda n: f"Høgskole {n}")
    kind = Provider.Kind.UNIVERSITY_COLLEGE


class ContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contact

    membership = factory.SubFactory(MembershipFactory, role=Role.PROVIDER, owner=None)
    provider = factory.SubFactory(ProviderFactory)


class CourseFactory(factory.django.DjangoModelFactory):
    """30 credits. `staff_groups=[…]` says whom it is meant for."""

    class Meta:
        model = Course
        skip_postgeneration_save = True

    provider = factory.SubFactory(ProviderFactory)
    title = factory.Sequence(lambda n: f"Kurs {n}")
    kind = Course.Kind.WITH_CREDITS
    credits = 30

    @factory.post_generation
    def staff_groups(course, create, extracted, **kwargs):  # noqa: N805
        course.staff_groups.set(extracted or [])


class CourseRunFactory(factory.django.DjangoModelFactory):
    """Two terms at half load, 20 seats, 15 000 kr."""

    class Meta:
        model = CourseRun

    course = factory.SubFactory(CourseFactory)
    starts_on = in_days(240)
    ends_on = in_days(540)
    place = "Hamar"
    study_load = 5_000
    terms = 2
    seats = 20
    price_ore = 1_500_000


def contact_of(provider: Provider) -> User:
    """A new one, who speaks for the provider."""
    return ContactFactory(provider=provider).membership.user


def seat_asked(
    run: CourseRun, *, participant: User | None = None, owner: Owner | None = None
) -> Seat:
    """By somebody new, employed by an owner of their own, unless others are given."""
    return services.ask_for_seat(
        run=run,
        participant=participant or UserFactory(),
        owner_id=(owner or OwnerFactory()).pk,
        about="applications.application:1",
        by=None,
    )


def seat_confirmed(run: CourseRun, **asking: object) -> Seat:
    """A seat, or a place on the waiting list where all are given."""
    seat = seat_asked(run, **asking)
    return services.confirm_seat(seat=seat, by=contact_of(run.course.provider))


def outside_study(
    employee: Employee, *, institution: str = "Fagskolen Vest", **run: object
) -> OutsideStudy:
    """Described by the employee, through the service: 15 credits at half load."""
    today = timezone.localdate()
    dates = {
        "starts_on": today + datetime.timedelta(200),
        "ends_on": today + datetime.timedelta(339),
    }
    study: OutsideStudy = services.propose_study(
        employee=employee,
        institution=institution,
        provider_kind=Provider.Kind.FAGSKOLE,
        course={"title": "Naturfag ute", "kind": Course.Kind.WITH_CREDITS, "credits": 15},
        run={
            **dates,
            "place": "Førde",
            "study_load": 5_000,
            "terms": 1,
            "price_ore": 450_000,
            **run,
        },
        link="https://fagskolen.example.org/naturfag",
        by=employee.user,
    )
    return study
