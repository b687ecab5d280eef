"""Staff addresses of the room."""

from django.urls import path

from sciweek.report import desk

app_name = "report"
urlpatterns = [
    path("report/", desk.report, name="report"),
    path("report/report.docx", desk.document, name="document"),
    path("report/data-book.xlsx", desk.data_book, name="data_book"),
]
