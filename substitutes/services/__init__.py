"""The verbs of cover: one function each, one transaction each."""

from substitutes.services.booking import answer_offer, book, unbook
from substitutes.services.hours import confirm_hours
from substitutes.services.money import give_money_back, set_money_aside
from substitutes.services.ordering import cancel, end_cover, order, order_for_placement

__all__ = [
    "answer_offer",
    "book",
    "cancel",
    "confirm_hours",
    "end_cover",
    "give_money_back",
    "order",
    "order_for_placement",
    "set_money_aside",
    "unbook",
]
