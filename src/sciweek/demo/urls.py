"""Addresses of the demo; answered only where the demo is served."""

from django.urls import path

from sciweek.demo import site

app_name = "demo"
urlpatterns = [
    path("", site.trail, name="trail"),
    path("as/", site.sign_in_as, name="sign_in_as"),
]
