"""The sentence each applicant gets. The engine gives codes and figures; here they become words."""

from typing import Any

from django.utils.translation import gettext as _

from distribution.models import Line
from staff.money import kroner


def sentence(line: Line) -> str:
    """Why, for one line, in the active language. Needs line.earmark for a grant."""
    figures: dict[str, Any] = {
        "place": line.place,
        "earmark": line.earmark,
        "amount": kroner(line.amount_ore),
        "waiting_place": line.waiting_place,
        "needed": kroner(line.reason.get("needed_ore", 0)),
        "left": kroner(line.reason.get("left_ore", 0)),
    }
    return _text(line.reason_code) % figures


def _text(code: str) -> str:
    texts = {
        "by_rank": _(
            "Your application was ranked as number %(place)s, and the earmark “%(earmark)s” "
            "had room for it. %(amount)s has been set aside."
        ),
        "no_money": _(
            "Your application was ranked as number %(place)s. It needed %(needed)s, and when its "
            "turn came %(left)s was left in the earmark that could pay for it. You are number "
            "%(waiting_place)s on the waiting list."
        ),
        "no_seat": _(
            "Your application was ranked as number %(place)s. All seats on the course were taken "
            "when its turn came. You are number %(waiting_place)s on the waiting list."
        ),
        "no_source": _(
            "Your employer has no earmarked money this year for your staff group in the scheme "
            "you applied for. This is not a judgement of your application."
        ),
        "not_recommended": _(
            "Your leader did not recommend the application, and the owner has followed the advice. "
            "You can read the leader’s reason in the case."
        ),
    }
    return texts[code]
