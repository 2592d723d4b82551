"""The pool, and orders that arose the way orders do: from an acceptance."""

import factory

from staff.roles import Role
from substitutes import services
from substitutes.models import Order, Substitute
from tests.factories import cases
from tests.factories.staff import MembershipFactory, OwnerFactory, UserFactory


class SubstituteFactory(factory.django.DjangoModelFactory):
    """Can work every weekday. `staff_groups=[…]` says whom they can stand in for."""

    class Meta:
        model = Substitute
        skip_postgeneration_save = True

    owner = factory.SubFactory(OwnerFactory)
    user = factory.SubFactory(UserFactory)
    membership = factory.LazyAttribute(
        lambda substitute: MembershipFactory(
            user=substitute.user, owner=substitute.owner, role=Role.SUBSTITUTE
        )
    )
    weekdays = factory.LazyFunction(lambda: [1, 2, 3, 4, 5])
    annual_pay_ore = 45_000_000

    @factory.post_generation
    def staff_groups(substitute, create, extracted, **kwargs):  # noqa: N805
        substitute.staff_groups.set(extracted or [])


class OrderFactory(factory.django.DjangoModelFactory):
    """Cover for an accepted case, as its leader planned it."""

    class Meta:
        model = Order

    application = factory.LazyFunction(cases.accepted)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return services.order(by=None, **kwargs)
