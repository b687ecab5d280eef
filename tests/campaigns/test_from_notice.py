"""From the fields of a notice to a draft."""

from datetime import date

import pytest

from sciweek.campaigns.content import VenueFacts
from sciweek.campaigns.enums import BodyPart, DutyKind, VenuePart
from sciweek.campaigns.from_notice import draft_of, duties_of, edition_from, kinds_in, name_from
from sciweek.core.clock import end_of, instant
from sciweek.notices.facts import NoticeFacts, Sureness
from tests.factories.notices import notice_facts


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("测试省科学技术厅关于举办2023年测试省科技活动周的通知", "2023年测试省科技活动周"),
        ("关于开展2024年科技活动周活动的通知", "2024年科技活动周"),
        ("关于组织开展第二十届科技活动周有关工作的通知", "第二十届科技活动周"),
        ("测试市科技局 测试市科协关于联合举办科技活动周的预备通知", "科技活动周"),
        ("科技活动周总体方案", "科技活动周总体方案"),
    ],
)
def test_the_name_is_what_the_title_says_is_held(title: str, name: str) -> None:
    assert name_from(title) == name


@pytest.mark.parametrize(
    ("title", "edition"),
    [("第23届科技周", 23), ("第二十届", 20), ("第十二届", 12), ("第三十一届", 31), ("科技周", None)],
)
def test_the_edition_is_read_in_both_kinds_of_numerals(title: str, edition: int | None) -> None:
    assert edition_from(title) == edition


@pytest.mark.parametrize(
    ("what", "kinds"),
    [
        (
            "科技活动周工作总结、《科技活动周情况统计表》、影像资料和媒体报道资料的电子版",
            [DutyKind.SUMMARY, DutyKind.RETURN, DutyKind.PICTURES, DutyKind.MEDIA],
        ),
        ("活动总结及照片", [DutyKind.SUMMARY, DutyKind.PICTURES]),
        ("统计表", [DutyKind.RETURN]),
        ("重点项目备案表", []),
    ],
)
def test_one_sentence_is_split_into_the_things_it_asks_for(what: str, kinds: list[DutyKind]) -> None:
    assert kinds_in(what) == kinds


def test_the_first_date_counts_when_a_kind_is_asked_for_twice() -> None:
    duties = duties_of([{"what": "工作总结", "date": "2023-06-10"}, {"what": "总结", "date": "2023-06-15T17:00"}])
    assert [(duty.kind, duty.due_at) for duty in duties] == [(DutyKind.SUMMARY, end_of(date(2023, 6, 10)))]


def test_a_time_in_the_notice_is_kept() -> None:
    assert duties_of([{"what": "报名表", "date": "2023-06-15T17:00"}])[0].due_at == instant(date(2023, 6, 15), 17)


def test_a_demand_without_an_exact_date_makes_no_duty() -> None:
    assert duties_of([{"what": "工作总结", "date": None}]) == []


def test_a_notice_becomes_a_draft_with_four_duties() -> None:
    draft = draft_of(notice_facts())
    assert (draft.start, draft.end) == (date(2023, 5, 20), date(2023, 5, 31))
    assert [duty.kind for duty in draft.content.duties] == list(DutyKind)[:4]
    assert {duty.due_at for duty in draft.content.duties} == {end_of(date(2023, 6, 15))}
    assert list(draft.content.venues) == [VenueFacts(part=VenuePart.MAIN, name="湖畔广场")]
    assert "4 项任务" in draft.hints["duties"]
    assert "当天结束" in draft.hints["due"]


def test_who_signed_stands_in_for_hosts_that_the_notice_does_not_name() -> None:
    draft = draft_of(notice_facts())
    assert [(body.part, body.name, body.is_lead) for body in draft.content.bodies] == [
        (BodyPart.HOST, "测试省科学技术厅", True)
    ]
    assert draft.sureness["bodies"] == Sureness.LOOK
    assert "发文机关" in draft.hints["bodies"]


def test_each_part_says_what_a_person_has_to_do() -> None:
    sure = draft_of(notice_facts()).sureness
    assert sure["theme"] == Sureness.TRUST
    assert sure["dates"] == Sureness.TRUST
    assert sure["duties"] == Sureness.LOOK
    assert sure["doc_number"] == Sureness.FILL


def test_an_empty_reading_gives_an_empty_draft_to_fill() -> None:
    draft = draft_of(NoticeFacts())
    assert draft.start is None
    assert not draft.content.duties
    assert set(draft.sureness.values()) == {Sureness.FILL}
