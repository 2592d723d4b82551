"""A small municipality for the walk: one school, one assistant, and everybody the case meets."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from applications.models import Round
from staff.models import StaffGroup, User
from staff.roles import Role
from tests.factories import (
    EarmarkFactory,
    MembershipFactory,
    OwnerFactory,
    PositionCodeFactory,
    QualificationFactory,
    RoundFactory,
    StaffGroupFactory,
    SubstituteFactory,
    UnionFactory,
    WorkplaceFactory,
)
from tests.factories.catalogue import CourseFactory, CourseRunFactory
from tests.factories.funding import scheme_with_rules
from tests.factories.staff import PositionFactory

PASSWORD = "et-langt-passord-for-test"
PEOPLE = {
    "assistant": ("Amina", "Yusuf-Lundestad"),
    "principal": ("Solveig", "Bråten"),
    "owner": ("Jon", "Ødegård"),
    "union": ("Ingá", "Sárá Utsi"),
    "substitute": ("Marit", "Ås"),
}


@dataclass(frozen=True)
class World:
    round: Round
    people: dict[str, User]


def build(language: str = "nb") -> World:
    """Everything the walk needs, and nothing it makes itself."""
    owner = OwnerFactory(name="Nordvik kommune", written_language=language)
    school = WorkplaceFactory(owner=owner, name="Fjordgata skole", sector="primary")
    group = StaffGroupFactory(name_nb="Assistenter", name_nn="Assistentar")
    people = {role: _person(role, *name, language) for role, name in PEOPLE.items()}
    _employ(people["assistant"], school, group)
    MembershipFactory(user=people["principal"], role=Role.LEADER, owner=owner, workplace=school)
    MembershipFactory(user=people["owner"], role=Role.OWNER_OFFICER, owner=owner)
    union = UnionFactory(name="LO Kommune")
    MembershipFactory(user=people["union"], role=Role.UNION_REP, owner=owner, union=union)
    _pool(people["substitute"], owner, group)
    scheme = scheme_with_rules(
        name_nb="Kommunens vikarordning",
        name_nn="Vikarordninga til kommunen",
        staff_groups=[group],
    )
    course = CourseFactory(title="Barne- og ungdomsarbeiderfaget for voksne", staff_groups=[group])
    run = CourseRunFactory(course=course, terms=1)
    round = RoundFactory(
        owner=owner, name="Videreutdanning neste skoleår", schemes=[scheme], runs=[run]
    )
    EarmarkFactory(owner=owner, scheme=scheme, name="Assistentløftet", amount_ore=80_000_000)
    return World(round, people)


def _person(role: str, first_name: str, last_name: str, language: str) -> User:
    return User.objects.create(
        username=role,
        first_name=first_name,
        last_name=last_name,
        email=f"{role}@example.org",
        password=make_password(PASSWORD),
        written_language=language,
    )


def _employ(user: User, school: object, group: StaffGroup) -> None:
    """An assistant in part-time work, with a trade certificate from something else."""
    code = PositionCodeFactory(
        code="6572", name_nb="Assistent", name_nn="Assistent", staff_group=group
    )
    held = PositionFactory(
        owner=school.owner,
        workplace=school,
        employee__user=user,
        code=code,
        percent=7_500,
        annual_pay_ore=42_000_000,
    )
    QualificationFactory(owner=school.owner, employee=held.employee)
    MembershipFactory(user=user, role=Role.EMPLOYEE, owner=school.owner, workplace=school)


def _pool(user: User, owner: object, group: StaffGroup) -> None:
    membership = MembershipFactory(user=user, role=Role.SUBSTITUTE, owner=owner)
    substitute = SubstituteFactory(
        owner=owner, user=user, membership=membership, annual_pay_ore=40_000_000
    )
    substitute.staff_groups.set([group])
