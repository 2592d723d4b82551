import factory

from consultations.models import Consultation
from tests.factories import cases
from tests.factories.distribution import ProposalFactory


class ConsultationFactory(factory.django.DjangoModelFactory):
    """A proposal laid before `unions=[…]`, one new union if none is named."""

    class Meta:
        model = Consultation

    proposal = factory.SubFactory(ProposalFactory)
    unions = ()

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return cases.in_consultation(**kwargs)
