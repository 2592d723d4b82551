"""Who may do what. One table, printed to docs/permissions.md, so that anyone can check it."""

from collections.abc import Mapping, Set
from enum import StrEnum, auto
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    APPLY = auto()
    APPLICATION_READ = auto()
    APPLICATION_RECOMMEND = auto()
    APPLICATION_RANK = auto()
    APPLICATION_DECIDE = auto()
    ROUND_STEER = auto()
    PROPOSAL_MAKE = auto()
    PROPOSAL_READ = auto()
    STATEMENT_GIVE = auto()
    STATEMENT_ANSWER = auto()
    MONEY_READ = auto()
    GRANT_REGISTER = auto()
    EARMARK_MAKE = auto()
    PARTICIPATION_CONFIRM = auto()
    PAYMENT_MAKE = auto()
    COVER_ORDER = auto()
    COVER_BOOK = auto()
    HOURS_CONFIRM = auto()
    OFFER_ANSWER = auto()
    REPORT_READ = auto()
    COURSE_DELIVER = auto()
    COUNTRY_READ = auto()


class Role(models.TextChoices):
    EMPLOYEE = "employee", _("Employee")
    LEADER = "leader", _("Leader")
    OWNER_OFFICER = "owner_officer", _("Owner’s case officer")
    FINANCE = "finance", _("Finance officer")
    UNION_REP = "union_rep", _("Union representative")
    PROVIDER = "provider", _("Provider contact")
    CENTRAL = "central", _("Central grant-giver")
    SUBSTITUTE = "substitute", _("Substitute")


GRANTS: Final[Mapping[Role, Set[Permission]]] = {
    Role.EMPLOYEE: {Permission.APPLY, Permission.REPORT_READ},
    Role.LEADER: {
        Permission.APPLICATION_READ,
        Permission.APPLICATION_RECOMMEND,
        Permission.COVER_ORDER,
        Permission.COVER_BOOK,
        Permission.HOURS_CONFIRM,
        Permission.REPORT_READ,
    },
    Role.OWNER_OFFICER: {
        Permission.APPLICATION_READ,
        Permission.APPLICATION_RANK,
        Permission.APPLICATION_DECIDE,
        Permission.ROUND_STEER,
        Permission.PROPOSAL_MAKE,
        Permission.PROPOSAL_READ,
        Permission.STATEMENT_ANSWER,
        Permission.MONEY_READ,
        Permission.EARMARK_MAKE,
        Permission.PARTICIPATION_CONFIRM,
        Permission.PAYMENT_MAKE,
        Permission.COVER_BOOK,
        Permission.REPORT_READ,
    },
    Role.FINANCE: {
        Permission.MONEY_READ,
        Permission.GRANT_REGISTER,
        Permission.EARMARK_MAKE,
        Permission.PAYMENT_MAKE,
        Permission.REPORT_READ,
    },
    Role.UNION_REP: {
        Permission.PROPOSAL_READ,
        Permission.STATEMENT_GIVE,
        Permission.REPORT_READ,
    },
    Role.PROVIDER: {Permission.COURSE_DELIVER},
    Role.CENTRAL: {Permission.COUNTRY_READ},
    Role.SUBSTITUTE: {Permission.OFFER_ANSWER},
}
# Roles that belong to no single owner.
OWNERLESS: Final = (Role.PROVIDER, Role.CENTRAL)


def roles_granting(permission: Permission) -> list[Role]:
    return [role for role, permissions in GRANTS.items() if permission in permissions]
