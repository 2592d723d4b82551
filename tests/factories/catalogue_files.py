"""Files of courses, what was found in them, and feeds."""

import factory
from django.utils import timezone

from catalogue.models import (
    CatalogueFeed,
    CatalogueFile,
    CatalogueFileChange,
    CatalogueFileProblem,
)
from staff.importing.states import ImportState
from tests.factories.catalogue import ProviderFactory
from tests.factories.staff import UserFactory


class CatalogueFileFactory(factory.django.DjangoModelFactory):
    """A CSV file that has come in; `checked=True` when looked through, `applied=True` when done."""

    class Meta:
        model = CatalogueFile

    class Params:
        checked = factory.Trait(
            state=ImportState.CHECKED,
            checked_at=factory.LazyFunction(timezone.now),
            total_rows=10,
        )
        applied = factory.Trait(
            checked=True,
            state=ImportState.APPLIED,
            content=b"",
            applied_by=factory.SelfAttribute("uploaded_by"),
            applied_at=factory.LazyFunction(timezone.now),
        )

    provider = factory.SubFactory(ProviderFactory)
    format = CatalogueFile.Format.CSV
    content = b"Tittel;Kode\nNorsk;NORD101"
    file_name = factory.Sequence(lambda n: f"kurs-{n}.csv")
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    uploaded_by = factory.SubFactory(UserFactory)
    uploaded_at = factory.LazyFunction(timezone.now)


class CatalogueFileProblemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CatalogueFileProblem

    file = factory.SubFactory(CatalogueFileFactory, checked=True)
    row = factory.Sequence(lambda n: n + 2)
    column = "Pris"
    code = "price"
    params = factory.LazyFunction(lambda: {"value": "femten tusen"})


class CatalogueFileChangeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CatalogueFileChange

    file = factory.SubFactory(CatalogueFileFactory, checked=True)
    kind = CatalogueFileChange.Kind.CHANGED_RUN
    name = "Norsk på småtrinnet, Hamar, 20. august 2027"
    row = factory.Sequence(lambda n: n + 2)
    before = factory.LazyFunction(lambda: {"seats": 20})
    after = factory.LazyFunction(lambda: {"seats": 30})


class CatalogueFeedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CatalogueFeed

    provider = factory.SubFactory(ProviderFactory)
    address = "https://kurs.example.org/emner.json"
    kept_by = factory.SubFactory(UserFactory)
