from django.urls import path

from staff.views import codes, corrections, employment, organisation, people, qualifications, roads

app_name = "staff"
urlpatterns = [
    path("", people.index, name="index"),
    path("new/", employment.new_employee, name="new_employee"),
    path("<int:pk>/", people.person, name="person"),
    path("<int:pk>/positions/new/", employment.new_position, name="new_position"),
    path("<int:pk>/leave/", employment.leave, name="leave"),
    path("positions/<int:pk>/change/", employment.change_position, name="change_position"),
    path("positions/<int:pk>/end/", employment.end_position, name="end_position"),
    path("owner/", organisation.owner, name="owner"),
    path("workplaces/", organisation.workplaces, name="workplaces"),
    path("workplaces/new/", organisation.new_workplace, name="new_workplace"),
    path("workplaces/<int:pk>/", organisation.workplace, name="workplace"),
    path("workplaces/<int:pk>/change/", organisation.change_workplace, name="change_workplace"),
    path("workplaces/<int:pk>/close/", organisation.close_workplace, name="close_workplace"),
    path("workplaces/<int:pk>/open/", organisation.open_again, name="open_workplace"),
    path("workplaces/<int:pk>/take-name/", organisation.take_name, name="take_name"),
    path("workplaces/<int:pk>/keep-name/", organisation.keep_name, name="keep_name"),
    path("conditions/", roads.conditions, name="conditions"),
    path("roads/<int:pk>/confirm/", roads.confirm, name="confirm_road"),
    path("codes/", codes.codes, name="codes"),
    path("codes/new/", codes.new_code, name="new_code"),
    path("codes/<int:pk>/map/", codes.map_code, name="map_code"),
    path("codes/<int:pk>/end/", codes.end_code, name="end_code"),
    path("thresholds/", codes.thresholds, name="thresholds"),
    path("thresholds/<slug:code>/", codes.set_threshold, name="set_threshold"),
    path(
        "qualifications/<int:pk>/",
        qualifications.verify_qualification,
        name="verify_qualification",
    ),
    path(
        "qualifications/<int:pk>/document/",
        qualifications.qualification_document,
        name="qualification_document",
    ),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/<int:pk>/", corrections.answer_correction, name="answer_correction"),
]
