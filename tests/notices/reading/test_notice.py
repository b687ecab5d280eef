"""From a notice's text to its fields, on a notice of our own with made-up names."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.notices.reading import read_notice
from sciweek.notices.reading.text import even

pytestmark = pytest.mark.once

NOTICE = """测试省科学技术厅关于举办2031年测试省科技活动周的通知
测科普〔2031〕12号
各市(州)科技局、科协,省直各有关单位:
根据《关于举办2031年全国科技活动周的通知》(国科函〔2031〕65号)要求,现将有关事项通知如下。
一、活动主题
“走近科学 点亮生活”
二、活动时间
2031年5月20日—31日
三、筹办单位
主办单位:测试省科学技术厅、测试省科学技术协会。
承办单位:测试省科技馆
协办单位:各市(州)、县(区)科技部门、科协、高校
主会场设在测试市青山广场。
四、主要内容
(一)开展科普进校园。组织专家讲课。
(二)开放实验室。接待公众参观。
五、有关要求
请各单位于6月15日17:00前将工作总结和统计表报送至测试省科技厅(邮箱:week@example.cn)。
逾期不予受理。申报时间:4月1日至4月10日。
联 系 人:林小溪
联系电话:0971-5550123(兼传真) 传真:0971-5550999
附件:1.活动总体方案.doc
2.活动情况统计表.xls
测试省科学技术厅
2031年4月10日
免责声明:本站转载
客服热线电话:0971-5550777
"""


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("title", "测试省科学技术厅关于举办2031年测试省科技活动周的通知"),
        ("doc_number", "测科普〔2031〕12号"),
        ("issue_date", "2031-04-10"),
        ("theme", "走近科学 点亮生活"),
        ("start_date", "2031-05-20"),
        ("end_date", "2031-05-31"),
        ("main_venue", "测试市青山广场"),
        ("issuing_agencies", ["测试省科学技术厅"]),
        ("recipients", ["各市(州)科技局、科协", "省直各有关单位"]),
        ("hosts", ["测试省科学技术厅", "测试省科学技术协会"]),
        ("organisers", ["测试省科技馆"]),
        ("co_organisers", ["各市(州)、县(区)科技部门、科协", "高校"]),
        ("cited", ["国科函〔2031〕65号"]),
    ],
)
def test_a_field_is_read(field: str, expected: object) -> None:
    assert read_notice(NOTICE).as_record()[field] == expected


def rows(field: str, text: str = NOTICE) -> list[dict[str, object]]:
    held = read_notice(text).as_record()[field]
    assert isinstance(held, list)
    return held


def test_deadlines_are_the_due_day_and_the_end_of_a_window() -> None:
    assert {row["date"] for row in rows("deadlines")} == {"2031-06-15T17:00", "2031-04-10"}
    assert rows("deadlines")[0]["address"] == "week@example.cn"


def test_a_contact_has_name_and_phone_but_neither_the_fax_nor_the_sites_hotline() -> None:
    assert [(row["name"], row["phone"]) for row in rows("contacts")] == [("林小溪", "0971-5550123")]


def test_attachments_lose_their_suffix_and_keep_their_number() -> None:
    assert [(row["no"], row["title"]) for row in rows("attachments")] == [(1, "活动总体方案"), (2, "活动情况统计表")]


def test_streams_are_the_items_of_the_main_contents() -> None:
    assert [row["name"] for row in rows("streams")] == ["开展科普进校园", "开放实验室"]


def test_attachments_that_only_the_body_names_are_found() -> None:
    text = "关于申报测试基地的通知\n各有关单位:\n请填写《测试基地申报书》(附件1)和《测试基地汇总表》(附件2)。\n"
    assert [row["title"] for row in rows("attachments", text)] == ["测试基地申报书", "测试基地汇总表"]


def test_one_name_a_phone_from_a_line_of_unit_and_names() -> None:
    text = "关于举办测试活动的通知\n联系方式:\n测试厅科普处 林小溪 周大川\n联系电话:010-55500001 55500002\n"
    assert {row["name"] for row in rows("contacts", text)} == {"林小溪", "周大川"}


@pytest.mark.parametrize("text", ["", "\n", "今天天气很好。", "关于", "(一)", "附件:", "联系人:"])
def test_what_says_nothing_yields_nothing(text: str) -> None:
    assert not any(read_notice(text).as_record().values())


def test_what_the_page_says_beside_the_text_fills_what_the_text_leaves_open() -> None:
    read = read_notice("各有关单位:\n请组织参加。", {"PubDate": "2031-04-12 09:00", "ArticleTitle": "测试公告"})
    assert (read.as_record()["publish_date"], read.as_record()["title"]) == ("2031-04-12", "测试公告")


@pytest.mark.parametrize(
    "text", [NOTICE, NOTICE.replace("\n", "\r\n"), NOTICE.replace("2031年", "２０３１年"), " \n" + NOTICE]
)
def test_every_value_is_cut_from_where_its_span_points(text: str) -> None:
    for found in read_notice(text).found():
        assert 0 < found.confidence <= 1
        for start, end in found.spans:
            assert 0 <= start < end <= len(text)
        if found.field in {"theme", "main_venue", "hosts", "organisers", "recipients", "title"}:
            cut = "".join(text[start:end] for start, end in found.spans)
            assert "".join(even(str(found.value)).split()) in "".join(even(cut).split())


@given(st.lists(st.sampled_from([*NOTICE.splitlines(), "", "附 件:", "2031年13月45日", "主办单位:"]), max_size=25))
def test_any_mixture_of_lines_is_read_without_a_crash_and_inside_the_text(parts: list[str]) -> None:
    text = "\n".join(parts)
    for found in read_notice(text).found():
        assert all(0 <= start <= end <= len(text) for start, end in found.spans)


def test_a_copy_in_one_line_keeps_title_number_and_addressees_apart() -> None:
    read = read_notice(NOTICE.replace("\n", " ")).as_record()
    assert read["title"] == "测试省科学技术厅关于举办2031年测试省科技活动周的通知"
    assert read["doc_number"] == "测科普〔2031〕12号"
    assert read["recipients"] == ["各市(州)科技局、科协", "省直各有关单位"]


@pytest.mark.parametrize(
    "unit",
    [
        "主办单位 ",
        "主办单位:甲局、乙局\n",
        "请于5月20日前报送",
        "联系人:林小溪 0888-5550101\n",
        "0888",
        "\n",
        "科\u200b",
        "9999年12月底 0000年底 7日内",
    ],
)
def test_a_text_that_only_repeats_itself_is_read_in_time(unit: str) -> None:
    begun = process_time()
    read_notice((unit * 20_000)[:20_000])
    assert process_time() - begun < 4
