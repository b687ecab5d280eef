"""Root addresses. Each room brings its own; a room's staff pages stand under `/desk/`."""

from django.urls import include, path

urlpatterns = [
    path("", include("sciweek.site.urls")),
    path("", include("sciweek.people.urls")),
    path("desk/", include("sciweek.desk.urls")),
    path("desk/", include("sciweek.people.desk_urls")),
    path("desk/", include("sciweek.campaigns.urls")),
    path("desk/", include("sciweek.materials.urls")),
    path("desk/", include("sciweek.returns.urls")),
    path("desk/", include("sciweek.report.urls")),
    path("demo/", include("sciweek.demo.urls")),
]

handler400 = "sciweek.pages.errors.bad_request"
handler403 = "sciweek.pages.errors.forbidden"
handler404 = "sciweek.pages.errors.not_found"
handler500 = "sciweek.pages.errors.server_error"
