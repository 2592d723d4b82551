"""What follows for cover when something happens to a placement: answered by the room above."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cover:
    """How the cover of a placement stands, and what would become of it. Sentences.

    `url` is its page where the reader may see it. A sentence is empty where nothing follows.
    """

    now: str
    if_cancelled: str = ""
    if_completed: str = ""
    url: str = ""
