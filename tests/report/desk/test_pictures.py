"""Picking pictures on the desk, and what stands in the package then."""

import io
import zipfile

import pytest
from docx import Document

from sciweek.campaigns.enums import DutyKind
from sciweek.documents.sheets.reading import read_workbook
from sciweek.materials.models import Picture
from sciweek.report.models import Selection
from sciweek.report.pictures import MOST
from tests.factories.materials import about, handed_in, reported_on, said
from tests.factories.returns import AFTER

pytestmark = pytest.mark.once
LIST, CHOSEN = "/desk/report/pictures/", "/desk/report/pictures/chosen/"


def text(answer):
    return answer.content.decode()


def picked(lead, *pictures):
    return lead.post(LIST, {"do": "pick", "row": [picture.pk for picture in pictures]}, follow=True)


def package(lead):
    answer = lead.get("/desk/report/draft/package.zip")
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_way_from_the_list_to_the_package(week, signed_in):
    lead = signed_in(week.lead)
    assert "还没有可用的图片" in text(lead.get(LIST))
    assert "还没有选用图片" in text(lead.get(CHOSEN))
    navy, teal = week.shown("navy", "teal", facts=about(caption="麦田里的科学课"))
    assert "已选用，现在共 2 张" in text(picked(lead, navy, teal))
    typed = {"version": "1", f"place-{navy.pk}": "2", f"place-{teal.pk}": "1", f"caption-{teal.pk}": "开幕式"}
    assert "已保存图片的顺序和说明" in text(lead.post(CHOSEN, typed, follow=True))
    reported_on(week.province.filler, week.campaign, said(1), said(2))
    handed_in(week.province.filler, week.campaign, DutyKind.MEDIA)
    unit = week.campaign.roster.get(unit_id=week.province.filler.unit_id).unit_name
    with package(lead) as archive:
        names = [name for name in archive.namelist() if name.startswith("图片/")]
        assert names == [f"图片/01_{unit}.jpg", f"图片/02_{unit}.jpg"]
        shots = [archive.read(name) for name in names]
        book = archive.read("图片目录和媒体报道清单.xlsx")
        paper = archive.read("情况报告.docx")
        pdf = archive.read("情况报告.pdf")
        listed = archive.read("文件清单.csv").decode("utf-8-sig")
    assert all(shot.startswith(b"\xff\xd8") and b"SECRETCAMERA" not in shot and b"Exif" not in shot for shot in shots)
    sheets = {sheet.name: sheet.rows for sheet in read_workbook(book, "book.xlsx")}
    assert [row.cells[:4] for row in sheets["图片目录"][1:]] == [
        (1, names[0], "开幕式", unit),
        (2, names[1], "麦田里的科学课", unit),
    ]
    media = [row.cells for row in sheets["媒体报道清单"] if row.cells[0] in {1, 2}]
    assert [row[1:3] for row in media] == [("科技活动周走进校园 1", "测试日报"), ("科技活动周走进校园 2", "测试日报")]
    assert media[0][6] == "https://news.example.cn/1.html"
    assert media[0][9] == "无"
    with zipfile.ZipFile(io.BytesIO(paper)) as parts:
        assert sum(name.startswith("word/media/") for name in parts.namelist()) == 2
    tables = Document(io.BytesIO(paper)).tables
    assert [cell.text.strip() for cell in tables[-1].rows[0].cells] == [
        f"开幕式（{unit}）",
        f"麦田里的科学课（{unit}）",
    ]
    assert pdf.count(b"/Subtype /Image") + pdf.count(b"/Subtype/Image") >= 2
    assert all(name in listed for name in names)


def test_more_than_the_limit_is_refused_in_words_and_what_is_gone_takes_no_place(week, signed_in):
    lead = signed_in(week.lead)
    (navy,) = week.shown("navy")
    gone = [{"picture": number, "caption": ""} for number in range(10_000, 10_000 + MOST)]
    Selection.objects.create(campaign=week.campaign, number=1, pictures=gone, at=AFTER)
    assert "已选用，现在共 1 张" in text(picked(lead, navy))
    copied = {field.attname: getattr(navy, field.attname) for field in Picture._meta.fields if field.attname != "id"}
    Picture.objects.bulk_create(Picture(**{**copied, "sha256": f"{number:064}"}) for number in range(MOST))
    refused = text(lead.post(LIST, {"do": "pick", "all": "1"}, follow=True))
    assert "最多 30 张图片：已选用 1 张，再选 30 张就超过了" in refused
    assert len(Selection.objects.first().pictures) == 1


def test_lost_pictures_are_told_and_a_refused_order_keeps_what_was_typed(week, signed_in):
    lead = signed_in(week.lead)
    (navy,) = week.shown("navy")
    gone = [{"picture": navy.pk, "caption": "甲"}, {"picture": 99_999, "caption": "乙"}]
    Selection.objects.create(campaign=week.campaign, number=1, pictures=gone, at=AFTER)
    assert "选用过的 1 张已不能用" in text(lead.get(LIST))
    refused = lead.post(CHOSEN, {"version": "1", f"place-{navy.pk}": "7", f"caption-{navy.pk}": "机密★说明"})
    assert refused.status_code == 400
    assert 'value="机密★说明"' in text(refused)
    assert 'value="7"' in text(refused)
    stale = lead.post(CHOSEN, {"version": "0", f"place-{navy.pk}": "1", f"caption-{navy.pk}": "丙"})
    assert stale.status_code == 409
    assert 'value="丙"' in text(stale)


def test_search_filters_and_bulk_over_all_that_match(week, signed_in):
    lead = signed_in(week.lead)
    week.shown("navy", "teal")
    assert "县中学科技节" in text(lead.get(LIST + "?q=科技节&picked=no"))
    assert "没有符合条件的内容" in text(lead.get(LIST + "?picked=yes"))
    lead.post(LIST + "?q=科技节", {"do": "pick", "all": "1"})
    assert len(Selection.objects.get().pictures) == 2
    lead.post(LIST + "?picked=yes", {"do": "drop", "all": "1"})
    assert Selection.objects.first().pictures == []


@pytest.mark.parametrize("count", [1, 3])
def test_both_pages_cost_the_same_for_one_picture_and_three(week, signed_in, count, django_assert_num_queries):
    lead = signed_in(week.lead)
    picked(lead, *week.shown(*("navy", "teal", "gold")[:count]))
    lead.get(LIST)
    with django_assert_num_queries(10):
        assert lead.get(LIST).status_code == 200
    with django_assert_num_queries(8):
        assert lead.get(CHOSEN).status_code == 200


def test_only_the_lead_office_picks(week, signed_in):
    week.shown("navy")
    people = {
        week.lead: 200,
        week.host: 404,
        week.province.prefecture_officer: 404,
        week.province.county_officer: 404,
        week.province.filler: 404,
    }
    for person, status in people.items():
        client = signed_in(person)
        assert [client.get(address).status_code for address in (LIST, CHOSEN)] == [status, status]
        assert client.post(LIST, {"do": "pick", "all": "1"}).status_code in ({302} if status == 200 else {404})
