"""The text the three parties of a placement sign, in a form whose digest can be recomputed."""

import datetime
import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.models import Placement

# What the agreement says in words, in the order it is read.
CHAPTERS: Final[Mapping[str, Promise]] = {
    "goals": _("Goals"),
    "safety": _("Safety and health"),
    "insurance": _("Insurance"),
    "confidentiality": _("Confidentiality"),
}


def days(placement: Placement) -> list[datetime.date]:
    """The days of the placement: its weekdays from the first day to the last."""
    length = (placement.ends_on - placement.starts_on).days + 1
    through = (placement.starts_on + datetime.timedelta(days=number) for number in range(length))
    return [day for day in through if day.isoweekday() in placement.weekdays]


def content(placement: Placement) -> dict[str, Any]:
    """Everything the agreement says, in a fixed order; days as ISO dates."""
    return {
        "placement": placement.pk,
        "version": placement.version,
        "participant": str(placement.participant),
        "employer": str(placement.owner),
        "workplace": str(placement.workplace),
        "business": str(placement.business),
        "trade": placement.trade.code,
        "starts_on": placement.starts_on.isoformat(),
        "ends_on": placement.ends_on.isoformat(),
        "weekdays": sorted(placement.weekdays),
        "goals": placement.goals,
        "safety": placement.safety,
        "insurance": placement.insurance,
        "confidentiality": placement.confidentiality,
    }


def digest(placement: Placement) -> str:
    """SHA-256 of the content as UTF-8 JSON with sorted keys."""
    text = json.dumps(content(placement), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
