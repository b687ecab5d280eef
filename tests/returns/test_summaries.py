"""A unit's work summary: typed or uploaded, each keeping a draft of its own; hostile files; handed in with the others."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from docx import Document

from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Campaign, Placement
from sciweek.core.errors import BadInput, NotPermitted, Stale, WrongState
from sciweek.core.files import content_of
from sciweek.core.models import AuditEntry
from sciweek.materials.actions.handing import hand_in, hand_in_none
from sciweek.people.enums import Role
from sciweek.people.person import Person
from sciweek.returns.actions.summaries import LONGEST, upload_summary, write_summary
from sciweek.returns.models import Summary
from tests.factories.campaigns import Province, make_person
from tests.factories.materials import part, placed
from tests.pages.markup import markup

SignIn = Callable[[Person], Client]
TEXT = "活动周期间，我校组织科普大集、实验室开放、天文观测等活动六项，参加学生和家长一千二百余人次。"
SUMMARY = DutyKind.SUMMARY


@pytest.fixture
def school(province: Province, four: Campaign) -> Placement:
    """The place of the filler's school on the roster."""
    return placed(province.filler, four)


def docx(*paragraphs: str, **parts: bytes) -> bytes:
    """A Word document, with more parts in its archive."""
    out = io.BytesIO()
    document = Document()
    for each in paragraphs:
        document.add_paragraph(each)
    document.save(out)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def file(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_each_keeping_is_a_draft_and_none_is_ever_changed(province: Province, school: Placement) -> None:
    first = write_summary(actor=province.filler, placement_id=school.pk, text=f"  {TEXT}\r\n\r\n第二段。 ", seen=0)
    assert (first.number, first.text) == (1, f"{TEXT}\n\n第二段。")
    assert write_summary(actor=province.filler, placement_id=school.pk, text=first.text, seen=1) == first
    second = write_summary(actor=province.filler, placement_id=school.pk, text=TEXT + TEXT, seen=1)
    assert (second.number, Summary.objects.count()) == (2, 2)
    assert AuditEntry.objects.filter(act="summary.keep").latest("pk").detail["length"] == len(TEXT) * 2
    with pytest.raises(DatabaseError), transaction.atomic():
        Summary.objects.filter(pk=first.pk).update(text="改写历史")


def test_of_two_people_who_write_at_once_the_second_sees_both(province: Province, school: Placement) -> None:
    write_summary(actor=province.filler, placement_id=school.pk, text=TEXT, seen=0)
    with pytest.raises(Stale) as refusal:
        write_summary(actor=make_person(province.schools[0]), placement_id=school.pk, text="另一稿：" + TEXT, seen=0)
    assert (refusal.value.theirs, refusal.value.yours) == (TEXT, "另一稿：" + TEXT)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("太短了。", "太短，至少写 20 个字"),
        ("长" * (LONGEST + 1), "最多 20,000 个字，现有 20,001 个字"),
        (TEXT + "机密★1年", "密级标志"),
    ],
)
def test_what_is_no_summary_is_refused(province: Province, school: Placement, text: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        write_summary(actor=province.filler, placement_id=school.pk, text=text)
    assert not Summary.objects.exists()


def test_the_text_of_a_word_document_is_read_and_a_pdf_kept_as_it_is(province: Province, school: Placement) -> None:
    data = docx("一、基本情况", TEXT)
    word = upload_summary(actor=province.filler, placement_id=school.pk, upload=file("总结.docx", data))
    assert word.text == f"一、基本情况\n{TEXT}"
    assert word.file is not None
    assert content_of(word.file) == data
    pdf = upload_summary(actor=province.filler, placement_id=school.pk, upload=file("总结.pdf", b"%PDF-1.4 x"))
    assert pdf.file is not None
    assert (pdf.number, pdf.text, pdf.file.name, content_of(pdf.file)) == (2, "", "总结.pdf", b"%PDF-1.4 x")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (docx(TEXT, **{"word/vbaProject.bin": b"macro"}), "带有宏"),
        (docx(TEXT, **{"word/VBAPROJECT.BIN": b"macro"}), "带有宏"),
        (docx(TEXT, **{"word/media/bomb.xml": b"0" * 120_000_000}), "解压后过大"),
        (docx(TEXT)[:400], "实际类型是认不出的格式"),
        (docx(TEXT, "绝密★ 内部资料"), "密级标志"),
        (docx("hello"), "几乎没有可读的中文"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old word", "旧版 Office 或带密码的文件"),
        (b"<html><body>" + TEXT.encode(), "实际类型是网页"),
        (b"%PDF-" + b"0" * (10 * 1024 * 1024), "超过 10 MB"),
        (b"", "空文件"),
    ],
    ids=["macro", "macro in capitals", "bomb", "cut", "secret", "latin", "doc", "html", "large", "empty"],
)
def test_a_hostile_file_is_refused(province: Province, school: Placement, data: bytes, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        upload_summary(actor=province.filler, placement_id=school.pk, upload=file("总结.docx", data))
    assert not Summary.objects.exists()


def test_entities_in_a_word_document_are_not_looked_up(province: Province, school: Placement) -> None:
    source, out = io.BytesIO(docx(TEXT)), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "word/document.xml":
                doctype = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
                content = content.replace(b"?>", b"?>" + doctype, 1).replace("活动周".encode(), b"&e;", 1)
            new.writestr(entry, content)
    with pytest.raises(BadInput, match="外部定义"):
        upload_summary(actor=province.filler, placement_id=school.pk, upload=file("总结.docx", out.getvalue()))


def test_who_may_write_and_until_when(province: Province, school: Placement) -> None:
    for person in (province.county_officer, province.officer, make_person(province.schools[1])):
        with pytest.raises(NotPermitted):
            write_summary(actor=person, placement_id=school.pk, text=TEXT)
        with pytest.raises(NotPermitted):
            upload_summary(actor=person, placement_id=school.pk, upload=file("总结.docx", docx(TEXT)))
    with pytest.raises(NotPermitted):
        write_summary(actor=make_person(province.schools[0], Role.VIEWER), placement_id=school.pk, text=TEXT)
    with pytest.raises(BadInput, match="工作总结还没有内容，请先添加再上报。"):
        hand_in(actor=province.filler, placement_id=school.pk, kinds=[SUMMARY])
    with pytest.raises(BadInput, match="每个单位都要报送工作总结"):
        hand_in_none(actor=province.filler, placement_id=school.pk, kind=SUMMARY, because="今年没有什么可以总结的。")
    write_summary(actor=make_person(province.schools[0], Role.UNIT_HEAD), placement_id=school.pk, text=TEXT)
    hand_in(actor=province.filler, placement_id=school.pk, kinds=[SUMMARY])
    with pytest.raises(WrongState, match="工作总结已经上报"):
        write_summary(actor=province.filler, placement_id=school.pk, text=TEXT + TEXT)


def test_the_page_keeps_what_was_typed_and_hands_it_in_with_one_press(
    province: Province, school: Placement, signed_in: SignIn
) -> None:
    client, address = signed_in(province.filler), reverse("returns:summary", args=[school.pk])
    short = client.post(address, {"text": "太短", "number": "0", "hand_in": "1"})
    assert (short.status_code, "太短</textarea>" in markup(short)) == (400, True)
    body = markup(client.post(address, {"text": TEXT, "number": "0", "hand_in": "1"}, follow=True))
    assert "已保存第 1 稿。" in body
    assert "已上报工作总结。" in body
    assert part(school, SUMMARY).stage == "handed_in"
    assert "保存这一稿" not in body
    assert TEXT in markup(signed_in(province.county_officer).get(address))


def test_a_stale_page_shows_both_texts_and_saves_on_top_when_sent_again(
    province: Province, school: Placement, signed_in: SignIn
) -> None:
    client, address = signed_in(province.filler), reverse("returns:summary", args=[school.pk])
    write_summary(actor=province.filler, placement_id=school.pk, text=TEXT)
    stale = client.post(address, {"text": "另一稿：" + TEXT, "number": "0"})
    body = markup(stale)
    assert stale.status_code == 409
    assert body.count("另一稿：") == 2
    number = body.split('name="number" value="')[1].split('"')[0]
    assert client.post(address, {"text": "另一稿：" + TEXT, "number": number}).status_code == 302
    assert Summary.objects.count() == 2


def test_what_was_typed_is_shown_when_a_colleague_handed_in_meanwhile(
    province: Province, school: Placement, signed_in: SignIn
) -> None:
    write_summary(actor=province.filler, placement_id=school.pk, text=TEXT)
    client, address = signed_in(province.filler), reverse("returns:summary", args=[school.pk])
    hand_in(actor=make_person(province.schools[0]), placement_id=school.pk, kinds=[SUMMARY])
    late = client.post(address, {"text": "我的补充：" + TEXT, "number": "1"})
    assert late.status_code == 409
    assert "工作总结已经上报" in markup(late)
    assert f"readonly>我的补充：{TEXT}</textarea>" in markup(late)
    assert Summary.objects.count() == 1


def test_a_file_sent_from_an_old_page_is_refused_once_and_taken_from_the_new_one(
    province: Province, school: Placement, signed_in: SignIn
) -> None:
    client = signed_in(province.filler)
    address = reverse("returns:upload_summary", args=[school.pk])
    write_summary(actor=province.filler, placement_id=school.pk, text=TEXT)
    body = markup(
        client.post(address, {"upload-file": file("总结.pdf", b"%PDF-1.4 x"), "upload-number": "0"}, follow=True)
    )
    assert Summary.objects.count() == 1
    number = body.split('name="upload-number" value="')[1].split('"')[0]
    assert number == "1"
    client.post(address, {"upload-file": file("总结.pdf", b"%PDF-1.4 x"), "upload-number": number})
    assert Summary.objects.count() == 2


def test_an_uploaded_pdf_is_handed_in_as_it_is_and_saved_by_who_may_read_it(
    province: Province, school: Placement, signed_in: SignIn
) -> None:
    client = signed_in(province.filler)
    address = reverse("returns:upload_summary", args=[school.pk])
    refused = client.post(address, {"upload-file": file("总结.pdf", b"<html>"), "upload-number": "0"})
    assert (refused.status_code, "实际类型是网页" in markup(refused)) == (400, True)
    client.post(address, {"upload-file": file("总结.pdf", b"%PDF-1.4 x"), "upload-number": "0"})
    client.post(reverse("returns:summary", args=[school.pk]), {"text": "", "number": "1", "hand_in": "1"})
    assert part(school, SUMMARY).stage == "handed_in"
    kept = Summary.objects.get()
    got: Any = signed_in(province.officer).get(reverse("returns:summary_file", args=[kept.pk]))
    assert got.headers["Content-Disposition"] == f'attachment; filename="summary-{kept.pk}.pdf"'
    assert b"".join(got.streaming_content) == b"%PDF-1.4 x"
    assert signed_in(make_person(province.institute)).get(got.request["PATH_INFO"]).status_code == 404
    assert "PDF 请下载后阅读" in markup(client.get(reverse("returns:summary_draft", args=[kept.pk])))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_three_drafts(
    province: Province, school: Placement, signed_in: SignIn, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        write_summary(actor=province.filler, placement_id=school.pk, text=f"{TEXT}{number}")
    client, address = signed_in(province.filler), reverse("returns:summary", args=[school.pk])
    client.get(address)
    with django_assert_num_queries(14):
        client.get(address)


def test_a_summary_is_read_by_no_neighbour(province: Province, school: Placement, signed_in: SignIn) -> None:
    kept = write_summary(actor=province.filler, placement_id=school.pk, text=TEXT)
    sibling = signed_in(make_person(province.schools[1]))
    for name, pk in (("summary", school.pk), ("summary_draft", kept.pk), ("summary_file", kept.pk)):
        assert sibling.get(reverse(f"returns:{name}", args=[pk])).status_code == 404
