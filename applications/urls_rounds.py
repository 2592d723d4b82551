from django.urls import path

from applications.views import rounds

app_name = "rounds"
urlpatterns = [
    path("", rounds.index, name="index"),
    path("<int:pk>/", rounds.detail, name="detail"),
    path("<int:pk>/step/", rounds.step, name="step"),
    path("<int:pk>/queue/", rounds.queue, name="queue"),
    path("<int:pk>/ranking/", rounds.ranking, name="ranking"),
    path("<int:pk>/participants/", rounds.participants, name="participants"),
]
