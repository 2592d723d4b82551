"""By rank within each earmark's purpose, never above its balance.

The list is walked once, first rank first. Each claim takes the fitting pot with the most left; it
is passed over only when it fits nowhere, and the reason is kept. Someone further down may then be
served from what is left: that never takes anything from the one passed over.
"""

from distribution.engine.model import Answer, Claim, Plan, Pot, Problem

METHOD = "by_rank"


def solve(problem: Problem) -> Plan:
    """The plan for a problem: one answer per claim, in rank order."""
    left = {pot.key: pot.available_ore for pot in problem.pots}
    seats = dict(problem.seats)
    waiting = 0
    answers = []
    for claim in sorted(problem.claims, key=lambda claim: (claim.rank, claim.key)):
        answer = _answer(claim, problem.pots, left, seats, waiting)
        if answer.pot is not None:
            left[answer.pot] -= claim.amount_ore
            seats[claim.run] = seats.get(claim.run, 0) - 1
        if answer.outcome == "waiting_list":
            waiting += 1
        answers.append(answer)
    return Plan(METHOD, tuple(answers))


def fits(pot: Pot, claim: Claim) -> bool:
    """Whether the pot's purpose covers the claim."""
    return (
        pot.scheme == claim.scheme
        and claim.staff_group in pot.staff_groups
        and (not pot.sectors or claim.sector in pot.sectors)
    )


def _answer(
    claim: Claim,
    pots: tuple[Pot, ...],
    left: dict[int, int],
    seats: dict[int, int],
    waiting: int,
) -> Answer:
    fitting = [pot for pot in pots if fits(pot, claim)]
    if not fitting:
        return Answer(claim.key, "rejected", "no_source")
    if not claim.recommended:
        return Answer(claim.key, "rejected", "not_recommended")
    if seats.get(claim.run, 0) < 1:
        return Answer(claim.key, "waiting_list", "no_seat", waiting_place=waiting + 1)
    best = max(fitting, key=lambda pot: (left[pot.key], -pot.key))
    if left[best.key] < claim.amount_ore:
        figures = (("needed_ore", claim.amount_ore), ("left_ore", left[best.key]))
        return Answer(
            claim.key, "waiting_list", "no_money", waiting_place=waiting + 1, reason=figures
        )
    return Answer(claim.key, "granted", "by_rank", pot=best.key, amount_ore=claim.amount_ore)
