"""Who sees what a vocational college is paid for, and what places have produced."""

from django.utils.translation import gettext_lazy as _

from catalogue import policy
from catalogue.models import Provider
from catalogue.queries.counties import county_of
from staff.access import has_permission, holding
from staff.models import County, Membership, Owner, User
from staff.roles import Permission
from staff.verdict import ALLOWED, Verdict, refused

NOT_YOURS = _(
    "Only the college itself, its county’s case and finance officers and the grant-giver see this."
)


def may_read_college(user: User, college: Provider) -> Verdict:
    """The college's contacts, the county that pays it, and the grant-giver."""
    if policy.may_deliver(user, college.pk):
        return ALLOWED
    return may_read_county(user, college.county) if college.county else may_read_country(user)


def may_read_county(user: User, county: County) -> Verdict:
    """Whoever reads the money of the county authority, and the grant-giver."""
    for held in holding(user, Permission.MONEY_READ):
        if held.owner is not None and county_of(held.owner) == county:
            return ALLOWED
    return may_read_country(user)


def may_read_country(user: User) -> Verdict:
    return ALLOWED if holding(user, Permission.COUNTRY_READ) else refused(NOT_YOURS)


def may_read_rates(user: User) -> Verdict:
    """Everybody who sees what is counted with them."""
    if may_read_country(user) or Provider.objects.run_by(user).filter(kind="fagskole").exists():
        return ALLOWED
    owners = [held.owner for held in holding(user, Permission.MONEY_READ) if held.owner]
    return ALLOWED if any(county_of(owner) for owner in owners) else refused(NOT_YOURS)


def may_read_produced(user: User, owner: Owner) -> Verdict:
    """Who reads the owner's money, and the unions that are heard on how it is shared."""
    reads = (Permission.MONEY_READ, Permission.PROPOSAL_READ)
    if any(has_permission(user, permission, owner_id=owner.pk) for permission in reads):
        return ALLOWED
    return refused(
        _("Only the owner’s case and finance officers, auditors and main unions see this.")
    )


def sees_every_run(acting: Membership) -> bool:
    """The owner's own officers. Unions are told of small runs as one sum."""
    return acting.grants(Permission.MONEY_READ)
