"""Staff addresses of the room."""

from django.urls import path

from sciweek.returns.desk import chasing, checks, entering, figures, filling, reviewing, sheets, totals, uploading

app_name = "returns"
urlpatterns = [
    path("returns/mine/", filling.mine, name="mine"),
    path("returns/mine/save/", filling.save, name="save"),
    path("returns/mine/rest/", filling.rest, name="rest"),
    path("returns/mine/upload/", uploading.upload, name="upload"),
    path("returns/mine/take/", uploading.take, name="take"),
    path("returns/mine/submit/", filling.submit, name="submit"),
    path("returns/mine/withdraw/", filling.withdraw, name="withdraw"),
    path("returns/mine/paper/", entering.paper, name="paper"),
    path("returns/mine/head/", entering.to_head, name="ask_head"),
    path("returns/mine/asking/", entering.asking, name="ask_entry"),
    path("returns/mine/dispute/", entering.disputing, name="dispute"),
    path("returns/entering/", entering.entering, name="entering"),
    path("returns/entering/<int:pk>/", entering.enter, name="enter"),
    path("returns/<int:pk>/answer/", reviewing.answer, name="answer"),
    path("returns/<int:pk>/papers/<int:paper>/", reviewing.paper_file, name="paper_file"),
    path("returns/queue/", reviewing.queue, name="queue"),
    path("returns/<int:pk>/review/", reviewing.review, name="review"),
    path("returns/<int:pk>/sheet.xlsx", sheets.filled, name="sheet"),
    path("returns/<int:pk>/table.docx", sheets.word, name="word"),
    path("returns/<int:pk>/accept/", reviewing.accept, name="accept"),
    path("returns/<int:pk>/send-back/", reviewing.send_back, name="send_back"),
    path("returns/<int:pk>/checks/", checks.checks, name="checks"),
    path("returns/<int:pk>/checks/<str:code>/", checks.check, name="check"),
    path("returns/<int:pk>/checks/<str:code>/exempt/", checks.exempting, name="exempt"),
    path("returns/<int:pk>/cells/<str:code>/", reviewing.cell, name="cell"),
    path("returns/completeness/", figures.completeness_page, name="completeness"),
    path("returns/roster/", figures.roster, name="roster"),
    path("returns/chasing/", chasing.chasing, name="chasing"),
    path("returns/chasing/all/", chasing.chase_all, name="chase_all"),
    path("returns/totals/", totals.totals_page, name="totals"),
    path("returns/totals/<str:code>/", totals.drill, name="drill"),
    path("returns/form/", sheets.form, name="form"),
    path("returns/form/signing/", sheets.signing, name="signing"),
    path("returns/form/blank.xlsx", sheets.blank, name="blank"),
    path("returns/transcript.xlsx", sheets.transcript, name="transcript"),
]
