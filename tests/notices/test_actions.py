"""Taking notices into the library."""

from datetime import date
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from sciweek.core.errors import BadInput, NotPermitted
from sciweek.core.files import content_of
from sciweek.core.models import AuditEntry
from sciweek.notices.actions import LONGEST_TEXT, Known, take_in_notice
from sciweek.notices.facts import NoticeFacts
from sciweek.notices.models import Notice
from sciweek.notices.queries import notices_in
from sciweek.people.enums import UnitKind
from tests.factories.campaigns import Province, make_person, make_unit
from tests.factories.notices import TEXT, make_notice, notice_facts


@pytest.fixture
def province(db: None) -> Province:
    return Province()


def test_a_notice_is_kept_with_text_facts_and_file(province: Province, settings: Settings, tmp_path: Path) -> None:
    settings.FILES = tmp_path
    data = TEXT.encode()
    notice = take_in_notice(actor=province.officer, text=TEXT, facts=notice_facts(), data=data, name="../通知.txt")
    assert notice.issue_date == date(2023, 4, 10)
    assert notice.title.startswith("测试省科学技术厅关于举办")
    assert notice.file is not None
    assert (notice.file.name, content_of(notice.file)) == ("通知.txt", data)
    assert AuditEntry.objects.filter(act="notice.take_in", subject_id=str(notice.pk)).exists()


def test_a_notice_without_a_title_gets_its_first_line(province: Province) -> None:
    notice = take_in_notice(actor=province.officer, text="\n\n 关于活动周的通知 \n正文", facts=NoticeFacts())
    assert notice.title == "关于活动周的通知"


def test_the_same_text_is_refused_with_the_way_to_the_first_whatever_its_spaces(province: Province) -> None:
    first = make_notice(province.officer)
    with pytest.raises(Known) as refusal:
        take_in_notice(actor=province.officer, text=TEXT.replace("\n", "\r\n  "), facts=notice_facts())
    assert refusal.value.notice_id == first.pk
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("text", ["", "  \n ", "机密★一年\n关于活动周的通知", "字" * (LONGEST_TEXT + 1)])
def test_empty_secret_or_endless_text_is_refused(province: Province, text: str) -> None:
    with pytest.raises(BadInput):
        take_in_notice(actor=province.officer, text=text, facts=NoticeFacts())
    assert not Notice.objects.exists()


def test_only_science_offices_take_notices_in(province: Province) -> None:
    with pytest.raises(NotPermitted):
        make_notice(province.filler)


def test_the_library_shows_what_lies_inside_the_scope(province: Province) -> None:
    own = make_notice(province.county_officer)
    elsewhere = make_person(make_unit("别县科技局", code=630103, kind=UnitKind.SCIENCE_OFFICE))
    make_notice(elsewhere, "别县\n" + TEXT)
    assert list(notices_in(province.county_officer.scope)) == [own]
    assert notices_in(province.prefecture_officer.scope).count() == 2
    assert not notices_in(province.filler.scope).exists()


def test_the_library_is_one_query(province: Province, django_assert_num_queries: object) -> None:
    make_notice(province.officer)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(notices_in(province.officer.scope)) == 1
