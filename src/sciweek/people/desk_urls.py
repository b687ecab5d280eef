"""Staff addresses of the room."""

from django.urls import path

from sciweek.people.desk import account, invitations, units

app_name = "people"
urlpatterns = [
    path("units/", units.units, name="units"),
    path("units/new/", units.new_unit, name="new_unit"),
    path("units/import/", units.import_units, name="import"),
    path("units/import/blank.xlsx", units.blank_sheet, name="blank_sheet"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("units/<int:pk>/change/", units.change_unit, name="change_unit"),
    path("units/<int:pk>/contact/", units.change_contact, name="change_contact"),
    path("units/<int:pk>/move/", units.move_unit, name="move_unit"),
    path("units/<int:pk>/close/", units.close_unit, name="close_unit"),
    path("units/<int:pk>/invite/", invitations.invite, name="invite"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/<int:pk>/", invitations.invitation, name="invitation"),
    path("invitations/<int:pk>/revoke/", invitations.revoke, name="revoke"),
    path("people/", invitations.people, name="people"),
    path("people/<int:pk>/", invitations.membership, name="membership"),
    path("people/<int:pk>/end/", invitations.end, name="end"),
    path("people/<int:pk>/lock/", invitations.lock, name="lock"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/act-as/", account.act_as, name="act_as"),
]
