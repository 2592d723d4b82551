"""What follows when somebody leaves, in sentences for the page that asks once more."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from staff import formats, questions
from staff.importing.words import consequence
from staff.models import Employee


def what_follows(employee: Employee, last_day: datetime.date) -> list[str]:
    """What ends by itself, then what every room above says follows."""
    day = formats.day(last_day)
    lines = [
        _("Positions at %(owner)s end %(day)s.") % {"owner": employee.owner, "day": day},
        _("Roles held there, and those who stand in for them, end the same day."),
    ]
    answers: list[Mapping[int, list[Any]]] = questions.ask(
        "consequences_of_leaving", employee_ids=[employee.pk], on=last_day
    )
    found = [line for answer in answers for line in answer.get(employee.pk, [])]
    return lines + [consequence(line) for line in found]
