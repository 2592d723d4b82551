import factory

from distribution import services
from distribution.models import Proposal
from tests.factories import cases
from tests.factories.staff import officer_of


class ProposalFactory(factory.django.DjangoModelFactory):
    """A draft for a round with one recommended and ranked case, and money for it."""

    class Meta:
        model = Proposal

    @factory.lazy_attribute
    def round(self):
        case = cases.recommended()
        cases.earmark_for(case)
        return cases.ranked_round([case])

    by = factory.LazyAttribute(lambda proposal: officer_of(proposal.round.owner))

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return services.propose(**kwargs)
