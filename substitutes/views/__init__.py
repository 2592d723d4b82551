from substitutes.views.bookings import answer, booking
from substitutes.views.orders import book, cancel, hours, order, orders, unbook

__all__ = ["answer", "book", "booking", "cancel", "hours", "order", "orders", "unbook"]
