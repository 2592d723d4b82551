"""Schemes with their rules, and money: received and earmarked through the services."""

import factory
from django.utils import timezone

from funding import services
from funding.models import Commitment, CostShare, Earmark, Grant, Rate, Scheme
from staff.models import Owner, User
from tests.factories.catalogue import in_days
from tests.factories.staff import ALWAYS, OwnerFactory, finance_of, officer_of

# The scheme of 2026: 25 % leave per 30 credits, three quarters of it paid by the state.
YEAR_MINUTES = 1_687 * 60 + 30
ON_COSTS = 4_000


class SchemeFactory(factory.django.DjangoModelFactory):
    """A substitute scheme for `staff_groups=[…]`, with no rules: see `scheme_with_rules`."""

    class Meta:
        model = Scheme
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"scheme-{n}")
    name_nb = factory.Sequence(lambda n: f"Vikarordning {n}")
    name_nn = factory.SelfAttribute("name_nb")
    kind = Scheme.Kind.SUBSTITUTE

    @factory.post_generation
    def staff_groups(scheme, create, extracted, **kwargs):  # noqa: N805
        scheme.staff_groups.set(extracted or [])


class RateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Rate

    scheme = factory.SubFactory(SchemeFactory)
    valid = ALWAYS
    leave_per_30_credits = 2_500
    stipend_ore_per_30_credits = 11_000_000
    on_costs = ON_COSTS
    year_minutes = YEAR_MINUTES
    source = "Testforskriften § 1"


class CostShareFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CostShare

    scheme = factory.SubFactory(SchemeFactory)
    valid = ALWAYS
    state_share = 7_500
    owner_share = factory.LazyAttribute(lambda row: 10_000 - row.state_share)
    source = "Testforskriften § 2"


def scheme_with_rules(**scheme: object) -> Scheme:
    """A scheme with a rate and a cost share in force today."""
    made: Scheme = SchemeFactory(**scheme)
    RateFactory(scheme=made)
    CostShareFactory(scheme=made)
    return made


class GrantFactory(factory.django.DjangoModelFactory):
    """Received by a finance officer of the owner, through the service."""

    class Meta:
        model = Grant

    owner = factory.SubFactory(OwnerFactory)
    giver = Grant.Giver.STATE
    letter = factory.Sequence(lambda n: f"2026/{n}")
    name = factory.Sequence(lambda n: f"Tilskudd {n}")
    amount_ore = 100_000_000
    received_on = in_days(-30)
    report_by = in_days(400)
    by = factory.LazyAttribute(lambda grant: finance_of(grant.owner))

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return services.receive_grant(**kwargs)


class EarmarkFactory(factory.django.DjangoModelFactory):
    """`amount_ore` with a purpose, out of a grant of the same size, through the services.

    For the groups and (all) sectors of its scheme, in the year of a round made today.
    """

    class Meta:
        model = Earmark

    class Params:
        owner = factory.SubFactory(OwnerFactory)

    amount_ore = 100_000_000
    grant = factory.SubFactory(
        GrantFactory,
        owner=factory.SelfAttribute("..owner"),
        amount_ore=factory.SelfAttribute("..amount_ore"),
    )
    scheme = factory.LazyFunction(scheme_with_rules)
    name = factory.Sequence(lambda n: f"Øremerket pott {n}")
    year = factory.LazyFunction(lambda: timezone.localdate().year)
    staff_groups = factory.LazyAttribute(lambda earmark: list(earmark.scheme.staff_groups.all()))
    sectors = ()
    spend_by = in_days(700)
    by = factory.LazyAttribute(lambda earmark: finance_of(earmark.grant.owner))

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return services.make_earmark(**kwargs)


def reserved(earmark: Earmark, amount_ore: int, *, by: User | None = None) -> Commitment:
    """Money of the earmark set aside by a case officer."""
    owner: Owner = earmark.owner
    [commitment] = services.reserve(
        reservations=[services.Reservation(earmark, amount_ore, "Søknad 1")],
        owner=owner,
        by=by or officer_of(owner),
    )
    commitment.refresh_from_db()
    return commitment
