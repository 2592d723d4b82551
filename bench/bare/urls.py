from django.http import HttpRequest, HttpResponse
from django.urls import path

from bench.bare.models import Workplace


def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One query, one line."""
    return HttpResponse(f"{Workplace.objects.get(pk=pk)}")


urlpatterns = [path("<int:pk>/", show)]
