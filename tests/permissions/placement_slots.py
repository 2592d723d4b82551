"""Placements in a slot, each taken as far as its address asks, with cover and a note on a trade."""

import datetime
from functools import cached_property
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from catalogue import services
from catalogue.models import Placement, TradeNote
from staff.models import County, Owner
from tests.factories import UserFactory, contact_of
from tests.factories.placement_cover import order_of, with_money
from tests.factories.placements import TEXTS, a_trade, days_ahead, parties_of


class PlacementSlot:
    """The slot's applicant goes out, and its provider takes the person in."""

    owner: Owner
    provider: Any
    position: Any

    def placement(self, **fields: Any) -> Placement:
        """Wished for; the provider is a college, for it is everybody's provider here."""
        today = timezone.localdate()
        wish = {
            "owner": self.owner,
            "workplace": self.position.workplace,
            "participant": self.position.employee.user,
            "position": self.position,
            "business": self.provider,
            "trade": a_trade(),
            "wish": "Lære.",
            "starts_on": today,
            "ends_on": today + datetime.timedelta(days=60),
            "weekdays": [1, 2, 3, 4, 5],
            "wished_at": timezone.now(),
        }
        return Placement.objects.create(**{**wish, **fields})

    def agreed(self, **fields: Any) -> Placement:
        return services.write_agreement(
            placement=self.placement(**fields), changes=TEXTS, by=contact_of(self.provider)
        )

    def signed(self, **fields: Any) -> Placement:
        placement = self.agreed(**fields)
        for person in parties_of(placement):
            services.sign(placement=placement, version=1, by=person)
        placement.refresh_from_db()
        return placement

    @cached_property
    def placement_wished(self) -> Placement:
        return self.placement()

    @cached_property
    def placement_agreed(self) -> Placement:
        return self.agreed()

    @cached_property
    def placement_signed(self) -> Placement:
        """With its PDF; its days go on."""
        placement = self.signed()
        kept = default_storage.save("agreement.pdf", ContentFile(b"%PDF-1.7"))
        Placement.objects.filter(pk=placement.pk).update(agreement=kept)
        return placement

    @cached_property
    def placement_order(self) -> Any:
        """Cover that waits for money."""
        return order_of(self.signed(starts_on=days_ahead(20), ends_on=days_ahead(90)))

    @cached_property
    def funded_order(self) -> Any:
        return with_money(order_of(self.signed(starts_on=days_ahead(20), ends_on=days_ahead(90))))

    @cached_property
    def trade_note(self) -> TradeNote:
        """Of the slot's owner, as if it were a county."""
        county, _new = County.objects.get_or_create(number="34", defaults={"name": "Fylke 34"})
        return TradeNote.objects.create(
            owner=self.owner,
            county=county,
            kind=TradeNote.Kind.NEED,
            trade=a_trade(),
            text="Roboter.",
            written_by=UserFactory(),
            written_at=timezone.now(),
        )
