from django.urls import path

from catalogue.views import calendar, workload

app_name = "calendar"
urlpatterns = [
    path("", calendar.index, name="index"),
    path("address/", calendar.address, name="address"),
    path("address/new/", calendar.new_address, name="new_address"),
    path("address/stop/", calendar.stop_address, name="stop_address"),
    path("feed/<str:token>.ics", calendar.feed, name="feed"),
    path("runs/<int:pk>.ics", calendar.run_ical, name="run_ical"),
    path("runs/<int:pk>/workload/", workload.workload, name="workload"),
]
