"""The finance officer's first page: grants and earmarks, payments due, the latest transfers."""

from dataclasses import dataclass
from typing import Any

from applications import policy
from applications.models import Participation
from applications.queries.participation import unpaid_terms
from applications.services.following import term_amounts
from funding import policy as money_policy
from funding.queries import earmark_lines, grant_lines, latest_transfers, story, total_of
from staff.http import StaffRequest
from staff.models import User
from staff.money import Ore
from staff.verdict import Verdict

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Due:
    """A confirmed term that is to be paid."""

    participation: Participation
    amount_ore: Ore
    may_pay: Verdict


def context(request: StaffRequest) -> dict[str, Any]:
    """For the owner one acts for."""
    owner_id = request.acting.owner_id if request.acting else None
    if owner_id is None:
        return {}
    earmarks = earmark_lines([owner_id], groups=False)
    year = max((line.earmark.year for line in earmarks), default=None)
    this_year = [line for line in earmarks if line.earmark.year == year]
    unpaid = unpaid_terms(owner_id)
    return {
        "year": year,
        "earmarks": this_year,
        "year_money": total_of(this_year),
        "grants": grant_lines(owner_id, earmarks),
        "money": total_of(earmarks),
        "due": _due(request.user, list(unpaid[:SHOWN])),
        "due_count": unpaid.count(),
        "lines": story(request.user, latest_transfers([owner_id], SHOWN)),
        "may_register": money_policy.may_register_grant(request.user, owner_id),
    }


def _due(user: User, terms: list[Participation]) -> list[Due]:
    return [
        Due(
            term,
            sum(term_amounts(term.application, term.term).values()),
            policy.may_pay_term(user, term.application),
        )
        for term in terms
    ]
