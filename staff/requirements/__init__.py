"""Requirements as data: a tree in JSON, asked of what is known about a person.

Used for the roads to a qualification, and for what a course demands of those who enter it. Knows
no database; see docs/roads.md for how a tree is written.
"""

from staff.requirements.answers import Answer, Demand, Line, demands, evaluate, is_met
from staff.requirements.facts import Facts, Learned, Post, practice_months
from staff.requirements.trees import BadTree, Problem, Purpose, parse
from staff.requirements.words import Names

__all__ = [
    "Answer",
    "BadTree",
    "Demand",
    "Facts",
    "Learned",
    "Line",
    "Names",
    "Post",
    "Problem",
    "Purpose",
    "demands",
    "evaluate",
    "is_met",
    "parse",
    "practice_months",
]
