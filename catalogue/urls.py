from django.urls import path

from catalogue.views import finding

app_name = "catalogue"
urlpatterns = [
    path("", finding.index, name="index"),
    path("compare/", finding.compare, name="compare"),
    path("runs/<int:pk>/", finding.run, name="run"),
]
