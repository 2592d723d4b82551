from substitutes.views.bookings import answer, booking
from substitutes.views.orders import book, hours, order, orders, unbook

__all__ = ["answer", "book", "booking", "hours", "order", "orders", "unbook"]
