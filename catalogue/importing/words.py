"""Sentences about problems in a file of courses."""

import datetime
from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.free_days import holiday_name
from staff import formats
from staff.importing.words import PROBLEMS as OF_ANY_FILE
from staff.importing.words import Problem

PROBLEMS: Final[Mapping[str, Promise]] = {
    **{
        code: OF_ANY_FILE[code]
        for code in ("missing", "too_long", "formula", "date", "date_range", "ends_before_start")
    },
    "choice": _("“%(value)s” is not one of: %(choices)s."),
    "yes_no": _("“%(value)s” is neither yes nor no."),
    "count": _("“%(value)s” is not a whole number from %(least)s to %(most)s."),
    "load": _("“%(value)s” is not a percentage of full-time study. Write for example 50 or 37,5."),
    "price": _("“%(value)s” is not a price in kroner. Write the number, for example 12 500."),
    "url": _("“%(value)s” is not an address. It begins with https:// or http://."),
    "session": _(
        "“%(value)s” is not a session. Write day, from and to, for example 20.01.2027 09:00-15:00."
    ),
    "session_backwards": _("The session “%(value)s” ends before it starts."),
    "session_outside": _("The session on %(day)s is outside the course."),
    "session_overlap": _("Two sessions on %(day)s are at the same time."),
    "unknown_course": _(
        "No course of yours has this code, and there is no title to make a new one of."
    ),
    "credits_without": _("A course without credits cannot have %(value)s credits."),
    "title_taken": _("Another course of yours has this title. Use its code, or another title."),
    "course_left_out": _("The course is left out because of row %(row)s, and this run with it."),
    "course_twice": _("Row %(row)s is about the same course. Use its code in both."),
    "run_twice": _("Row %(row)s is the same course run."),
    "run_taken": _("Another run of the course starts that day in that place."),
    "apply_after_start": _("One applies before the course starts."),
    "seats_given": _("%(given)s seats are given already; there cannot be fewer."),
    "has_participants": _(
        "Somebody has a seat or asks for one. Change this on our pages, so that they are told."
    ),
    "cancelled_run": _("The course run is cancelled, and a file does not bring it back."),
    "ordered_run": _("The course run was ordered by somebody, and follows what was agreed."),
}
# The row counts all the same.
WARNINGS: Final[Mapping[str, Promise]] = {
    "unknown_subject": _("“%(value)s” is no subject we know, and was left out. Use Grep codes."),
    "unknown_group": _("“%(value)s” is no staff group we know, and was left out."),
    "session_on_holiday": _("The session on %(day)s is on a public holiday: %(holiday)s."),
    "course_differs": _("Row %(row)s says something else about the same course; it counts."),
}


def is_warning(problem: Problem) -> bool:
    """Whether the row counts all the same."""
    return problem.code in WARNINGS


def sentence(problem: Problem) -> str:
    """What is wrong, in the reader's language. Row and column stand beside it."""
    text = PROBLEMS.get(problem.code) or WARNINGS[problem.code]
    params = dict(problem.params)
    if "day" in params:
        day = datetime.date.fromisoformat(params["day"])
        params |= {"day": formats.day(day), "holiday": holiday_name(day)}
    return str(text) % params
