"""A unit's media reports: what is taken, what is the same, proofs, corrections, and a list of them from a sheet."""

from datetime import date
from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Campaign
from sciweek.core.errors import BadInput, NotPermitted, Stale, WrongState
from sciweek.core.files import content_of, path_of
from sciweek.core.models import AuditEntry
from sciweek.documents.sheets.reading import Sheet, read_sheet
from sciweek.documents.sheets.trial import Outcome
from sciweek.materials import importing
from sciweek.materials.actions import reports as verbs
from sciweek.materials.actions.reports import add_report, change_report, remove_report
from sciweek.materials.enums import MediaLevel, Origin
from sciweek.materials.importing import import_reports, preview
from sciweek.materials.models import MediaReport
from sciweek.materials.queries.reports import reports_in, reports_of, same_address
from tests.factories.campaigns import Province, make_person
from tests.factories.materials import handed_in, photo, placed, reported_on, said
from tests.materials.sheets import book, row


def sheet(*rows: list[str]) -> Sheet:
    return read_sheet(book(*rows), "清单.xlsx")


def test_a_media_report_is_kept_as_it_was_published(province: Province, campaign: Campaign) -> None:
    facts = said(title=" 走进  校园 ", level=MediaLevel.PROVINCE, url="https://News.example.cn/1.html?utm_source=a#top")
    (made,) = reported_on(province.filler, campaign, facts)
    assert (made.title, made.level, made.url) == ("走进 校园", "province", "https://news.example.cn/1.html")
    assert (made.campaign_id, made.unit_id) == (campaign.pk, province.schools[0].pk)
    assert AuditEntry.objects.get(act="media.add").detail["level"] == "province"


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"title": "  "}, "title", "请填写标题"),
        ({"medium": ""}, "medium", "请填写媒体名称"),
        ({"title": "长" * 201}, "title", "标题最多 200 个字，现有 201 个字"),
        ({"note": "长" * 301}, "note", "备注最多 300 个字"),
        ({"published_on": date(2023, 6, 20)}, "published_on", "还没有到"),
        ({"published_on": date(2022, 5, 21)}, "published_on", "早得多，请核对年份：2022-05-21"),
        ({"url": "见报纸"}, "url", "网址应像"),
        ({"url": ""}, "url", "至少要有一样"),
    ],
)
def test_what_cannot_be_right_is_refused_beside_its_field(
    province: Province, campaign: Campaign, changes: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence) as refusal:
        reported_on(province.filler, campaign, said(**changes))
    assert field in refusal.value.fields


def test_text_with_a_secrecy_mark_is_refused(province: Province, campaign: Campaign) -> None:
    with pytest.raises(BadInput, match="密级标志"):
        reported_on(province.filler, campaign, said(note="秘密★"))


def test_one_address_once_a_unit_however_it_was_shared(province: Province, campaign: Campaign) -> None:
    first, second = reported_on(province.filler, campaign, said(1), said(2))
    with pytest.raises(BadInput, match="已经登记过这个网址"):
        reported_on(province.filler, campaign, said(url="http://news.example.cn/1.html?utm_source=wx"))
    with pytest.raises(BadInput, match="已经登记过这个网址"):
        change_report(actor=province.filler, report_id=second.pk, version=1, facts=said(1))
    assert change_report(actor=province.filler, report_id=first.pk, version=1, facts=said(1, note="头条")).version == 2


def test_the_same_address_of_another_unit_is_shown_as_possibly_joint(province: Province, campaign: Campaign) -> None:
    other = make_person(province.schools[1])
    (own,) = reported_on(province.filler, campaign, said(1))
    assert not reports_of(own.placement).get().joint  # type: ignore[attr-defined]
    (others,) = reported_on(other, campaign, said(1, title="联合举办"))
    assert reports_of(own.placement).get().joint  # type: ignore[attr-defined]
    listed = reports_in(province.county_officer.scope, campaign)
    assert set(listed.values_list("joint", flat=True)) == {True}
    assert list(same_address(province.county_officer.scope, own)) == [others]
    assert list(same_address(province.filler.scope, own)) == []
    reported_on(province.filler, campaign, said(2))
    assert reports_of(own.placement).filter(joint=True).count() == 1


def test_a_proof_is_drawn_anew_and_a_pdf_kept_as_it_is(province: Province, campaign: Campaign) -> None:
    pk = placed(province.filler, campaign).pk
    add = partial(add_report, actor=province.filler, placement_id=pk)
    picture = add(facts=said(1, url=""), proof=photo())
    assert picture.proof is not None
    assert b"SECRET" not in content_of(picture.proof)
    pdf = add(facts=said(2, url=""), proof=SimpleUploadedFile("报纸.pdf", b"%PDF-1.4 page three"))
    assert pdf.proof is not None
    assert content_of(pdf.proof) == b"%PDF-1.4 page three"
    with pytest.raises(BadInput, match="实际类型是网页"):
        add(facts=said(3), proof=SimpleUploadedFile("截图.png", b"<html><body>x"))
    assert MediaReport.objects.count() == 2


