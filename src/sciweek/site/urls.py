"""Public addresses."""

from django.urls import path

from sciweek.site import home

app_name = "site"
urlpatterns = [
    path("", home.current, name="home"),
    path("c/<slug:slug>/", home.campaign, name="campaign"),
    path("past/", home.past, name="past"),
    path("accessibility/", home.accessibility, name="accessibility"),
    path("privacy/", home.privacy, name="privacy"),
    path("healthz", home.health, name="health"),
    path("robots.txt", home.robots, name="robots"),
]
