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
    COURSE_ORDER = auto()
    ORDER_READ = auto()
    PLACEMENT_READ = auto()
    PLACEMENT_SIGN = auto()
    TRADE_ADVISE = auto()
    PROVIDER_KEEP = auto()
    RETURN_SET = auto()
    STUDY_CHECK = auto()
    COUNTRY_READ = auto()
    ROUND_READ = auto()
    CONSULTATION_READ = auto()
    COVER_READ = auto()
    STAFF_READ = auto()
    STAFF_IMPORT = auto()
    QUALIFICATION_VERIFY = auto()
    CORRECTION_ANSWER = auto()
    ORGANISATION_EDIT = auto()
    ROLE_READ = auto()
    ROLE_APPOINT = auto()
    STAND_IN_NAME = auto()
    AUDIT_READ = auto()


class Role(models.TextChoices):
    EMPLOYEE = "employee", _("Employee")
    LEADER = "leader", _("Leader")
    DEPUTY = "deputy", _("Deputy leader")
    OWNER_OFFICER = "owner_officer", _("Owner’s case officer")
    FINANCE = "finance", _("Finance officer")
    UNION_REP = "union_rep", _("Union representative")
    UNION_WORKPLACE_REP = "union_workplace_rep", _("Union representative at a workplace")
    PROVIDER = "provider", _("Provider contact")
    TRAINING_BOARD = "training_board", _("Vocational training board")
    CENTRAL = "central", _("Central grant-giver")
    SUBSTITUTE = "substitute", _("Substitute")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


GRANTS: Final[Mapping[Role, Set[Permission]]] = {
    Role.EMPLOYEE: {Permission.APPLY, Permission.REPORT_READ},
    Role.LEADER: {
        Permission.APPLICATION_READ,
        Permission.APPLICATION_RECOMMEND,
        Permission.COVER_ORDER,
        Permission.COVER_BOOK,
        Permission.COVER_READ,
        Permission.HOURS_CONFIRM,
        Permission.REPORT_READ,
        Permission.STAFF_READ,
        Permission.QUALIFICATION_VERIFY,
        Permission.STAND_IN_NAME,
        Permission.COURSE_ORDER,
        Permission.ORDER_READ,
        Permission.PLACEMENT_READ,
        Permission.PLACEMENT_SIGN,
    },
    # Runs the workplace from day to day; recommending is the leader's, or a stand-in's.
    Role.DEPUTY: {
        Permission.APPLICATION_READ,
        Permission.COVER_ORDER,
        Permission.COVER_BOOK,
        Permission.COVER_READ,
        Permission.HOURS_CONFIRM,
        Permission.REPORT_READ,
        Permission.STAFF_READ,
        Permission.ORDER_READ,
        Permission.PLACEMENT_READ,
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
        Permission.ROUND_READ,
        Permission.CONSULTATION_READ,
        Permission.COVER_READ,
        Permission.STAFF_READ,
        Permission.QUALIFICATION_VERIFY,
        Permission.CORRECTION_ANSWER,
        Permission.ORGANISATION_EDIT,
        Permission.ROLE_READ,
        Permission.STAND_IN_NAME,
        Permission.COURSE_ORDER,
        Permission.ORDER_READ,
        Permission.PLACEMENT_READ,
        Permission.PROVIDER_KEEP,
        Permission.RETURN_SET,
        Permission.STUDY_CHECK,
    },
    Role.FINANCE: {
        Permission.STAND_IN_NAME,
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
        Permission.ORDER_READ,
        Permission.STAND_IN_NAME,
    },
    # Sees what the main representative has taken part in, as figures of the whole owner; and the
    # orders of the workplace, with what is written there of what its representatives said.
    Role.UNION_WORKPLACE_REP: {
        Permission.REPORT_READ,
        Permission.ORDER_READ,
        Permission.STAND_IN_NAME,
    },
    Role.PROVIDER: {Permission.COURSE_DELIVER},
    # Advises the county: it sees the figures, never a person's case.
    Role.TRAINING_BOARD: {Permission.REPORT_READ, Permission.TRADE_ADVISE},
    Role.CENTRAL: {
        Permission.COUNTRY_READ,
        Permission.PROVIDER_KEEP,
        Permission.RETURN_SET,
    },
    Role.SUBSTITUTE: {Permission.OFFER_ANSWER},
    # Reads all of an owner and changes nothing.
    Role.AUDITOR: {
        Permission.APPLICATION_READ,
        Permission.ROUND_READ,
        Permission.PROPOSAL_READ,
        Permission.CONSULTATION_READ,
        Permission.MONEY_READ,
        Permission.COVER_READ,
        Permission.REPORT_READ,
        Permission.STAFF_READ,
        Permission.ROLE_READ,
        Permission.AUDIT_READ,
        Permission.ORDER_READ,
        Permission.PLACEMENT_READ,
    },
    # Keeps people, places and roles in order; sees no case and no money.
    Role.ADMINISTRATOR: {
        Permission.STAFF_READ,
        Permission.STAFF_IMPORT,
        Permission.CORRECTION_ANSWER,
        Permission.ORGANISATION_EDIT,
        Permission.ROLE_READ,
        Permission.ROLE_APPOINT,
        Permission.AUDIT_READ,
    },
}
# Roles that belong to no single owner.
OWNERLESS: Final = (Role.PROVIDER, Role.CENTRAL)
# These follow a post or a place in the pool: nobody is appointed to them.
FOLLOWS_A_POST: Final = (Role.EMPLOYEE, Role.SUBSTITUTE)
# What an owner's administrator appoints people to.
APPOINTED: Final = tuple(role for role in Role if role not in (*OWNERLESS, *FOLLOWS_A_POST))
AT_A_WORKPLACE: Final = (Role.LEADER, Role.DEPUTY, Role.UNION_WORKPLACE_REP)
FOR_A_UNION: Final = (Role.UNION_REP, Role.UNION_WORKPLACE_REP)


def roles_granting(permission: Permission) -> list[Role]:
    return [role for role, permissions in GRANTS.items() if permission in permissions]
