from django.urls import path

from staff.views import import_keys as keys
from staff.views import imports as views

app_name = "imports"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("new/columns/", views.meanings, name="meanings"),
    path("new/template/", views.template, name="template"),
    path("keys/new/", keys.new, name="new_key"),
    path("keys/<int:pk>/revoke/", keys.revoke, name="revoke_key"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/columns/", views.columns, name="columns"),
    path("<int:pk>/check/", views.check, name="check"),
    path("<int:pk>/apply/", views.apply, name="apply"),
    path("<int:pk>/undo/", views.undo, name="undo"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<int:pk>/problems/", views.problems, name="problems"),
]
