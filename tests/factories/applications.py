"""Rounds, and applications still in draft: `tests.factories.cases` takes them further."""

import factory
from django.utils import timezone

from applications.models import Application, Offer, Round
from applications.states import RoundState
from tests.factories.catalogue import CourseRunFactory, in_days
from tests.factories.funding import scheme_with_rules
from tests.factories.staff import OwnerFactory, WorkplaceFactory, employee_at


class RoundFactory(factory.django.DjangoModelFactory):
    """Open since yesterday. `schemes=[…]` and `runs=[…]` say what may be applied for."""

    class Meta:
        model = Round
        skip_postgeneration_save = True

    owner = factory.SubFactory(OwnerFactory)
    name = factory.Sequence(lambda n: f"Runde {n}")
    year = factory.LazyFunction(lambda: timezone.localdate().year)
    state = RoundState.OPEN
    opens_on = in_days(-1)
    applicant_deadline = in_days(20)
    leader_deadline = in_days(30)
    consultation_deadline = in_days(50)
    decision_by = in_days(60)

    @factory.post_generation
    def schemes(round, create, extracted, **kwargs):  # noqa: N805
        round.schemes.set(extracted or [])

    @factory.post_generation
    def runs(round, create, extracted, **kwargs):  # noqa: N805
        for run in extracted or []:
            OfferFactory(round=round, course_run=run)


class OfferFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Offer

    round = factory.SubFactory(RoundFactory)
    owner = factory.SelfAttribute("round.owner")
    course_run = factory.SubFactory(CourseRunFactory)


class ApplicationFactory(factory.django.DjangoModelFactory):
    """A complete draft by somebody with a full post. Its round offers the course and the scheme."""

    class Meta:
        model = Application
        skip_postgeneration_save = True

    round = factory.SubFactory(RoundFactory)
    owner = factory.SelfAttribute("round.owner")
    position = factory.LazyAttribute(
        lambda application: employee_at(WorkplaceFactory(owner=application.owner))
    )
    employee = factory.SelfAttribute("position.employee")
    applicant = factory.SelfAttribute("position.employee.user")
    workplace = factory.SelfAttribute("position.workplace")
    staff_group = factory.SelfAttribute("position.code.staff_group")
    position_percent = factory.SelfAttribute("position.percent")
    course_run = factory.SubFactory(CourseRunFactory)
    scheme = factory.LazyAttribute(
        lambda application: scheme_with_rules(staff_groups=[application.staff_group])
    )
    leave_percent = 2_500
    leave_weekdays = factory.LazyFunction(lambda: [1])
    why = "Jeg vil kunne mer om lesing."
    saved_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def offered(application, create, extracted, **kwargs):  # noqa: N805
        if application.scheme:
            application.round.schemes.add(application.scheme)
        if application.course_run:
            Offer.objects.get_or_create(
                round=application.round,
                course_run=application.course_run,
                defaults={"owner": application.owner},
            )
