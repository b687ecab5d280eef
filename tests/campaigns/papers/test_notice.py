"""The notice says what is known and nothing else: no empty heading, nothing invented, and it is read back as it was meant."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciweek.campaigns.content import BodyFacts, Content, DutyFacts, StreamFacts, SubWeekFacts, VenueFacts
from sciweek.campaigns.enums import BodyPart, DutyKind, VenuePart
from sciweek.campaigns.from_notice import draft_of
from sciweek.campaigns.papers.facts import Cited
from sciweek.campaigns.papers.notice import body, notice
from sciweek.campaigns.papers.plan import plan
from sciweek.core.clock import end_of
from sciweek.documents.papers import blocks as b
from sciweek.documents.papers.telling import told
from sciweek.notices.facts import facts_of
from sciweek.notices.reading import read_notice
from tests.campaigns.papers.material import DUE, HOSTS, LEAD, SUPERIOR, facts, full, week

WRITTEN = {
    "recipients": "各市（州）科技局，省直有关单位",
    "doc_number": "某科发普〔2023〕8号",
    "background": "为让科学走近群众，现作出安排。",
    "requirements": "精心组织。各单位要制定方案。\n每项活动都要主动与公安、消防等部门会商并落实安全责任。",
    "openness": "此件公开发布",
    "copies": "某某省教育厅",
}


def lines(paper):
    return [each.head + each.text for each in told(paper)]


def chapter(heading, made):
    """What stands under a heading of the notice."""
    blocks = list(body(made))
    at = next(place for place, block in enumerate(blocks) if block == b.Heading(heading))
    rest = blocks[at + 1 :]
    end = next((place for place, block in enumerate(rest) if isinstance(block, b.Heading)), len(rest))
    return lines(rest[:end])


def headings(paper):
    return [block.text for block in paper if isinstance(block, b.Heading)]


def test_a_full_notice_stands_in_the_order_of_an_official_one():
    paper = list(notice(facts(superior=SUPERIOR, **WRITTEN)))
    kinds = [type(block).__name__ for block in paper]
    assert kinds[:3] == ["CentredLine", "Title", "Recipients"]
    assert [k for k in kinds if k in {"Attachments", "Signature", "Note", "AttachmentPage", "Imprint"}] == [
        *("Attachments", "Signature", "Note", "AttachmentPage", "AttachmentPage", "Imprint")
    ]
    assert headings(paper)[:9] == [
        *("活动主题", "活动时间", "活动地点", "组织单位", "主要内容", "专项活动", "有关要求", "材料报送", "联系方式")
    ]
    said = lines(paper)
    assert said[3] == "为让科学走近群众，现作出安排。"
    assert said[4] == (
        "根据《科技部关于举办全国科技活动周的通知》（国科函才〔2023〕65号）要求，"
        f"{LEAD}、{HOSTS[0]}和{HOSTS[1]}决定联合举办某某省科技活动周。现将有关事项通知如下。"
    )
    assert said[-1] == "抄送：某某省教育厅。"


def test_with_nothing_known_only_name_and_days_are_said():
    paper = list(notice(facts(Content(), attached=False)))
    assert lines(paper) == [
        f"{LEAD}关于举办某某省科技活动周的通知",
        "各有关单位：",
        f"{LEAD}决定举办某某省科技活动周。现将有关事项通知如下。",
        "一、活动时间",
        "2023年5月20日至31日",
        "附件：某某省科技活动周总体方案",
        LEAD,
        "2023年4月10日",
        "附件1某某省科技活动周总体方案",
        "一、主题和时间",
        "某某省科技活动周于2023年5月20日至31日举行。",
    ]


def test_what_the_product_writes_it_reads_back():
    made = facts(
        replace(full(), contacts=[(LEAD, "安若水", "0971-5550123", "kjz@example.cn")]), superior=SUPERIOR, **WRITTEN
    )
    read = read_notice("\n".join(lines(notice(made))))
    draft, record = draft_of(facts_of(read)), read.as_record()
    assert (draft.name, draft.theme) == (made.week.name, made.week.theme)
    assert (draft.start, draft.end, draft.doc_number) == (made.week.start, made.week.end, WRITTEN["doc_number"])
    assert record["issuing_agencies"] == record["hosts"] == made.issuers
    assert record["cited"] == ["国科函才〔2023〕65号"]
    assert [(d.kind, d.due_at) for d in draft.content.duties] == [(d.kind, d.due_at) for d in made.content.duties]
    assert {d.address for d in draft.content.duties[:2]} == {"kjz@example.cn"}
    assert [s.name for s in draft.content.streams] == [s.name for s in made.content.streams]
    assert [w.name for w in draft.content.sub_weeks] == [w.name for w in made.content.sub_weeks]
    assert draft.content.contacts[0] == made.content.contacts[0]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], []),
        (["广场"], ["主会场设在广场。"]),
        (["广场", "科技馆"], ["主会场设在广场。", "分会场设在科技馆。"]),
        (["广场", "科技馆", "图书馆", "校园"], ["主会场设在广场。", "分会场设在科技馆、图书馆和校园。"]),
    ],
)
def test_venues(names, said):
    parts = [VenuePart.MAIN, *[VenuePart.BRANCH] * 3]
    made = facts(Content(venues=[VenueFacts(part=p, name=n) for p, n in zip(parts, names, strict=False)]))
    assert (chapter("活动地点", made) if names else []) == said
    assert ("活动地点" in headings(body(made))) == bool(names)


@pytest.mark.parametrize(
    ("weeks", "said"),
    [
        ([("气象科技周", "")], "活动周期间举办气象科技周。"),
        ([("气象科技周", "气象局"), ("公众科学日", "")], "活动周期间举办气象科技周（气象局牵头）和公众科学日。"),
        ([("甲", ""), ("乙", ""), ("丙", "")], "活动周期间举办甲、乙和丙。"),
    ],
)
def test_sub_weeks(weeks, said):
    made = facts(Content(sub_weeks=[SubWeekFacts(name=name, agency=agency) for name, agency in weeks]))
    assert chapter("专项活动", made) == [said]


@pytest.mark.parametrize(
    ("streams", "said"),
    [
        ([("科技惠民", "下乡义诊")], ["科技惠民。下乡义诊。"]),
        ([("科技惠民", "下乡义诊。"), ("科学家精神", "")], ["（一）科技惠民。下乡义诊。", "（二）科学家精神。"]),
    ],
)
def test_streams_are_numbered_where_there_are_several(streams, said):
    made = facts(Content(streams=[StreamFacts(name=name, description=text) for name, text in streams]))
    assert chapter("主要内容", made) == said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("  精心组织。各单位要制定方案  ", ["精心组织。各单位要制定方案。"]),
        (
            WRITTEN["requirements"],
            ["（一）精心组织。各单位要制定方案。", "（二）每项活动都要主动与公安、消防等部门会商并落实安全责任。"],
        ),
    ],
)
def test_requirements_are_numbered_where_there_are_several(typed, said):
    assert chapter("有关要求", facts(Content(), requirements=typed)) == said


def duty(title, due=DUE, address="", kind=DutyKind.OTHER):
    return DutyFacts(kind=kind, title=title, due_at=due, address=address)


@pytest.mark.parametrize(
    ("duties", "said"),
    [
        ([duty("总结")], [f"请各单位于2023年6月15日前，将总结报送{LEAD}。"]),
        ([duty("总结", address="省科技馆一楼")], ["请各单位于2023年6月15日前，将总结报送至省科技馆一楼。"]),
        (
            [duty("总结", address="a@b.cn"), duty("照片", address="a@b.cn"), duty("报道", address="a@b.cn")],
            [f"请各单位于2023年6月15日前，将总结、照片和报道报送{LEAD}，电子邮箱：a@b.cn。"],
        ),
        (
            [duty("总结"), duty("备案表", end_of(date(2023, 4, 24)))],
            [
                f"请各单位于2023年6月15日前，将总结报送{LEAD}。",
                f"请各单位于2023年4月24日前，将备案表报送{LEAD}。",
            ],
        ),
    ],
)
def test_what_is_asked_for_by_when(duties, said):
    assert chapter("材料报送", facts(Content(duties=duties))) == said


def test_the_form_is_asked_for_with_the_number_of_its_attachment():
    due = Content(duties=[duty("统计表", kind=DutyKind.RETURN)])
    assert "将《统计表》（附件2）报送" in chapter("材料报送", facts(due))[0]
    assert "将《统计表》报送" in chapter("材料报送", facts(due, attached=False))[0]


@pytest.mark.parametrize("hosts", [0, 1, 3])
def test_the_lead_signs_first_whatever_the_order_of_hosts(hosts):
    names = [HOSTS[0], LEAD, HOSTS[1]]
    bodies = [
        BodyFacts(part=BodyPart.HOST, name=n, is_lead=n == LEAD) for n in (names if hosts == 3 else [LEAD][:hosts])
    ]
    made = facts(Content(bodies=bodies))
    signature = next(block for block in notice(made) if isinstance(block, b.Signature))
    assert signature.offices == made.issuers == [LEAD, *HOSTS][: max(hosts, 1)]
    assert ("联合举办" in "".join(lines(notice(made)))) == (hosts > 1)


@pytest.mark.parametrize(
    ("cited", "said"),
    [
        (None, f"{LEAD}决定"),
        (Cited("", "国科函才〔2023〕65号"), "根据国科函才〔2023〕65号要求，"),
        (Cited("关于开展《行动》的通知"), "根据《关于开展〈行动〉的通知》要求，"),
    ],
)
def test_a_superior_notice_is_cited_as_far_as_it_is_known(cited, said):
    assert lines(notice(facts(Content(), superior=cited)))[2].startswith(said)


def test_the_plan_tells_owners_venues_and_dates_of_each_level():
    made = facts()
    tables = {block.caption: block for block in plan(made) if isinstance(block, b.Table)}
    assert tables["会场"].rows[0] == ["主会场", "湖畔广场", "城东区湖滨路1号"]
    assert tables["主题科技周"].head == ["名称", "牵头部门"]
    assert tables["材料报送"].rows[0] == [
        *("情况统计表", "2023年6月8日前", "2023年6月13日前", "2023年6月15日前", "kjz@example.cn")
    ]
    said = lines(plan(made))
    assert f"（一）弘扬科学家精神。组织报告团进校园。由{HOSTS[1]}负责。" in said
    assert said[-1] == "工作总结。3000字以内。"


def test_the_plan_says_once_what_is_asked_of_several_and_lists_no_mere_names():
    same = [replace(duty(title), instructions="电子版") for title in ("总结", "照片")]
    made = facts(Content(duties=same, sub_weeks=[SubWeekFacts(name="公众科学日")]))
    assert lines(plan(made))[-2:] == ["三、材料要求", "总结和照片。电子版。"]
    assert headings(plan(made)) == ["主题和时间", "材料报送安排", "材料要求"]


def test_the_plan_begins_with_the_introduction_where_there_is_one():
    made = replace(facts(Content()), week=week(introduction="甲\n\n乙"))
    assert lines(plan(made))[:3] == ["一、总体考虑", "甲", "乙"]


LISTS = st.builds(
    Content,
    streams=st.lists(
        st.builds(StreamFacts, name=st.just("板块"), description=st.sampled_from(["", "说明"])), max_size=3
    ),
    sub_weeks=st.lists(st.builds(SubWeekFacts, name=st.just("周"), agency=st.sampled_from(["", "局"])), max_size=3),
    venues=st.lists(st.builds(VenueFacts, part=st.sampled_from(VenuePart), name=st.just("馆")), max_size=3),
    duties=st.lists(st.just(duty("总结")), max_size=3),
    contacts=st.lists(st.tuples(*[st.sampled_from(["", "某"])] * 4), max_size=2),
)


@settings(max_examples=40)
@given(LISTS, st.sampled_from(["", "甲", "甲。乙"]))
def test_no_heading_stands_empty_and_nothing_is_missing_between_marks(content, requirements):
    paper = list(notice(facts(content, requirements=requirements)))
    for block, behind in zip(paper, [*paper[1:], None], strict=True):
        if isinstance(block, b.Heading):
            assert isinstance(behind, b.Text | b.Clause | b.Table)
    said = "".join(lines(paper))
    assert not any(wrong in said for wrong in ("：。", "。。", "（）", "《》", "，，", "None"))
