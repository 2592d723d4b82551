from django.urls import path

from catalogue.views import entry as views

app_name = "entry"
urlpatterns = [
    path("shutting-out/", views.shutting_out_list, name="shutting_out"),
    path("<int:pk>/", views.edit, name="edit"),
]
