from django.urls import URLPattern

app_name = "providing"
urlpatterns: list[URLPattern] = []
