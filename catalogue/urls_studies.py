from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "studies"


def pending(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("<int:pk>/", pending, name="detail")]
