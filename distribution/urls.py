from django.urls import path

from distribution import views

app_name = "distribution"
urlpatterns = [
    path("", views.index, name="index"),
    path("rounds/<int:round_pk>/propose/", views.propose, name="propose"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/finalise/", views.finalise, name="finalise"),
    path("<int:pk>/problem.json", views.problem, name="problem"),
]
