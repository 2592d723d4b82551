from funding.models.ledger import Account, Commitment, Transfer
from funding.models.purpose import Earmark, Grant
from funding.models.rules import CostShare, Rate, Scheme

__all__ = [
    "Account",
    "Commitment",
    "CostShare",
    "Earmark",
    "Grant",
    "Rate",
    "Scheme",
    "Transfer",
]
