from django.urls import path

from staff.views import conflicts, roles, stand_ins

app_name = "roles"
urlpatterns = [
    path("", roles.index, name="index"),
    path("mine/", roles.mine, name="mine"),
    path("<int:pk>/", roles.detail, name="detail"),
    path("<int:pk>/end/", roles.end, name="end"),
    path("<int:pk>/keep/", roles.keep, name="keep"),
    path("<int:pk>/stand-in/", stand_ins.find, name="find_stand_in"),
    path("<int:pk>/stand-in/<int:user>/", stand_ins.name, name="name_stand_in"),
    path("<int:pk>/stand-in/end/", stand_ins.end, name="end_stand_in"),
    path("owners/<int:owner>/appoint/", roles.find, name="find"),
    path("owners/<int:owner>/appoint/<int:user>/", roles.appoint, name="appoint"),
    path("owners/<int:owner>/conflicts/", conflicts.find, name="find_conflict"),
    path("owners/<int:owner>/conflicts/<int:user>/", conflicts.declare, name="declare_conflict"),
    path("conflicts/<int:pk>/withdraw/", conflicts.withdraw, name="withdraw_conflict"),
]
