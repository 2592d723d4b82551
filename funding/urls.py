from django.urls import path

from funding import views

app_name = "funding"
urlpatterns = [
    path("", views.index, name="index"),
    path("earmarks/<int:pk>/", views.earmark, name="earmark"),
    path("grants/new/", views.new_grant, name="new_grant"),
    path("grants/<int:pk>/earmark/", views.new_earmark, name="new_earmark"),
]
