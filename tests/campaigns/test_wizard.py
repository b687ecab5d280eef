"""From a pasted or uploaded notice through the reading to a draft: the whole way, by page and by command."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from sciweek.campaigns.models import Campaign
from sciweek.cli.__main__ import main
from sciweek.notices.models import Notice
from sciweek.people.person import Person
from tests.campaigns.test_desk import fields
from tests.factories.campaigns import Province
from tests.factories.notices import TEXT, make_notice
from tests.notices.reading.files import pdf

SignIn = Callable[[Person], Client]
FIRST = "campaigns:from_notice"


@pytest.fixture(autouse=True)
def _own_files(settings: Settings, tmp_path: Path) -> None:
    settings.FILES = tmp_path / "files"


@pytest.mark.parametrize("way", ["pasted", "uploaded"])
def test_a_notice_goes_from_text_to_a_draft_with_four_duties(province: Province, signed_in: SignIn, way: str) -> None:
    client = signed_in(province.officer)
    file = SimpleUploadedFile("通知.txt", TEXT.encode("gb18030"))
    response = client.post(reverse(FIRST), {"text": TEXT} if way == "pasted" else {"file": file})
    notice = Notice.objects.get()
    assert (notice.file is None) == (way == "pasted")
    assert response.headers["Location"] == reverse("campaigns:check_notice", args=[notice.pk])
    assert not Campaign.objects.exists()
    page = client.get(response.headers["Location"])
    assert client.post(response.headers["Location"], fields(page)).status_code == 302
    made = Campaign.objects.get()
    assert (made.theme, str(made.start), str(made.end)) == ("热爱科学 崇尚科学", "2023-05-20", "2023-05-31")
    assert made.duties.count() == 4


def test_a_notice_that_is_known_leads_to_the_first_one(province: Province, signed_in: SignIn) -> None:
    client = signed_in(province.officer)
    client.post(reverse(FIRST), {"text": TEXT})
    response = client.post(reverse(FIRST), {"text": TEXT + "\n"})
    assert response.headers["Location"] == reverse("campaigns:notice", args=[Notice.objects.get().pk])


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("空.txt", b""),
        ("图.txt", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
        ("扫描.pdf", pdf([[], [(280, 40, "2")]])),
        ("密.pdf", pdf([[(80, 700, "机密★一年"), (80, 660, "关于举办科技活动周的通知请各单位认真组织实施")]])),
        ("坏.docx", b"PK\x03\x04" + b"\x00" * 40),
        ("密.txt", "机密★一年\n关于举办科技活动周的通知".encode()),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_a_sentence(
    province: Province, signed_in: SignIn, name: str, data: bytes
) -> None:
    response = signed_in(province.officer).post(reverse(FIRST), {"file": SimpleUploadedFile(name, data)})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (
            "通知.pdf",
            pdf([[(80, 700, "云岭省科学技术厅关于举办科技活动周的通知"), (80, 660, "请各单位认真组织实施。")]]),
        ),
        ("通知.doc", (Path(__file__).parents[1] / "notices" / "data" / "letter.doc").read_bytes()),
    ],
)
def test_a_pdf_and_an_old_word_document_are_taken_in(
    province: Province, signed_in: SignIn, name: str, data: bytes
) -> None:
    response = signed_in(province.officer).post(reverse(FIRST), {"file": SimpleUploadedFile(name, data)})
    kept = Notice.objects.get()
    assert response.headers["Location"] == reverse("campaigns:check_notice", args=[kept.pk])
    assert kept.title.startswith("云岭省科学技术厅关于举办")
    assert kept.file is not None
    assert kept.file.name == name


def parts_of(page: str) -> list[tuple[str, bool]]:
    """The parts of the check in their order, and whether each stands open."""
    return [(name, bool(is_open)) for name, is_open in re.findall(r'<details[^>]* id="part-(\w+)"( open)?>', page)]


def test_what_is_not_sure_is_asked_with_its_likelihood_first_and_open(province: Province, signed_in: SignIn) -> None:
    kept = make_notice(province.officer)
    page = signed_in(province.officer).get(reverse("campaigns:check_notice", args=[kept.pk])).content.decode()
    assert "请看一眼，把握 60%" in page
    assert page.count("可信</span>") == 3
    parts = parts_of(page)
    assert len(parts) == 11
    for stretch in (parts[:5], parts[5:]):
        assert [is_open for _name, is_open in stretch] == sorted((each for _name, each in stretch), reverse=True)
    asked = re.findall(r'href="#part-(\w+)"', page)
    assert set(asked) <= {name for name, is_open in parts if is_open}
    assert len(asked) == len(parts) - 3 - 1


@pytest.mark.parametrize(
    ("changes", "part"),
    [({"slug": ""}, "rest"), ({"duties-0-due_day": "上周"}, "duties"), ({"more": "venues"}, "venues")],
)
def test_what_was_refused_or_is_being_filled_stands_open(
    province: Province, signed_in: SignIn, changes: dict[str, str], part: str
) -> None:
    client = signed_in(province.officer)
    address = reverse("campaigns:check_notice", args=[make_notice(province.officer).pk])
    answer = client.post(address, {**fields(client.get(address)), **changes})
    page = answer.content.decode()
    assert (part, True) in parts_of(page)
    # What was refused is said on top as well; asking for more rows refuses nothing.
    assert ("还没有建立" in page) == ("more" not in changes)
    assert not Campaign.objects.exists()


def test_an_empty_form_asks_for_a_file_or_text(province: Province, signed_in: SignIn) -> None:
    response = signed_in(province.officer).post(reverse(FIRST), {"text": "  "})
    assert "请选择文件，或粘贴通知全文。" in response.content.decode()


def test_the_command_makes_a_draft_and_says_what_to_check(
    province: Province, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert main(["campaign", "from-notice", str(path), "--office", "630000"]) == 0
    made = Campaign.objects.get()
    assert (made.office, made.slug, made.called_at) == (province.office, "2023", None)
    said = capsys.readouterr().out
    assert "任务：工作总结" in said
    assert f"/desk/campaigns/{made.slug}/" in said
    assert "请看一眼：主办、承办、协办" in said


@pytest.mark.parametrize("words", [["missing.txt"], ["notice.txt", "--office", "640000"]])
def test_the_command_refuses_with_a_sentence_and_makes_nothing(
    province: Province, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    (tmp_path / "notice.txt").write_text(TEXT, encoding="utf-8")
    assert main(["campaign", "from-notice", str(tmp_path / words[0]), *words[1:]]) == 1
    assert capsys.readouterr().err.strip().endswith("。")
    assert not Campaign.objects.exists()
    assert not Notice.objects.exists()
