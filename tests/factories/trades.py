"""What a county's vocational training board has written."""

from typing import Any

from catalogue import services
from catalogue.models import Provider, TradeNote
from staff.models import County, Owner, OwnerKind, Subject, User
from staff.roles import Role
from tests.factories.placements import a_trade
from tests.factories.staff import MembershipFactory, OwnerFactory


def a_county(number: str = "34") -> Owner:
    """A county authority."""
    county, _new = County.objects.get_or_create(number=number, defaults={"name": f"Fylke {number}"})
    existing = Owner.objects.filter(kind=OwnerKind.COUNTY, county=county).first()
    return existing or OwnerFactory(kind=OwnerKind.COUNTY, county=county)


def board_of(county: Owner) -> User:
    """Somebody who speaks for its vocational training board."""
    return MembershipFactory(role=Role.TRAINING_BOARD, owner=county).user


def a_note(
    *, county: Owner | None = None, provider: Provider | None = None, **changes: Any
) -> TradeNote:
    """A need; advice where a provider is given."""
    county = county or a_county()
    trade: Subject = changes.pop("trade", None) or a_trade()
    return services.post_note(
        county=county,
        kind=TradeNote.Kind.ADVICE if provider else TradeNote.Kind.NEED,
        trade=trade,
        provider=provider,
        text=changes.pop("text", "Lærerne trenger dager i et verksted."),
        by=changes.pop("by", None) or board_of(county),
    )
