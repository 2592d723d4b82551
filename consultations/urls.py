from django.urls import path

from consultations import views

app_name = "consultations"
urlpatterns = [
    path("", views.index, name="index"),
    path("open/<int:proposal_pk>/", views.open_consultation, name="open"),
    path("<int:pk>/", views.detail, name="detail"),
    path("invitations/<int:pk>/state/", views.state, name="state"),
    path("statements/<int:pk>/answer/", views.answer, name="answer"),
    path("<int:pk>/close/", views.close, name="close"),
]
