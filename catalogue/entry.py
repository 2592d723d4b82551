"""What a course demands of those who enter it."""

from typing import Any

from django.core.exceptions import ValidationError

from staff.requirements import BadTree, Purpose, parse


def check_tree(tree: Any) -> None:
    """Raises ValidationError, line by line, for a tree of requirements that cannot be asked."""
    try:
        parse(tree or {}, Purpose.ENTRY)
    except BadTree as bad:
        raise ValidationError({"entry": [str(problem) for problem in bad.problems]}) from None
