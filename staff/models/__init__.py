from staff.models.copies import DataCopy
from staff.models.imports import (
    ApiKey,
    ImportBatch,
    ImportChange,
    ImportMapping,
    ImportProblem,
)
from staff.models.learning import Correction, Path, PathTaken, Qualification
from staff.models.organisation import (
    Owner,
    OwnerKind,
    PositionCode,
    Sector,
    StaffGroup,
    Union,
    Workplace,
)
from staff.models.people import Employee, Identity, Position, Teaching, User
from staff.models.reference import County, Municipality, Subject, Threshold
from staff.models.registers import RegisterEntry
from staff.models.roles import ConflictOfInterest, Membership

__all__ = [
    "ApiKey",
    "ConflictOfInterest",
    "Correction",
    "County",
    "DataCopy",
    "Employee",
    "Identity",
    "ImportBatch",
    "ImportChange",
    "ImportMapping",
    "ImportProblem",
    "Membership",
    "Municipality",
    "Owner",
    "OwnerKind",
    "Path",
    "PathTaken",
    "Position",
    "PositionCode",
    "Qualification",
    "RegisterEntry",
    "Sector",
    "StaffGroup",
    "Subject",
    "Teaching",
    "Threshold",
    "Union",
    "User",
    "Workplace",
]
