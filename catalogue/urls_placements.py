"""Placements in a business."""

from django.urls import path

from catalogue.views import placements, placements_agreement, placements_going

app_name = "placements"
urlpatterns = [
    path("", placements.index, name="index"),
    path("offers/", placements.offers, name="offers"),
    path("new/", placements.wish, name="wish"),
    path("new/business/", placements.find_business, name="find_business"),
    path("<int:pk>/", placements.detail, name="detail"),
    path("<int:pk>/agreement/", placements_agreement.write, name="agreement"),
    path("<int:pk>/sign/", placements_agreement.sign, name="sign"),
    path("<int:pk>/agreement.pdf", placements_agreement.pdf, name="agreement_pdf"),
    path("<int:pk>/log/", placements_going.log, name="log"),
    path("<int:pk>/confirm/", placements_going.confirm, name="confirm"),
    path("<int:pk>/decline/", placements_going.decline, name="decline"),
    path("<int:pk>/cancel/", placements_going.cancel, name="cancel"),
]
