from substitutes.views.bookings import answer, booking
from substitutes.views.money import give_money_back, set_money_aside
from substitutes.views.orders import book, cancel, hours, order, orders, unbook

__all__ = [
    "answer",
    "book",
    "booking",
    "cancel",
    "give_money_back",
    "hours",
    "order",
    "orders",
    "set_money_aside",
    "unbook",
]
