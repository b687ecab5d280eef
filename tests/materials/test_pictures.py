"""A unit's pictures: many at once, hostile ones, children in them, changed and removed."""

from dataclasses import replace
from datetime import date
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Campaign
from sciweek.core.errors import BadInput, NotPermitted, Stale, WrongState
from sciweek.core.files import content_of, path_of
from sciweek.core.models import AuditEntry, AuditPersonal, StoredFile
from sciweek.materials.actions import pictures as verbs
from sciweek.materials.actions.pictures import Added, add_pictures, change_picture, remove_picture
from sciweek.materials.consent import STATEMENT, Consent
from sciweek.materials.enums import Minors, Use
from sciweek.materials.models import Picture
from sciweek.people.person import Person
from tests.core.test_images import header
from tests.factories.campaigns import Province, make_person
from tests.factories.materials import about, handed_in, photo, photo_bytes, pictured, placed
from tests.factories.returns import AFTER

CONSENT = Consent(given=True, by="三年级二班全体家长，书面同意书存校办", on=date(2023, 5, 20))
OF_CHILDREN = about(minors=Minors.CHILDREN)


def upload(person: Person, campaign: Campaign, *files: SimpleUploadedFile, **changes: object) -> Added:
    placement = placed(person, campaign)
    return add_pictures(actor=person, placement_id=placement.pk, uploads=files, facts=about(**changes))


def test_a_picture_is_kept_with_its_original_and_two_variants_without_exif(
    province: Province, campaign: Campaign
) -> None:
    out = BytesIO()
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "SECRETCAMERA"
    Image.new("RGB", (2400, 1200), "navy").save(out, "JPEG", exif=exif)
    added = upload(province.filler, campaign, SimpleUploadedFile("../照片.jpg", out.getvalue()), author=" 才让 ")
    (picture,) = added.kept
    assert (picture.width, picture.height, picture.author) == (1200, 2400, "才让")
    assert (picture.campaign_id, picture.unit_id) == (campaign.pk, province.schools[0].pk)
    assert content_of(picture.original) == out.getvalue()
    assert (picture.original.name, picture.original.sha256) == ("照片.jpg", picture.sha256)
    sizes = [Image.open(BytesIO(content_of(each))).size for each in (picture.web, picture.thumb)]
    assert sizes == [(800, 1600), (200, 400)]
    assert all(b"SECRET" not in content_of(each) for each in (picture.web, picture.thumb))


def test_each_file_that_is_refused_is_named_with_its_reason_and_the_good_ones_are_kept(
    province: Province, campaign: Campaign
) -> None:
    files = [
        photo("navy", "好.jpg"),
        SimpleUploadedFile("压缩包.jpg", b"PK\x03\x04" + b"0" * 60),
        SimpleUploadedFile("断了.jpg", photo_bytes("teal")[:300]),
        SimpleUploadedFile("炸弹.png", header(20_000, 20_000)),
        SimpleUploadedFile("苹果.jpg", b"\x00\x00\x00\x18ftypheic" + b"0" * 40),
        photo("gold", "第六张.jpg"),
    ]
    added = upload(province.filler, campaign, *files)
    assert [picture.original.name for picture in added.kept] == ["好.jpg"]
    reasons = dict(added.refused)
    assert "实际类型是" in reasons["压缩包.jpg"]
    assert "打不开" in reasons["断了.jpg"]
    assert "太大了" in reasons["炸弹.png"]
    assert "导出为 JPEG" in reasons["苹果.jpg"]
    assert "一次最多 5 张" in reasons["第六张.jpg"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("大.jpg", b"\xff\xd8\xff" + b"0" * (20 * 1024 * 1024), "超过 20 MB"),
        ("空.jpg", b"", "空文件"),
        ("动图.jpg", b"GIF89a" + b"0" * 40, "GIF 图片"),
        ("网页.png", b"<html><script>alert(1)</script></html>", "网页"),
        ("文档.jpg", b"%PDF-1.4 ", "PDF"),
    ],
)
def test_what_is_no_picture_is_refused(
    province: Province, campaign: Campaign, name: str, data: bytes, said: str
) -> None:
    added = upload(province.filler, campaign, SimpleUploadedFile(name, data))
    assert added.kept == []
    ((label, reason),) = added.refused
    assert label == name
    assert said in reason
    assert not StoredFile.objects.exists()


def test_the_same_picture_is_said_and_not_stored_twice(province: Province, campaign: Campaign) -> None:
    pictured(province.filler, campaign, "navy")
    added = upload(province.filler, campaign, photo("navy", "另一个名字.jpg"), photo("teal"), photo("teal", "再来.jpg"))
    assert [name for name, _reason in added.refused] == ["另一个名字.jpg", "再来.jpg"]
    assert {reason for _name, reason in added.refused} == {"这张照片已经上传过，没有重复保存。"}
    assert Picture.objects.count() == 2
    other = make_person(province.schools[1])
    assert len(upload(other, campaign, photo("navy")).kept) == 1


def test_a_unit_has_at_most_sixty(province: Province, campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "MOST_PICTURES", 2)
    added = upload(province.filler, campaign, photo("navy"), photo("teal"), photo("gold"))
    assert (len(added.kept), added.refused[0][0]) == (2, "gold.jpg")
    assert "已经满了" in added.refused[0][1]


