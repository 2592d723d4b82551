from django.urls import include, path

from mock_idp import views

urlpatterns = [
    path("identity/o/authorize", views.authorize),
    path("style.css", views.style),
    path("", include("allauth.idp.urls")),
    path("choose/", views.choose, name="account_login"),
    # Asked for with prompt=login: here that is the same page.
    path("choose/again/", views.choose, name="account_reauthenticate"),
]
