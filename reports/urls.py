from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.index, name="index"),
    path("rounds/<int:pk>/", views.round_report, name="round"),
    path("rounds/<int:pk>/csv/", views.round_csv, name="round_csv"),
    path("rounds/<int:pk>/pdf/", views.round_pdf, name="round_pdf"),
    path("files/<int:pk>/", views.export, name="export"),
]
