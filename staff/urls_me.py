from django.urls import path

from staff.views import me, me_data, me_qualifications, me_teaching, roads

app_name = "me"
urlpatterns = [
    path("", me.profile, name="profile"),
    path("contact/", me.contact, name="contact"),
    path("notifications/", me.notifications, name="notifications"),
    path("wrong/", me.ask_correction, name="ask_correction"),
    path("subjects/", me_teaching.subjects, name="subjects"),
    path("subjects/<int:pk>/add/", me_teaching.teach, name="teach"),
    path("subjects/<int:pk>/remove/", me_teaching.stop_teaching, name="stop_teaching"),
    path("qualifications/new/", me_qualifications.kinds, name="add_qualification"),
    path("qualifications/new/<str:kind>/", me_qualifications.new, name="new_qualification"),
    path("qualifications/<int:pk>/", me_qualifications.change, name="change_qualification"),
    path("qualifications/<int:pk>/remove/", me_qualifications.remove, name="remove_qualification"),
    path("data/", me_data.data, name="data"),
    path("data/json/", me_data.data_json, name="data_json"),
    path("data/pdf/", me_data.order_pdf, name="data_pdf"),
    path("data/copies/<int:pk>/", me_data.copy, name="data_copy"),
    path("data/about/<str:key>/", me_data.held, name="data_held"),
    path("roads/", roads.index, name="roads"),
    path("roads/<int:pk>/", roads.road, name="road"),
    path("roads/<int:pk>/start/", roads.start, name="start_road"),
    path("roads/taken/<int:pk>/progress/", roads.progress, name="road_progress"),
    path("roads/taken/<int:pk>/end/", roads.end, name="end_road"),
]
