"""Roads to a qualification, and people on them."""

import datetime

import factory
from django.utils import timezone

from staff.models import Path, PathTaken, Qualification
from tests.factories.staff import ALWAYS, EmployeeFactory, OwnerFactory


class PathFactory(factory.django.DjangoModelFactory):
    """Meant for everybody, asks for nothing."""

    class Meta:
        model = Path

    code = factory.Sequence(lambda n: f"road-{n}")
    name_nb = factory.Sequence(lambda n: f"Vei {n}")
    name_nn = factory.Sequence(lambda n: f"Veg {n}")
    leads_to = Path.Leads.TEACHER
    gives_kind = Qualification.Kind.PPU
    gives_level = 7
    credits = 60
    months = 24
    about_nb = "Om veien."
    about_nn = "Om vegen."
    place = factory.Sequence(lambda n: n)
    valid = ALWAYS


class PathTakenFactory(factory.django.DjangoModelFactory):
    """Started half a year ago, and confirmed by nobody."""

    class Meta:
        model = PathTaken

    owner = factory.SubFactory(OwnerFactory)
    employee = factory.SubFactory(EmployeeFactory, owner=factory.SelfAttribute("..owner"))
    path = factory.SubFactory(PathFactory)
    institution = "Høgskolen i Elvedal"
    started_on = factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=180))
    expected_end = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=550))
