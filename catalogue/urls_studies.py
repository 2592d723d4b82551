from django.urls import path

from catalogue.views import studies

app_name = "studies"
urlpatterns = [
    path("", studies.index, name="index"),
    path("new/", studies.propose, name="propose"),
    path("<int:pk>/", studies.detail, name="detail"),
]
