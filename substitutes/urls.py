from django.urls import path

from substitutes import views

app_name = "substitutes"
urlpatterns = [
    path("", views.orders, name="orders"),
    path("orders/<int:pk>/", views.order, name="order"),
    path("orders/<int:pk>/book/", views.book, name="book"),
    path("orders/<int:pk>/unbook/", views.unbook, name="unbook"),
    path("orders/<int:pk>/cancel/", views.cancel, name="cancel"),
    path("orders/<int:pk>/hours/", views.hours, name="hours"),
    path("orders/<int:pk>/money/", views.set_money_aside, name="set_money_aside"),
    path("orders/<int:pk>/money/back/", views.give_money_back, name="give_money_back"),
    path("bookings/<int:pk>/", views.booking, name="booking"),
    path("bookings/<int:pk>/answer/", views.answer, name="answer"),
]
