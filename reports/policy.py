from django.utils.translation import gettext_lazy as _

from applications.models import Round
from applications.states import RoundState
from staff.access import owner_ids_anywhere
from staff.models import User
from staff.roles import Permission
from staff.verdict import ALLOWED, Verdict, refused


def may_read(user: User, round: Round) -> Verdict:
    if round.owner_id not in owner_ids_anywhere(user, Permission.REPORT_READ):
        return refused(_("The report is for those who work for the owner and for the unions."))
    if round.state not in (RoundState.DECIDED, RoundState.CLOSED):
        return refused(_("The report is made when the round is decided."))
    return ALLOWED
