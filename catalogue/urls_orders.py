"""Tailored orders."""

from django.urls import path

from catalogue.views import (
    orders,
    orders_answers,
    orders_offers,
    orders_participants,
    orders_partners,
)

app_name = "orders"
urlpatterns = [
    path("", orders.index, name="index"),
    path("new/", orders.begin, name="begin"),
    path("new/<int:workplace>/", orders.new, name="new"),
    path("<int:pk>/", orders.detail, name="detail"),
    path("<int:pk>/change/", orders.change, name="change"),
    path("<int:pk>/cancel/", orders.cancel, name="cancel"),
    path("<int:pk>/workplaces/", orders_partners.find, name="find_partner"),
    path("<int:pk>/workplaces/<int:workplace>/ask/", orders_partners.ask, name="ask"),
    path("<int:pk>/shares/", orders_partners.shares, name="shares"),
    path(
        "<int:pk>/shares/by-participants/",
        orders_partners.share_by_participants,
        name="share_by_participants",
    ),
    path("workplaces/<int:pk>/join/", orders_partners.join, name="join"),
    path("workplaces/<int:pk>/decline/", orders_partners.decline, name="decline_to_join"),
    path("workplaces/<int:pk>/remove/", orders_partners.remove, name="remove_partner"),
    path("<int:pk>/invite/", orders_offers.invite, name="invite"),
    path("<int:pk>/more-time/", orders_offers.more_time, name="more_time"),
    path("<int:pk>/offers/", orders_offers.compare, name="compare"),
    path("offers/<int:pk>/accept/", orders_offers.accept, name="accept"),
    path("invitations/<int:pk>/", orders_answers.invitation, name="invitation"),
    path("invitations/<int:pk>/offer/", orders_answers.offer, name="offer"),
    path("invitations/<int:pk>/decline/", orders_answers.decline, name="decline"),
    path(
        "workplaces/<int:pk>/participants/",
        orders_participants.participants,
        name="participants",
    ),
    path(
        "workplaces/<int:pk>/participants/<int:user>/name/",
        orders_participants.name,
        name="name_participant",
    ),
    path(
        "workplaces/<int:pk>/participants/seats/<int:seat>/withdraw/",
        orders_participants.withdraw,
        name="withdraw_participant",
    ),
]
