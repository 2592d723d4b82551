from staff.models.organisation import (
    Owner,
    OwnerKind,
    PositionCode,
    Sector,
    StaffGroup,
    Union,
    Workplace,
)
from staff.models.people import Employee, Position, Qualification, User
from staff.models.roles import Membership

__all__ = [
    "Employee",
    "Membership",
    "Owner",
    "OwnerKind",
    "Position",
    "PositionCode",
    "Qualification",
    "Sector",
    "StaffGroup",
    "Union",
    "User",
    "Workplace",
]
