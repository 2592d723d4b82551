"""Questions asked from below and answered by every room above. Who answers: `evu/wiring.py`."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


def ask(question: str, **about: Any) -> list[Any]:
    """The answers of all rooms to one question, in the order of the table."""
    return [answer(**about) for answer in _answerers(question)]


@cache
def _answerers(question: str) -> list[Callable[..., Any]]:
    table: Mapping[str, tuple[str, ...]] = import_string(settings.QUESTIONS)
    return [import_string(path) for path in table[question]]
