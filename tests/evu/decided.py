"""A round taken to its end, for the pages that show figures of it."""

from applications.models import Round
from staff.models import Workplace
from tests.factories import (
    ApplicationFactory,
    PositionCodeFactory,
    RoundFactory,
    StaffGroupFactory,
    cases,
    employee_at,
)


def decided_round(workplace: Workplace, applicants: int) -> Round:
    """That many of one staff group at the workplace applied; one earmark paid for all of them."""
    round = RoundFactory(owner=workplace.owner)
    code = PositionCodeFactory(staff_group=StaffGroupFactory(name_nb="Yrkesfaglærere"))
    first = ApplicationFactory(round=round, position=employee_at(workplace, code=code))
    drafts = [first] + [
        ApplicationFactory(
            round=round,
            position=employee_at(workplace, code=code),
            scheme=first.scheme,
            course_run=first.course_run,
        )
        for _each in range(applicants - 1)
    ]
    done = [cases.recommended(cases.submitted(draft)) for draft in drafts]
    cases.earmark_for(done[0], amount_ore=sum(case.cost_ore for case in done))
    cases.final(cases.proposed(done))
    return cases.fresh(round)
