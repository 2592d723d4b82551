from django.urls import path

from catalogue.views import feed, files, files_steps

app_name = "feeds"
urlpatterns = [
    path("", files.index, name="index"),
    path("columns/", files.meanings, name="meanings"),
    path("template/", files.template, name="template"),
    path("provider/<int:pk>/new/", files.new, name="new"),
    path("provider/<int:pk>/feed/", feed.feed, name="feed"),
    path("provider/<int:pk>/feed/ask/", feed.ask, name="ask"),
    path("provider/<int:pk>/feed/drop/", feed.drop, name="drop"),
    path("<int:pk>/", files.detail, name="detail"),
    path("<int:pk>/check/", files_steps.check, name="check"),
    path("<int:pk>/apply/", files_steps.apply, name="apply"),
    path("<int:pk>/undo/", files_steps.undo, name="undo"),
    path("<int:pk>/discard/", files_steps.discard, name="discard"),
    path("<int:pk>/problems/", files.problems, name="problems"),
]
