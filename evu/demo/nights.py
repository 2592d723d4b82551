"""The night after the loading: the history so far is sealed, and the seal checked."""

import datetime

from audit import seals
from evu.demo.days import Date


def seal(today: Date) -> None:
    """Whatever happened before today."""
    seals.seal(today - datetime.timedelta(days=1))
    seals.check()
