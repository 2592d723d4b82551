"""Needs and advice per trade."""

from django.urls import path

from catalogue.views import trades

app_name = "trades"
urlpatterns = [
    path("", trades.index, name="index"),
    path("post/", trades.post, name="post"),
    path("<int:pk>/withdraw/", trades.withdraw, name="withdraw"),
]
