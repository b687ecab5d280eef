"""Staff addresses of the room."""

from django.urls import path

from sciweek.report import desk

app_name = "report"
urlpatterns = [
    path("report/", desk.report, name="report"),
    path("report/draft/package.zip", desk.draft_package, name="draft_package"),
    path("report/draft/<str:key>", desk.draft_file, name="draft_file"),
]
