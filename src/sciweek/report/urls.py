"""Staff addresses of the room."""

from django.urls import path

from sciweek.report.desk import cosigning, drafting, editions, layouts, own, pictures, report

app_name = "report"
urlpatterns = [
    path("report/", report.report, name="report"),
    path("report/edit/", drafting.edit, name="edit"),
    path("report/circulate/", cosigning.circulate, name="circulate"),
    path("report/cosign/", cosigning.cosign, name="cosign"),
    path("report/waive/<int:pk>/", cosigning.waive, name="waive"),
    path("report/issue/", cosigning.issue, name="issue"),
    path("report/editions/<int:pk>/", editions.edition, name="edition"),
    path("report/editions/<int:pk>/files/<int:file>/", editions.edition_file, name="edition_file"),
    path("report/pictures/", pictures.pictures, name="pictures"),
    path("report/pictures/chosen/", pictures.chosen, name="chosen"),
    path("report/layout/", layouts.layout, name="layout"),
    path("report/layout/filled/", layouts.layout_file, name="layout_file"),
    path("report/layout/original/", layouts.layout_original, name="layout_original"),
    path("report/own/", own.own, name="own"),
    path("report/own/package.zip", own.own_package, name="own_package"),
    path("report/own/<str:key>", own.own_file, name="own_file"),
    path("report/brief.<str:ending>", report.brief, name="brief"),
    path("report/draft/package.zip", report.draft_package, name="draft_package"),
    path("report/draft/<str:key>", report.draft_file, name="draft_file"),
]
