"""How a course can be applied for: answered by the rooms above, shown on the page of a run."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Way:
    """One way to apply, with its address; or, without one, the reason why not (yet).

    `label` is the round, or the employer it is about.
    """

    label: str
    url: str = ""
    reason: str | Promise = ""