def test_a_new_proof_replaces_the_old_one_and_goes_with_its_report(
    province: Province, campaign: Campaign, django_capture_on_commit_callbacks: Any
) -> None:
    pk = placed(province.filler, campaign).pk
    made = add_report(actor=province.filler, placement_id=pk, facts=said(url=""), proof=photo("navy"))
    assert made.proof is not None
    old = path_of(made.proof.sha256)
    with django_capture_on_commit_callbacks(execute=True):
        changed = change_report(
            actor=province.filler, report_id=made.pk, version=1, facts=said(url=""), proof=photo("teal")
        )
    assert changed.proof is not None
    assert (old.exists(), path_of(changed.proof.sha256).exists()) == (False, True)
    with django_capture_on_commit_callbacks(execute=True):
        remove_report(actor=province.filler, report_id=made.pk)
    assert not path_of(changed.proof.sha256).exists()


def test_a_change_that_does_not_know_the_last_one_is_refused(province: Province, campaign: Campaign) -> None:
    (made,) = reported_on(province.filler, campaign)
    change_report(actor=province.filler, report_id=made.pk, version=1, facts=said(title="开幕"))
    with pytest.raises(Stale) as refusal:
        change_report(actor=province.filler, report_id=made.pk, version=1, facts=said(title="闭幕"))
    assert (refusal.value.theirs["title"], refusal.value.yours["title"]) == ("开幕", "闭幕")  # type: ignore[index]


def test_who_may_enter_correct_and_remove(province: Province, campaign: Campaign) -> None:
    (made,) = reported_on(province.filler, campaign)
    acts = [
        partial(add_report, placement_id=made.placement_id, facts=said(2)),
        partial(change_report, report_id=made.pk, version=1, facts=said(2)),
        partial(remove_report, report_id=made.pk),
        partial(import_reports, placement_id=made.placement_id, sheet=sheet(row())),
    ]
    for person in (province.county_officer, province.officer, make_person(province.schools[1])):
        for act in acts:
            with pytest.raises(NotPermitted, match="只有本单位"):
                act(actor=person)
        with pytest.raises(NotPermitted):
            preview(actor=person, placement=made.placement, sheet=sheet(row()))
    handed_in(province.filler, campaign, DutyKind.MEDIA)
    for act in acts:
        with pytest.raises(WrongState, match="媒体报道已经上报"):
            act(actor=province.filler)
    assert MediaReport.objects.count() == 1


def test_a_list_is_tried_first_and_then_taken_whole(province: Province, campaign: Campaign) -> None:
    placement = placed(province.filler, campaign)
    reported_on(province.filler, campaign, said(1))
    tried = sheet(
        row(),
        row(网址="https://news.example.cn/2.html", 媒体级别="中央", 原创或转载="转载"),
        row(网址="news.example.cn/3.html", 发布日期="5月22日"),
    )
    report = preview(actor=province.filler, placement=placement, sheet=tried)
    assert [each.outcome for each in report.rows] == [Outcome.SAME, Outcome.NEW, Outcome.NEW]
    assert MediaReport.objects.count() == 1
    import_reports(actor=province.filler, placement_id=placement.pk, sheet=tried)
    second, third = MediaReport.objects.order_by("pk")[1:]
    assert (second.level, second.origin) == (MediaLevel.CENTRAL, Origin.REPRINT)
    assert third.published_on == date(2023, 5, 22)
    assert AuditEntry.objects.filter(act="media.add").latest("pk").detail["reports"] == [second.pk, third.pk]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"标题": ""}, "请填写标题"),
        ({"媒体级别": "国际"}, "媒体级别“国际”不认识，请填：中央级、省级"),
        ({"原创或转载": "不知道"}, "请填：原创、转载"),
        ({"发布日期": "上周"}, "读不出来，请写成 2023-05-20"),
        ({"网址": ""}, "逐条登记并上传"),
        ({"网址": "javascript:alert(1)"}, "网址应像"),
        ({"网址": "http://news.example.cn/1.html?spm=9"}, "网址与第 2 行相同"),
    ],
)
def test_one_wrong_row_keeps_the_whole_list_out_and_says_how_to_mend(
    province: Province, campaign: Campaign, changes: dict[str, str], sentence: str
) -> None:
    placement = placed(province.filler, campaign)
    wrong = sheet(row(), row(**changes))
    report = preview(actor=province.filler, placement=placement, sheet=wrong)
    ((number, said_of_it),) = [(each.number, each.sentence) for each in report.conflicts]
    assert number == 3
    assert sentence in said_of_it
    with pytest.raises(BadInput, match="有 1 行有问题，整份都没有导入"):
        import_reports(actor=province.filler, placement_id=placement.pk, sheet=wrong)
    assert not MediaReport.objects.exists()


def test_a_unit_has_at_most_five_hundred(
    province: Province, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verbs, "MOST_REPORTS", 1)
    monkeypatch.setattr(importing, "MOST_REPORTS", 1)
    (made,) = reported_on(province.filler, campaign)
    with pytest.raises(BadInput, match="最多 1 条"):
        reported_on(province.filler, campaign, said(2))
    more = sheet(row(网址="https://news.example.cn/9.html"))
    with pytest.raises(BadInput, match="最多 1 条媒体报道，整份都没有导入"):
        import_reports(actor=province.filler, placement_id=made.placement_id, sheet=more)
