from django.urls import path

from catalogue.views import (
    providing,
    providing_courses,
    providing_providers,
    providing_results,
    providing_runs,
    providing_seats,
)

app_name = "providing"
urlpatterns = [
    path("", providing.index, name="index"),
    path("courses/", providing.courses, name="courses"),
    path("seats/", providing.seats, name="seats"),
    path("results/", providing.results, name="results"),
    path("courses/new/<int:pk>/", providing_courses.new_course, name="new_course"),
    path("courses/<int:pk>/", providing_courses.course, name="course"),
    path("courses/<int:pk>/change/", providing_courses.change_course, name="change_course"),
    path("courses/<int:pk>/runs/new/", providing_runs.new_run, name="new_run"),
    path("runs/<int:pk>/", providing_runs.run, name="run"),
    path("runs/<int:pk>/change/", providing_runs.change_run, name="change_run"),
    path("runs/<int:pk>/sessions/", providing_runs.sessions, name="sessions"),
    path("runs/<int:pk>/cancel/", providing_runs.cancel_run, name="cancel_run"),
    path("runs/<int:pk>/seats/", providing_seats.run_seats, name="run_seats"),
    path("runs/<int:pk>/seats/confirm/", providing_seats.confirm_seats, name="confirm_seats"),
    path("runs/<int:pk>/seats/csv/", providing_seats.participants_csv, name="participants_csv"),
    path("runs/<int:pk>/results/", providing_results.run_results, name="run_results"),
    path("seats/<int:pk>/confirm/", providing_seats.confirm_seat, name="confirm_seat"),
    path("seats/<int:pk>/refuse/", providing_seats.refuse_seat, name="refuse_seat"),
    path("seats/<int:pk>/give-up/", providing_seats.release_seat, name="release_seat"),
    path("mine/", providing_providers.mine, name="mine"),
    path("providers/", providing_providers.providers, name="providers"),
    path("providers/new/", providing_providers.register, name="register"),
    path("providers/<int:pk>/", providing_providers.provider, name="provider"),
    path("providers/<int:pk>/change/", providing_providers.change_provider, name="change_provider"),
    path(
        "providers/<int:pk>/contacts/new/",
        providing_providers.appoint_contact,
        name="appoint_contact",
    ),
    path("contacts/<int:pk>/end/", providing_providers.end_contact, name="end_contact"),
]
