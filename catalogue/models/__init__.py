from catalogue.models.calendars import CalendarAddress
from catalogue.models.courses import Course, CourseRun, Session
from catalogue.models.files import (
    CatalogueFeed,
    CatalogueFile,
    CatalogueFileChange,
    CatalogueFileProblem,
)
from catalogue.models.orders import OrderInvitation, OrderPartner, TailoredOrder
from catalogue.models.placements import LogEntry, Placement, Signature, TradeNote
from catalogue.models.proofs import Proof, SigningKey
from catalogue.models.providers import Contact, Provider
from catalogue.models.returns import ReturnRate
from catalogue.models.seats import Seat
from catalogue.models.studies import OutsideStudy

__all__ = [
    "CalendarAddress",
    "CatalogueFeed",
    "CatalogueFile",
    "CatalogueFileChange",
    "CatalogueFileProblem",
    "Contact",
    "Course",
    "CourseRun",
    "LogEntry",
    "OrderInvitation",
    "OrderPartner",
    "OutsideStudy",
    "Placement",
    "Proof",
    "Provider",
    "ReturnRate",
    "Seat",
    "Session",
    "Signature",
    "SigningKey",
    "TailoredOrder",
    "TradeNote",
]
