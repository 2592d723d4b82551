from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "catalogue"


def pending(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("runs/<int:pk>/", pending, name="run")]
