"""One factory per model. A factory fills what the model requires and surprises nobody.

Rows that only a service can make are made by it. Cases that have come further: `cases`.
"""

from tests.factories.applications import ApplicationFactory, OfferFactory, RoundFactory
from tests.factories.catalogue import (
    ContactFactory,
    CourseFactory,
    CourseRunFactory,
    ProviderFactory,
    contact_of,
    outside_study,
    seat_asked,
    seat_confirmed,
)
from tests.factories.catalogue_files import (
    CatalogueFeedFactory,
    CatalogueFileChangeFactory,
    CatalogueFileFactory,
    CatalogueFileProblemFactory,
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
    ThresholdFactory,
    UnionFactory,
    UserFactory,
    WorkplaceFactory,
    employee_at,
    finance_of,
    leader_of,
    officer_of,
    representative_of,
)
from tests.factories.staff_imports import (
    ApiKeyFactory,
    ImportBatchFactory,
    ImportChangeFactory,
    ImportProblemFactory,
)
from tests.factories.staff_profile import (
    CorrectionFactory,
    DataCopyFactory,
    IdentityFactory,
    SubjectFactory,
    TeachingFactory,
)
from tests.factories.staff_roads import PathFactory, PathTakenFactory
from tests.factories.staff_roles import (
    ConflictOfInterestFactory,
    administrator_of,
    stand_in_for,
)
from tests.factories.substitutes import OrderFactory, SubstituteFactory

__all__ = [
    "ApiKeyFactory",
    "ApplicationFactory",
    "CatalogueFeedFactory",
    "CatalogueFileChangeFactory",
    "CatalogueFileFactory",
    "CatalogueFileProblemFactory",
    "ConflictOfInterestFactory",
    "ConsultationFactory",
    "ContactFactory",
    "CorrectionFactory",
    "CostShareFactory",
    "CourseFactory",
    "CourseRunFactory",
    "DataCopyFactory",
    "EarmarkFactory",
    "EmployeeFactory",
    "GrantFactory",
    "IdentityFactory",
    "ImportBatchFactory",
    "ImportChangeFactory",
    "ImportProblemFactory",
    "MembershipFactory",
    "OfferFactory",
    "OrderFactory",
    "OwnerFactory",
    "PathFactory",
    "PathTakenFactory",
    "PositionCodeFactory",
    "PositionFactory",
    "ProposalFactory",
    "ProviderFactory",
    "QualificationFactory",
    "RateFactory",
    "RoundFactory",
    "SchemeFactory",
    "StaffGroupFactory",
    "SubjectFactory",
    "SubstituteFactory",
    "TeachingFactory",
    "ThresholdFactory",
    "UnionFactory",
    "UserFactory",
    "WorkplaceFactory",
    "administrator_of",
    "contact_of",
    "employee_at",
    "finance_of",
    "leader_of",
    "officer_of",
    "outside_study",
    "representative_of",
    "reserved",
    "scheme_with_rules",
    "seat_asked",
    "seat_confirmed",
    "stand_in_for",
]
