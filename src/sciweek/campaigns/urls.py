"""Staff addresses of the room."""

from django.urls import path

from sciweek.campaigns.desk import campaigns, dates, hosting, notices, papers, roster

app_name = "campaigns"
urlpatterns = [
    path("campaigns/", campaigns.campaigns, name="list"),
    path("campaigns/new/", campaigns.new_campaign, name="new"),
    path("campaigns/from-notice/", notices.from_notice, name="from_notice"),
    path("campaigns/<slug:slug>/", campaigns.campaign, name="campaign"),
    path("campaigns/<slug:slug>/edit/", campaigns.edit, name="edit"),
    path("campaigns/<slug:slug>/next/", campaigns.clone, name="clone"),
    path("campaigns/<slug:slug>/close/", campaigns.close, name="close"),
    path("campaigns/<slug:slug>/call/", roster.call, name="call"),
    path("campaigns/<slug:slug>/roster/", roster.roster, name="roster"),
    path("campaigns/<slug:slug>/roster/add/", roster.add, name="add"),
    path("campaigns/<slug:slug>/roster/<int:pk>/", roster.placement, name="placement"),
    path("campaigns/<slug:slug>/roster/<int:pk>/remove/", roster.remove, name="remove"),
    path("campaigns/<slug:slug>/roster/<int:pk>/extend/<int:assignment>/", dates.extend, name="extend"),
    path("campaigns/<slug:slug>/dates/", dates.dates_of, name="dates_of"),
    path("campaigns/<slug:slug>/dates/<int:pk>/", dates.set_date, name="set_date"),
    path("campaigns/<slug:slug>/remarks/", hosting.remarks, name="remarks"),
    path("campaigns/<slug:slug>/remarks/<int:pk>/", hosting.answer, name="answer"),
    path("campaigns/<slug:slug>/streams/<int:pk>/", hosting.stream, name="stream"),
    path("campaigns/<slug:slug>/notice/", papers.own_notice, name="own_notice"),
    path("campaigns/<slug:slug>/notice/edit/", papers.edit_notice, name="edit_notice"),
    path("campaigns/<slug:slug>/notice/circulate/", papers.circulate_notice, name="circulate_notice"),
    path("campaigns/<slug:slug>/notice/cosign/", papers.cosign_notice, name="cosign_notice"),
    path("campaigns/<slug:slug>/notice/waive/<int:pk>/", papers.waive_notice, name="waive_notice"),
    path("campaigns/<slug:slug>/notice/issue/", papers.issue_notice, name="issue_notice"),
    path("campaigns/<slug:slug>/notice/draft.<str:ending>", papers.notice_draft, name="notice_draft"),
    path("campaigns/<slug:slug>/notice/<int:pk>/files/<int:file>/", papers.notice_file, name="notice_file"),
    path("dates/", dates.dates, name="dates"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("notices/<int:pk>/campaign/", notices.check, name="check_notice"),
]
