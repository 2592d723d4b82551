"""The text the three parties of a placement sign, in a form whose digest can be recomputed."""

import hashlib
import json
from typing import Any

from catalogue.models import Placement


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
