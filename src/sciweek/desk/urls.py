"""Staff addresses of the face."""

from django.urls import path

from sciweek.desk import components, exports, home, records, system, upkeep

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", home.search, name="search"),
    path("exports/", exports.exports, name="exports"),
    path("exports/<int:pk>/file/", exports.export_file, name="export_file"),
    path("exports/<int:pk>/cancel/", exports.cancel, name="cancel_export"),
    path("exports/<int:pk>/remove/", exports.remove, name="remove_export"),
    path("outbox/", records.outbox, name="outbox"),
    path("outbox/<int:pk>/", records.message, name="message"),
    path("outbox/<int:pk>/retry/", records.retry, name="retry"),
    path("audit/", records.audit, name="audit"),
    path("sign-ins/", records.sign_ins, name="sign_ins"),
    path("system/", system.system, name="system"),
    path("components/", components.components, name="components"),
    path("system/divisions/", system.divisions, name="divisions"),
    path("system/divisions/import/", system.import_divisions, name="import_divisions"),
    path("system/divisions/aliases/", upkeep.aliases, name="aliases"),
    path("system/divisions/aliases/import/", upkeep.import_aliases, name="import_aliases"),
    path("system/divisions/changes/", upkeep.changes, name="changes"),
    path("system/divisions/changes/import/", upkeep.import_changes, name="import_changes"),
]
