"""A paper on a page: the same words as on paper, numbered alike."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from sciweek.documents.papers import blocks as b
from sciweek.documents.papers.pdf import _as_data
from sciweek.documents.papers.telling import told

DAY = date(2023, 6, 5)
WORDS = st.text("甲乙丙丁", min_size=1, max_size=6)
BLOCKS = st.one_of(
    st.builds(b.Heading, WORDS, st.integers(1, 4)),
    st.builds(b.Clause, WORDS, WORDS, st.integers(1, 4)),
    st.builds(b.Text, WORDS),
    st.builds(b.AttachmentPage, st.integers(1, 3), WORDS),
)


@settings(max_examples=40)
@given(st.lists(BLOCKS, max_size=8))
def test_a_page_numbers_as_the_paper_does(paper):
    on_paper = [each["label"] + each.get("head", each["text"]) for each in _as_data(paper) if "label" in each]
    on_page = [each.head or each.text for each in told(paper) if each.kind.startswith("h") or each.kind == "clause"]
    assert on_page == on_paper


def test_every_kind_of_block_is_told():
    paper = [
        b.CentredLine("某科函〔2001〕5号"),
        b.Title("通知"),
        b.Recipients("各单位"),
        b.Attachments(["方案", "表"]),
        b.Signature("甲", DAY, ["乙"]),
        b.Note("此件公开发布"),
        b.AttachmentPage(1, "方案"),
        b.Table("会场", ("名称",), [("广场",)], (50,)),
        b.Remark("注"),
        b.Imprint("丙", "甲", DAY),
    ]
    shown = [(each.kind, each.head + each.text) for each in told(paper)]
    assert shown == [
        ("centred", "某科函〔2001〕5号"),
        ("title", "通知"),
        ("to", "各单位："),
        ("p", "附件：1. 方案"),
        ("p", "2. 表"),
        ("sign", "甲"),
        ("sign", "乙"),
        ("sign", "2023年6月5日"),
        ("p", "（此件公开发布）"),
        ("attachment", "附件1方案"),
        ("table", "表1　会场"),
        ("remark", "注"),
        ("imprint", "抄送：丙。"),
    ]
