"""Staff addresses of the room. `pk` is a unit's place on the roster, unless the address names a picture or a report."""

from django.urls import path

from sciweek.materials.desk import parts, pictures, reports

app_name = "materials"
urlpatterns = [
    path("materials/<int:pk>/", parts.unit, name="unit"),
    path("materials/<int:pk>/hand-in/", parts.hand_in, name="hand_in"),
    path("materials/<int:pk>/none/", parts.none, name="none"),
    path("materials/<int:pk>/reopen/", parts.reopen, name="reopen"),
    path("materials/<int:pk>/send-back/", parts.send_back, name="send_back"),
    path("materials/<int:pk>/pictures/", pictures.pictures, name="pictures"),
    path("materials/<int:pk>/media/", reports.media, name="media"),
    path("materials/<int:pk>/media/new/", reports.new_report, name="new_report"),
    path("materials/<int:pk>/media/import/", reports.import_reports, name="import_reports"),
    path("materials/pictures/", pictures.gallery, name="gallery"),
    path("materials/pictures/<int:pk>/", pictures.picture, name="picture"),
    path("materials/pictures/<int:pk>/remove/", pictures.remove, name="remove_picture"),
    path("materials/pictures/<int:pk>/thumb.jpg", pictures.picture_file, {"size": "thumb"}, name="thumb"),
    path("materials/pictures/<int:pk>/web.jpg", pictures.picture_file, {"size": "web"}, name="web"),
    path("materials/pictures/<int:pk>/original", pictures.picture_file, {"size": "original"}, name="original"),
    path("materials/media/", reports.reports, name="reports"),
    path("materials/media/blank.xlsx", reports.blank_sheet, name="blank_sheet"),
    path("materials/media/<int:pk>/", reports.report, name="report"),
    path("materials/media/<int:pk>/remove/", reports.remove, name="remove_report"),
    path("materials/media/<int:pk>/proof", reports.proof, name="proof"),
]
