"""The ministry's own layout: uploaded, tried, filled in, and part of what goes out."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from sciweek.core.errors import NotPermitted, Stale, WrongState
from sciweek.core.files import content_of
from sciweek.report.actions.issuing import issue_report
from sciweek.report.actions.layouts import drop_layout, keep_layout
from sciweek.report.models import MinistryTemplate
from sciweek.report.queries.editions import files_of
from tests.documents.filling.test_layouts import HOSTILE, xlsx

pytestmark = pytest.mark.once
PAGE = "/desk/report/layout/"


def upload(**cells):
    return SimpleUploadedFile("../上级表.xlsx", xlsx(cells or {"A1": "{{A01}}", "A2": "{{A01.上年}}"}))


def test_a_layout_is_tried_and_filled(week, signed_in):
    lead = signed_in(week.lead)
    assert "还没有上传版式" in lead.get(PAGE).content.decode()
    page = lead.post(PAGE, {"layout": upload()}, follow=True).content.decode()
    assert "工作表“汇总表”A1" in page
    assert "上级表.xlsx" in page
    filled = b"".join(lead.get(f"{PAGE}filled/").streaming_content)
    sheet = load_workbook(io.BytesIO(filled))["汇总表"]
    assert (sheet["A1"].value, sheet["A2"].value) == (6, None)
    assert lead.get(f"{PAGE}original/").status_code == 200


def test_unknown_marks_are_listed_by_place_and_nothing_is_filled(week, signed_in):
    lead = signed_in(week.lead)
    page = lead.post(PAGE, {"layout": upload(B7="{{X99}}")}, follow=True).content.decode()
    assert "不认识的标记：1 处" in page
    assert "工作表“汇总表”B7" in page
    refused = lead.get(f"{PAGE}filled/")
    assert refused.status_code == 409
    assert "X99" in refused.content.decode()
    assert "不会放进这一版" in lead.get("/desk/report/issue/").content.decode()


@pytest.mark.parametrize("name", ["macros", "remote template", "entities"])
def test_a_hostile_layout_is_refused_and_not_kept(week, signed_in, name):
    answer = signed_in(week.lead).post(PAGE, {"layout": SimpleUploadedFile("x.docx", HOSTILE[name])})
    assert answer.status_code == 400
    assert not MinistryTemplate.objects.exists()


def test_what_is_no_office_file_or_nothing_is_refused(week, signed_in):
    lead = signed_in(week.lead)
    assert lead.post(PAGE, {"layout": SimpleUploadedFile("x.docx", b"%PDF-1.4")}).status_code == 400
    assert lead.post(PAGE, {}).status_code == 400
    assert lead.get(f"{PAGE}filled/").status_code == 404
    assert lead.get(f"{PAGE}original/").status_code == 404


def test_the_filled_layout_goes_out_with_the_edition(week):
    keep_layout(actor=week.lead, campaign_id=week.campaign.pk, upload=upload())
    names = {each.file.name: each.file for each in files_of(week.issued())}
    sheet = load_workbook(io.BytesIO(content_of(names["上级版式.xlsx"])))["汇总表"]
    assert sheet["A1"].value == 6


def test_a_layout_that_is_exchanged_while_the_report_goes_out_keeps_it_in(week, monkeypatch):
    seen = week.agreed()
    from sciweek.report.actions import issuing

    def meanwhile(*given):
        keep_layout(actor=week.lead, campaign_id=week.campaign.pk, upload=upload())
        return made(*given)

    made = issuing.files_of
    monkeypatch.setattr(issuing, "files_of", meanwhile)
    with pytest.raises(Stale):
        issue_report(actor=week.lead, campaign_id=week.campaign.pk, seen=seen)


def test_only_the_lead_office_keeps_and_drops_layouts(week):
    for person in (week.host, week.province.prefecture_officer):
        with pytest.raises(NotPermitted):
            keep_layout(actor=person, campaign_id=week.campaign.pk, upload=upload())
        with pytest.raises(NotPermitted):
            drop_layout(actor=person, campaign_id=week.campaign.pk)
    with pytest.raises(WrongState):
        drop_layout(actor=week.lead, campaign_id=week.campaign.pk)


def test_a_dropped_layout_is_used_no_more_and_stays_on_record(week, signed_in):
    lead = signed_in(week.lead)
    lead.post(PAGE, {"layout": upload()})
    assert "不再使用上级版式" in lead.post(PAGE, {"drop": "1"}, follow=True).content.decode()
    assert lead.get(f"{PAGE}original/").status_code == 404
    assert MinistryTemplate.objects.count() == 2
