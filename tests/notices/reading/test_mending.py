"""Copies that broke a text: put together again, and every place leads back to the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.notices.reading.mending import Mended

pytestmark = pytest.mark.once

PAGE = "为做好工作，制定本方案。" + "各单位要高度重视，认真组织实施。" * 12


def test_a_viewers_page_numbers_go_and_a_list_stays() -> None:
    viewed = f"1、{PAGE}主办单\n2、位：测试厅。"
    assert "主办单位：测试厅" in Mended(viewed).text
    listed = "1、提高认识\n2、加强领导\n3、报送总结"
    assert Mended(listed).text == listed


def test_the_number_of_a_printed_page_goes_with_the_line_end_around_it() -> None:
    assert Mended("请将总结报送省科技厅科\n— 2 —\n普处。").text == "请将总结报送省科技厅科普处。"
    assert Mended("请执行。\n- 3 -\n    附件：统计表").text == "请执行。\n    附件：统计表"


def test_lines_that_end_where_the_paper_ends_go_on_but_headings_do_not() -> None:
    sentence = "为丰富群众文化生活，决定组织开展系列活动，" * 4
    rows = [sentence[at : at + 20] for at in range(0, len(sentence), 20)]
    text = "\n".join(["关于开展活动的通知", *rows[:-1], "结束。", "一、时间"])
    mended = Mended(text).text.splitlines()
    assert mended[0] == "关于开展活动的通知"
    assert mended[1].startswith(sentence[:60])
    assert mended[-1] == "一、时间"


def test_readings_and_unseen_signs_go() -> None:
    assert Mended("科學(xué)精\u200b神(含说明)").text == "科學精神(含说明)"


@given(st.text("一二、1 2\n。(xué)\u200b科技 页第-—", max_size=120), st.data())
def test_every_stretch_leads_back_to_the_same_signs(text: str, data: st.DataObject) -> None:
    mended = Mended(text)
    start = data.draw(st.integers(0, len(mended.text)))
    end = data.draw(st.integers(start, len(mended.text)))
    assert "".join(text[first:last] for first, last in mended.spans((start, end))) == mended.text[start:end]
