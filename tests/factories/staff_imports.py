"""Files of staff as they lie before, while and after a worker has looked at them."""

import datetime

import factory
from django.utils import timezone

from staff.importing.states import ImportState
from staff.models import ApiKey, ImportBatch, ImportChange, ImportProblem
from tests.factories.staff import OwnerFactory, UserFactory


class ApiKeyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ApiKey

    owner = factory.SubFactory(OwnerFactory)
    name = factory.Sequence(lambda n: f"Lønnssystem {n}")
    prefix = "evu_1234"
    key_hash = factory.Sequence(lambda n: f"{n:064d}")
    made_by = factory.SubFactory(UserFactory)
    made_at = factory.LazyFunction(timezone.now)
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=365))


class ImportBatchFactory(factory.django.DjangoModelFactory):
    """A CSV file that has come in; `checked=True` when it has been looked through."""

    class Meta:
        model = ImportBatch

    class Params:
        checked = factory.Trait(
            state=ImportState.CHECKED,
            checked_at=factory.LazyFunction(timezone.now),
            total_rows=10,
        )

    owner = factory.SubFactory(OwnerFactory)
    format = ImportBatch.Format.CSV
    file_name = factory.Sequence(lambda n: f"ansatte-{n}.csv")
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    lists_everybody = False
    counts_from = factory.LazyFunction(timezone.localdate)
    uploaded_by = factory.SubFactory(UserFactory)
    uploaded_at = factory.LazyFunction(timezone.now)


class ImportProblemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ImportProblem

    batch = factory.SubFactory(ImportBatchFactory)
    owner = factory.SelfAttribute("batch.owner")
    row = factory.Sequence(lambda n: n + 2)
    column = "Stillingsprosent"
    code = "percent"
    params = factory.LazyFunction(lambda: {"value": "full"})


class ImportChangeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ImportChange

    batch = factory.SubFactory(ImportBatchFactory)
    owner = factory.SelfAttribute("batch.owner")
    kind = ImportChange.Kind.CHANGES
    number = factory.Sequence(lambda n: f"{n:05d}")
    name = "Kari Eksempel"
    row = factory.Sequence(lambda n: n + 2)
    before = factory.LazyFunction(lambda: {"percent": 8_000})
    after = factory.LazyFunction(lambda: {"percent": 10_000})
