"""One factory per model. A factory fills what the model requires and surprises nobody.

Rows that only a service can make are made by it. Cases that have come further: `cases`.
"""

from tests.factories.applications import ApplicationFactory, OfferFactory, RoundFactory
from tests.factories.catalogue import (
    ContactFactory,
    CourseFactory,
    CourseRunFactory,
    ProviderFactory,
)
from tests.factories.consultations import ConsultationFactory
from tests.factories.distribution import ProposalFactory
from tests.factories.funding import (
    CostShareFactory,
    EarmarkFactory,
    GrantFactory,
    RateFactory,
    SchemeFactory,
    reserved,
    scheme_with_rules,
)
from tests.factories.staff import (
    EmployeeFactory,
    MembershipFactory,
    OwnerFactory,
    PositionCodeFactory,
    PositionFactory,
    QualificationFactory,
    StaffGroupFactory,
    UnionFactory,
    UserFactory,
    WorkplaceFactory,
    employee_at,
    finance_of,
    leader_of,
    officer_of,
    representative_of,
)
from tests.factories.substitutes import OrderFactory, SubstituteFactory

__all__ = [
    "ApplicationFactory",
    "ConsultationFactory",
    "ContactFactory",
    "CostShareFactory",
    "CourseFactory",
    "CourseRunFactory",
    "EarmarkFactory",
    "EmployeeFactory",
    "GrantFactory",
    "MembershipFactory",
    "OfferFactory",
    "OrderFactory",
    "OwnerFactory",
    "PositionCodeFactory",
    "PositionFactory",
    "ProposalFactory",
    "ProviderFactory",
    "QualificationFactory",
    "RateFactory",
    "RoundFactory",
    "SchemeFactory",
    "StaffGroupFactory",
    "SubstituteFactory",
    "UnionFactory",
    "UserFactory",
    "WorkplaceFactory",
    "employee_at",
    "finance_of",
    "leader_of",
    "officer_of",
    "representative_of",
    "reserved",
    "scheme_with_rules",
]
