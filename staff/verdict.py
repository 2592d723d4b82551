from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Verdict:
    """A yes, or a no with the reason we would give the person asking."""

    allowed: bool
    reason: str | Promise = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(allowed=True)


def refused(reason: str | Promise) -> Verdict:
    return Verdict(allowed=False, reason=reason)


def require(verdict: Verdict) -> None:
    """Raises PermissionDenied with the verdict's reason."""
    if not verdict:
        raise PermissionDenied(str(verdict.reason))


class Refusal(Exception):
    """A rule says no to something the person otherwise may do; the text is for the person."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(str(reason))
