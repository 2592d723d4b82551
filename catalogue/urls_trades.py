from django.urls import URLPattern

app_name = "trades"
urlpatterns: list[URLPattern] = []
