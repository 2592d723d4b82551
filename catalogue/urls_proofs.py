from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "proofs"


def pending(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("<uuid:key>/", pending, name="detail")]
