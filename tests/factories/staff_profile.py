"""What people write about themselves, and ask to have corrected."""

import factory
from django.utils import timezone

from staff.models import Correction, DataCopy, Identity, Subject, Teaching
from tests.factories.staff import EmployeeFactory, OwnerFactory, UserFactory


class SubjectFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Subject

    code = factory.Sequence(lambda n: f"FAG{n:04d}")
    kind = Subject.Kind.SUBJECT
    name_nb = factory.Sequence(lambda n: f"Fag {n}")
    name_nn = factory.SelfAttribute("name_nb")


class TeachingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Teaching

    owner = factory.SubFactory(OwnerFactory)
    employee = factory.SubFactory(EmployeeFactory, owner=factory.SelfAttribute("..owner"))
    subject = factory.SubFactory(SubjectFactory)


class CorrectionFactory(factory.django.DjangoModelFactory):
    """Asked, and not answered."""

    class Meta:
        model = Correction

    owner = factory.SubFactory(OwnerFactory)
    employee = factory.SubFactory(EmployeeFactory, owner=factory.SelfAttribute("..owner"))
    about = Correction.About.PERCENT
    text = "Jeg har 80 prosent."
    asked_at = factory.LazyFunction(timezone.now)


class IdentityFactory(factory.django.DjangoModelFactory):
    """A hash that belongs to no number."""

    class Meta:
        model = Identity

    user = factory.SubFactory(UserFactory)
    kind = Identity.Kind.NATIONAL_ID
    keyed_hash = factory.Sequence(lambda n: f"{n:064x}")


class DataCopyFactory(factory.django.DjangoModelFactory):
    """Ordered, and not made."""

    class Meta:
        model = DataCopy

    user = factory.SubFactory(UserFactory)
    language = "nb"
    ordered_at = factory.LazyFunction(timezone.now)
