from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "feeds"


def pending(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("<int:pk>/", pending, name="detail"),
    path("feed/<int:provider>/", pending, name="feed"),
]
