"""Which county an owner is the authority of."""

from staff.models import County, Owner, OwnerKind


def county_of(owner: Owner) -> County | None:
    """A county authority's county; Oslo's too, which is municipality and county in one.

    Oslo is known by having the same organisation number in both tables. Anybody else: none.
    """
    if owner.county is None:
        return None
    is_both = bool(owner.org_number) and owner.org_number == owner.county.org_number
    return owner.county if owner.kind == OwnerKind.COUNTY or is_both else None
