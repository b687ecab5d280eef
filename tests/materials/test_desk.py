"""The pages of what a unit hands in: what they show and do, what a refusal keeps, files through the rule, lists."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Campaign
from sciweek.materials.enums import Minors
from sciweek.materials.models import MediaReport, Picture
from sciweek.people.enums import Role
from sciweek.people.person import Person
from tests.factories.campaigns import Province, make_person
from tests.factories.materials import (
    LACKING,
    about,
    handed_in,
    part,
    photo,
    photo_bytes,
    pictured,
    placed,
    reported_on,
    said,
)
from tests.materials.sheets import book, row
from tests.pages.markup import markup

pytestmark = pytest.mark.once

SignIn = Callable[[Person], Client]
COLOURS = ("navy", "teal", "gold")


def page(client: Client, name: str, pk: int, **given: Any) -> str:
    return markup(client.get(reverse(f"materials:{name}", args=[pk]), given))


def test_the_unit_sees_what_is_due_when_and_what_is_missing(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    pictured(province.filler, campaign, "navy", "teal")
    placement = handed_in(province.filler, campaign, DutyKind.MEDIA)
    body = page(signed_in(province.filler), "unit", placement.pk)
    for words in ("我的材料", "工作总结", "影像资料", "媒体报道", "2 张照片", "1 条报道", "上报备齐的 1 项", "6月8日"):
        assert words in body
    assert body.count("btn primary") == 1


def test_what_is_ready_is_handed_in_at_once(province: Province, campaign: Campaign, signed_in: SignIn) -> None:
    pictured(province.filler, campaign)
    reported_on(province.filler, campaign)
    placement, client = placed(province.filler, campaign), signed_in(province.filler)
    kinds = {"kind": ["pictures", "media"]}
    answer = client.post(reverse("materials:hand_in", args=[placement.pk]), kinds, follow=True)
    assert "已上报影像资料、媒体报道。" in markup(answer)
    assert part(placement, DutyKind.MEDIA).stage == "handed_in"
    again = client.post(reverse("materials:hand_in", args=[placement.pk]), kinds)
    assert (again.status_code, "已经上报过了" in markup(again)) == (409, True)


@pytest.mark.parametrize(
    ("act", "who", "kind", "sentence"),
    [
        ("none", "filler", "media", "没有的原因至少写 6 个字"),
        ("send_back", "county_officer", "pictures", "退回的原因至少写 6 个字"),
    ],
)
def test_a_refused_reason_is_shown_again_as_it_was_typed(
    province: Province, campaign: Campaign, signed_in: SignIn, act: str, who: str, kind: str, sentence: str
) -> None:
    placement = handed_in(province.filler, campaign, DutyKind.PICTURES)
    client = signed_in(getattr(province, who))
    answer = client.post(reverse(f"materials:{act}", args=[placement.pk]), {"kind": kind, "reason": "短了些"})
    assert answer.status_code == 400
    body = markup(answer)
    assert sentence in body
    assert ">短了些</textarea>" in body


def test_an_office_reads_and_sends_back_and_the_unit_sees_why(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    placement = handed_in(province.filler, campaign, DutyKind.PICTURES)
    office = signed_in(province.county_officer)
    body = page(office, "pictures", placement.pk)
    assert "退回…" in body
    assert "上传照片" not in body
    answer = office.post(
        reverse("materials:send_back", args=[placement.pk]), {"kind": "pictures", "reason": LACKING}, follow=True
    )
    assert "已退回影像资料，原因已发给单位。" in markup(answer)
    for name in ("unit", "pictures"):
        assert LACKING in page(signed_in(province.filler), name, placement.pk)


def test_saying_that_there_is_none_and_taking_it_back(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    placement, client = placed(province.filler, campaign), signed_in(province.filler)
    body = page(client, "media", placement.pk)
    assert "没有媒体报道" in body
    reason = {"kind": "media", "reason": "乡镇没有媒体采访，也没有发稿。"}
    body = markup(client.post(reverse("materials:none", args=[placement.pk]), reason, follow=True))
    assert "已说明没有" in body
    assert "登记一条" not in body
    body = markup(client.post(reverse("materials:reopen", args=[placement.pk]), {"kind": "media"}, follow=True))
    assert "登记一条" in body
    assert client.post(reverse("materials:reopen", args=[placement.pk]), {"kind": "return"}).status_code == 404


def test_many_pictures_at_once_with_the_reason_of_each_that_is_refused(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    placement, client = placed(province.filler, campaign), signed_in(province.filler)
    files = [photo("navy"), photo("teal"), SimpleUploadedFile("坏.jpg", b"\xff\xd8\xff broken")]
    typed = {"pictures": files, "minors": "children", "usable": "on", "caption": "开幕式"}
    body = markup(client.post(reverse("materials:pictures", args=[placement.pk]), typed, follow=True))
    assert "已保存 2 张照片。" in body
    assert "其中 2 张有不满 14 周岁的儿童" in body
    assert "“坏.jpg”：这张图片打不开" in body
    assert body.count("thumb.jpg") == 2
    assert body.count("有儿童，缺监护人同意") == 2


def test_a_refused_upload_keeps_what_was_typed(province: Province, campaign: Campaign, signed_in: SignIn) -> None:
    placement, client = placed(province.filler, campaign), signed_in(province.filler)
    typed = {"pictures": photo(), "minors": "none", "caption": "开幕式", "taken_on": "2033-05-20"}
    answer = client.post(reverse("materials:pictures", args=[placement.pk]), typed)
    body = markup(answer)
    assert answer.status_code == 400
    assert 'value="开幕式"' in body
    assert "日期还没有到。" in body
    assert "照片需要重新选择。" in body


def test_a_picture_is_described_and_two_versions_are_shown_when_both_did(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    (picture,) = pictured(province.filler, campaign, facts=about(minors=Minors.CHILDREN))
    client, address = signed_in(province.filler), reverse("materials:picture", args=[picture.pk])
    typed = {"minors": "children", "usable": "on", "caption": "科技节", "version": "1"}
    refused = client.post(address, typed)
    assert (refused.status_code, "取得监护人同意之前只能存档" in markup(refused)) == (400, True)
    consent = {"consent_given": "on", "consent_by": "二年级全体家长，书面", "consent_on": "2023-05-20"}
    assert client.post(address, typed | consent).status_code == 302
    assert Picture.objects.get().use == "usable"
    stale = client.post(address, typed | consent | {"caption": "闭幕式"})
    body = markup(stale)
    assert stale.status_code == 409
    assert "科技节" in body
    assert "闭幕式" in body
    body = markup(signed_in(province.county_officer).get(address))
    assert "二年级全体家长，书面" in body
    assert "移除这张照片" not in body


def test_pictures_are_handed_out_by_the_rooms_rule_and_to_nobody_else(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    (picture,) = pictured(province.filler, campaign)
    addresses = [reverse(f"materials:{name}", args=[picture.pk]) for name in ("thumb", "web", "original")]
    client = signed_in(province.county_officer)
    thumb, web, original = (client.get(address) for address in addresses)
    for answer in (thumb, web, original):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, no-cache"
    assert thumb.headers["Content-Disposition"] == f'inline; filename="picture-{picture.pk}-thumb.jpg"'
    assert original.headers["Content-Disposition"] == f'attachment; filename="picture-{picture.pk}.jpg"'
    assert b"".join(original.streaming_content) == photo_bytes()  # type: ignore[attr-defined]
    assert b"SECRET" not in b"".join(web.streaming_content)  # type: ignore[attr-defined]
    fresh = client.get(addresses[0], headers={"If-None-Match": thumb.headers["ETag"]})
    assert (fresh.status_code, fresh.content, fresh.headers["ETag"]) == (304, b"", thumb.headers["ETag"])
    stranger = signed_in(make_person(province.institute))
    assert [stranger.get(address).status_code for address in addresses] == [404] * 3
    assert [Client().get(address).status_code for address in addresses] == [302] * 3


def test_a_report_is_entered_corrected_and_removed(province: Province, campaign: Campaign, signed_in: SignIn) -> None:
    placement, client = placed(province.filler, campaign), signed_in(province.filler)
    typed = {
        "title": "走进校园",
        "medium": "测试日报",
        "level": "county",
        "origin": "original",
        "published_on": "2023年5月21日",
        "url": "https://news.example.cn/1.html",
    }
    refused = client.post(reverse("materials:new_report", args=[placement.pk]), typed | {"url": ""})
    assert (refused.status_code, "至少要有一样" in markup(refused), 'value="走进校园"' in markup(refused)) == (
        *(400, True),
        True,
    )
    answer = client.post(reverse("materials:new_report", args=[placement.pk]), typed | {"another": "1"})
    assert answer.headers["Location"] == reverse("materials:new_report", args=[placement.pk])
    report = MediaReport.objects.get()
    address = reverse("materials:report", args=[report.pk])
    assert client.post(address, typed | {"version": "1", "medium": "测试晚报"}).status_code == 302
    stale = client.post(address, typed | {"version": "1", "medium": "测试早报"})
    assert (stale.status_code, "测试晚报" in markup(stale)) == (409, True)
    listed = page(client, "media", placement.pk)
    assert "noopener" in listed
    assert "第 1–1 项，共 1 项" in listed
    client.post(reverse("materials:remove_report", args=[report.pk]))
    assert not MediaReport.objects.exists()


def test_a_list_is_imported_after_a_dry_run(province: Province, campaign: Campaign, signed_in: SignIn) -> None:
    placement, client = placed(province.filler, campaign), signed_in(province.filler)
    address = reverse("materials:import_reports", args=[placement.pk])
    wrong = SimpleUploadedFile("清单.xlsx", book(row(), row(网址="见报")))
    body = markup(client.post(address, {"sheet": wrong}))
    assert "共 2 行：新增 1 行，有问题 1 行" in body
    assert 'name="carried"' not in body
    body = markup(client.post(address, {"sheet": SimpleUploadedFile("清单.xlsx", book(row()))}))
    carried = body.split('name="carried" value="')[1].split('"')[0]
    assert not MediaReport.objects.exists()
    client.post(address, {"act": "import", "carried": carried, "carried_name": "清单.xlsx"})
    assert MediaReport.objects.get().unit_id == province.schools[0].pk
    for bad in ({}, {"carried": "%%%"}, {"sheet": SimpleUploadedFile("x.xlsx", b"PK\x03\x04 no")}):
        assert client.post(address, bad).status_code == 400


def test_the_blank_list_is_read_back_but_for_its_example(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    answer: Any = signed_in(province.filler).get(reverse("materials:blank_sheet"))
    rows = list(load_workbook(io.BytesIO(answer.getvalue())).worksheets[0].iter_rows(values_only=True))
    assert [cell for cell in rows[0] if cell] == [
        "标题",
        "媒体名称",
        "媒体级别",
        "原创或转载",
        "发布日期",
        "网址",
        "备注",
    ]


def test_lists_over_a_scope_hold_what_is_inside_it(province: Province, campaign: Campaign, signed_in: SignIn) -> None:
    institute = make_person(province.institute)
    for person in (province.filler, institute):
        pictured(person, campaign, facts=about(caption=f"照片 {person.unit_id}"))
        reported_on(person, campaign, said(person.unit_id))
    for name in ("gallery", "reports"):
        whole = markup(signed_in(province.officer).get(reverse(f"materials:{name}")))
        county = markup(signed_in(province.county_officer).get(reverse(f"materials:{name}")))
        assert ("测试省研究所" in whole, "测试省研究所" in county) == (True, False)
        assert "测试县第一中学" in county
    narrowed = signed_in(province.officer).get(reverse("materials:reports"), {"place": "630100", "level": "county"})
    assert "测试省研究所" not in markup(narrowed)
    joint = signed_in(province.officer).get(reverse("materials:reports"), {"joint": "yes"})
    assert "测试县第一中学" not in markup(joint)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("gallery", 8), ("reports", 8)])
def test_lists_cost_the_same_for_one_and_three(
    province: Province,
    campaign: Campaign,
    signed_in: SignIn,
    django_assert_num_queries: Any,
    name: str,
    queries: int,
    count: int,
) -> None:
    pictured(province.filler, campaign, *COLOURS[:count])
    reported_on(province.filler, campaign, *(said(number) for number in range(count)))
    client, address = signed_in(province.officer), reverse(f"materials:{name}")
    client.get(address)
    with django_assert_num_queries(queries):
        body = markup(client.get(address))
    assert body.count("<tr") == count + 1


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("unit", 12), ("pictures", 14), ("media", 15)])
def test_a_units_pages_cost_the_same_for_one_and_three(
    province: Province,
    campaign: Campaign,
    signed_in: SignIn,
    django_assert_num_queries: Any,
    name: str,
    queries: int,
    count: int,
) -> None:
    pictured(province.filler, campaign, *COLOURS[:count])
    reported_on(province.filler, campaign, *(said(number) for number in range(count)))
    client, pk = signed_in(province.filler), placed(province.filler, campaign).pk
    page(client, name, pk)
    with django_assert_num_queries(queries):
        page(client, name, pk)


def test_a_viewer_of_the_unit_reads_and_has_no_form(province: Province, campaign: Campaign, signed_in: SignIn) -> None:
    placement = handed_in(province.filler, campaign, DutyKind.PICTURES)
    client = signed_in(make_person(province.schools[0], Role.VIEWER))
    body = page(client, "pictures", placement.pk)
    assert "撤回修改" not in body
    assert "上传照片" not in body
    assert client.post(reverse("materials:reopen", args=[placement.pk]), {"kind": "pictures"}).status_code == 404