def test_a_picture_of_children_is_only_filed_until_consent_is_written_down(
    province: Province, campaign: Campaign
) -> None:
    (picture,) = pictured(province.filler, campaign, facts=OF_CHILDREN)
    assert (picture.use, picture.consent_text) == (Use.FILED, "")
    with pytest.raises(BadInput, match="取得监护人同意之前只能存档"):
        change_picture(actor=province.filler, picture_id=picture.pk, version=1, facts=OF_CHILDREN)
    half = replace(OF_CHILDREN, consent=Consent(given=True, by="家长"))
    with pytest.raises(BadInput, match="监护人同意要写全"):
        change_picture(actor=province.filler, picture_id=picture.pk, version=1, facts=half)
    done = change_picture(
        actor=province.filler, picture_id=picture.pk, version=1, facts=replace(OF_CHILDREN, consent=CONSENT)
    )
    assert (done.use, done.consent_text, done.consent_by, done.consent_on) == (
        *(Use.USABLE, STATEMENT),
        *(CONSENT.by, CONSENT.on),
    )
    assert (done.consent_noted_at, done.consent_noted_by) == (AFTER, province.filler.account_id)
    entry = AuditEntry.objects.get(act="picture.change")
    assert CONSENT.by not in str(entry.detail)
    assert AuditPersonal.objects.get(entry=entry).values == {"consent_by": CONSENT.by}
    taken_back = change_picture(
        actor=province.filler, picture_id=picture.pk, version=2, facts=replace(OF_CHILDREN, use=Use.FILED)
    )
    assert (taken_back.use, taken_back.consent_text, taken_back.consent_noted_by) == (Use.FILED, "", None)


def test_the_database_itself_lets_no_picture_of_children_be_used_without_consent(
    province: Province, campaign: Campaign
) -> None:
    (picture,) = pictured(province.filler, campaign, facts=OF_CHILDREN)
    with pytest.raises(IntegrityError), transaction.atomic():
        Picture.objects.filter(pk=picture.pk).update(use=Use.USABLE)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"caption": "长" * 121}, "说明最多 120 个字"),
        ({"caption": "机密★ 现场"}, "密级标志"),
        ({"taken_on": date(2033, 5, 20)}, "日期还没有到"),
        ({"minors": Minors.CHILDREN, "consent": replace(CONSENT, on=date(2033, 5, 20))}, "日期还没有到"),
    ],
)
def test_what_is_said_about_a_picture_is_looked_at(
    province: Province, campaign: Campaign, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        upload(province.filler, campaign, photo(), **changes)
    assert not Picture.objects.exists()


def test_a_change_that_does_not_know_the_last_one_is_refused(province: Province, campaign: Campaign) -> None:
    (picture,) = pictured(province.filler, campaign)
    change_picture(actor=province.filler, picture_id=picture.pk, version=1, facts=about(caption="开幕式"))
    with pytest.raises(Stale) as refusal:
        change_picture(actor=province.filler, picture_id=picture.pk, version=1, facts=about(caption="闭幕式"))
    assert (refusal.value.theirs["caption"], refusal.value.yours["caption"]) == ("开幕式", "闭幕式")  # type: ignore[index]
    same = change_picture(actor=province.filler, picture_id=picture.pk, version=2, facts=about(caption="开幕式"))
    assert same.version == 2


def test_a_removed_picture_is_gone_with_its_files(
    province: Province, campaign: Campaign, django_capture_on_commit_callbacks: Any
) -> None:
    navy, teal = pictured(province.filler, campaign, "navy", "teal")
    shared = upload(make_person(province.schools[1]), campaign, photo("teal")).kept[0]
    paths = [path_of(each.sha256) for each in (navy.original, navy.web, navy.thumb)]
    with django_capture_on_commit_callbacks(execute=True):
        remove_picture(actor=province.filler, picture_id=navy.pk)
        remove_picture(actor=province.filler, picture_id=teal.pk)
    assert Picture.objects.get() == shared
    assert not any(path.exists() for path in paths)
    assert content_of(shared.original) == photo_bytes("teal")
    assert AuditEntry.objects.filter(act="picture.remove").count() == 2


def test_who_may_add_change_and_remove(province: Province, campaign: Campaign) -> None:
    (picture,) = pictured(province.filler, campaign)
    placement = placed(province.filler, campaign)
    for person in (province.county_officer, province.officer, make_person(province.schools[1])):
        with pytest.raises(NotPermitted):
            add_pictures(actor=person, placement_id=placement.pk, uploads=[photo("teal")], facts=about())
        with pytest.raises(NotPermitted):
            change_picture(actor=person, picture_id=picture.pk, version=1, facts=about(caption="改"))
        with pytest.raises(NotPermitted):
            remove_picture(actor=person, picture_id=picture.pk)
    handed_in(province.filler, campaign, DutyKind.PICTURES)
    for act in (
        partial(add_pictures, placement_id=placement.pk, uploads=[photo("teal")], facts=about()),
        partial(change_picture, picture_id=picture.pk, version=1, facts=about(caption="改")),
        partial(remove_picture, picture_id=picture.pk),
    ):
        with pytest.raises(WrongState, match="影像资料已经上报"):
            act(actor=province.filler)
    assert Picture.objects.get().caption == "县中学科技节"
    with pytest.raises(BadInput, match="先选择照片"):
        upload(province.filler, campaign)
