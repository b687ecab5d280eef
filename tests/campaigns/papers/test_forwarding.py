"""The forwarding notice: whose it forwards, with the office's own dates and contact."""

from dataclasses import replace

from sciweek.campaigns.papers.facts import Cited, cited_in, inner
from sciweek.campaigns.papers.forwarding import forwarding
from sciweek.documents.papers.telling import told
from tests.campaigns.papers.material import HOSTS, LEAD, forwarded

ISSUED = "　".join([LEAD, *HOSTS]) + "关于举办某某省科技活动周的通知"


def lines(facts):
    return [each.head + each.text for each in told(forwarding(facts))]


def test_it_names_what_it_forwards_and_gives_its_own_dates_and_contact():
    made = forwarded(
        requirements="抓紧部署。", contact_name="马云岚", contact_phone="0971-5550188", copies="某某县政府"
    )
    assert lines(made) == [
        "某某市科学技术局关于转发《关于举办某某省科技活动周的通知》的通知",
        "各有关单位：",
        f"现将《{ISSUED}》（某科发普〔2023〕8号）转发给你们，并就有关事项通知如下，请一并落实。",
        "一、有关要求",
        "抓紧部署。",
        "二、材料报送",
        "请各单位于2023年6月13日前，将《情况统计表》报送某某市科学技术局，电子邮箱：sk@example.cn。",
        "三、联系方式",
        "某某市科学技术局　联系人：马云岚",
        "联系电话：0971-5550188",
        f"附件：{ISSUED}",
        "某某市科学技术局",
        "2023年4月10日",
        "抄送：某某县政府。",
    ]


def test_with_nothing_of_its_own_it_only_forwards():
    said = lines(forwarded(due=False))
    assert said[2].endswith("转发给你们，请结合实际抓好落实。")
    assert len(said) == 6


def test_a_notice_that_forwards_a_forwarding_one_changes_the_marks():
    above = replace(forwarded(), superior=Cited("关于转发《关于举办活动周的通知》的通知"))
    assert above.title == "关于转发《关于转发〈关于举办活动周的通知〉的通知》的通知"
    assert inner(inner(above.title)) == above.title


def test_a_citation_is_found_with_the_title_in_front_of_its_number():
    text = "根据《科技部 中央宣传部关于举办活动周的通知》（国科函才〔2023〕65号）精神，结合《意见》要求"
    assert cited_in(text, ["国科函才〔2023〕65号"]) == Cited(
        "科技部 中央宣传部关于举办活动周的通知", "国科函才〔2023〕65号"
    )
    assert cited_in("按国科函才〔2023〕65号文", ["国科函才〔2023〕65号"]) == Cited("", "国科函才〔2023〕65号")
    assert cited_in(text, []) is None
