"""The distribution as data: what goes in and what comes out, and its canonical JSON.

No Django, no clock, no randomness: anyone with the JSON can compute the same plan. Amounts are
whole øre. The format is described in docs/distribution.md.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Pot:
    """An earmark: what is left in it and what it may be used for (no sectors: all)."""

    key: int
    available_ore: int
    scheme: str
    staff_groups: tuple[str, ...]
    sectors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """One ranked application. Rank 1 is served first; run is the course run's key."""

    key: int
    rank: int
    amount_ore: int
    scheme: str
    staff_group: str
    sector: str
    run: int
    recommended: bool


@dataclass(frozen=True, slots=True)
class Problem:
    pots: tuple[Pot, ...]
    claims: tuple[Claim, ...]
    seats: Mapping[int, int]  # course run -> seats left


@dataclass(frozen=True, slots=True)
class Answer:
    """What a claim gets. `reason` holds the figures the sentence for `code` needs."""

    key: int
    outcome: str  # granted | waiting_list | rejected
    code: str
    pot: int | None = None
    amount_ore: int = 0
    waiting_place: int | None = None
    reason: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    method: str
    answers: tuple[Answer, ...]


def problem_to_json(problem: Problem) -> dict[str, Any]:
    return {
        "pots": [asdict(pot) for pot in problem.pots],
        "claims": [asdict(claim) for claim in problem.claims],
        "seats": {str(run): left for run, left in sorted(problem.seats.items())},
    }


def problem_from_json(data: Mapping[str, Any]) -> Problem:
    """Raises KeyError or TypeError on data that is not a problem."""
    pots = tuple(
        Pot(**{**pot, "staff_groups": tuple(pot["staff_groups"]), "sectors": tuple(pot["sectors"])})
        for pot in data["pots"]
    )
    claims = tuple(Claim(**claim) for claim in data["claims"])
    seats = {int(run): int(left) for run, left in data["seats"].items()}
    return Problem(pots=pots, claims=claims, seats=seats)


def plan_to_json(plan: Plan) -> dict[str, Any]:
    return {
        "method": plan.method,
        "answers": [{**asdict(a), "reason": dict(a.reason)} for a in plan.answers],
    }


def canonical(data: Any) -> str:
    """One way to write it: sorted keys, no spaces."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def fingerprint(problem: Mapping[str, Any], plan: Mapping[str, Any]) -> str:
    """SHA-256 over problem and plan together."""
    return hashlib.sha256(canonical([problem, plan]).encode()).hexdigest()
