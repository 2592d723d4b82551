"""What a predicate may be given. Each check returns the value to use, or raises WrongValue."""

from collections.abc import Callable, Collection
from typing import Any

from django.utils.translation import gettext as _

Check = Callable[[Any], Any]


class WrongValue(ValueError):
    """Says what the value must be."""


def whole(lowest: int, highest: int) -> Check:
    """A whole number between two, both included."""

    def check(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            raise WrongValue(
                _("must be a whole number from %(lowest)d to %(highest)d")
                % {"lowest": lowest, "highest": highest}
            )
        return value

    return check


def codes(known: Collection[str] = ()) -> Check:
    """One or more codes, as a text or a list of texts; of those known, where they are given."""

    def check(value: object) -> tuple[str, ...]:
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not listed or not all(map(_is_code, listed)):
            raise WrongValue(_("must be a code or a list of codes"))
        if strange := [code for code in listed if known and code not in known]:
            raise WrongValue(
                _("“%(code)s” is unknown; the known ones are: %(known)s")
                % {"code": strange[0], "known": ", ".join(known)}
            )
        return tuple(dict.fromkeys(listed))

    return check


def code(known: Collection[str]) -> Check:
    """Exactly one of the known codes."""
    several = codes(known)

    def check(value: object) -> str:
        if not isinstance(value, str):
            raise WrongValue(_("must be one of: %(known)s") % {"known": ", ".join(known)})
        [one] = several(value)
        return str(one)

    return check


def sets_of_codes(value: object) -> tuple[tuple[str, ...], ...]:
    """A list of lists of codes: codes in one list count as the same."""
    if not isinstance(value, list) or not value:
        raise WrongValue(_("must be a list of lists of codes"))
    return tuple(codes()(one) for one in value)


def _is_code(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 50
