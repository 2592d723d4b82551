from applications.models.application import Application, Attachment, CostLine
from applications.models.handling import Decision, Participation, Recommendation
from applications.models.round import Offer, Round

__all__ = [
    "Application",
    "Attachment",
    "CostLine",
    "Decision",
    "Offer",
    "Participation",
    "Recommendation",
    "Round",
]
