"""Web pages of several kinds of sites: the document stays, the site goes."""

import pytest

from sciweek.notices.reading import read_document

pytestmark = pytest.mark.once

BODY = "".join(
    f"<p>{line}</p>"
    for line in ("各市科技局:", "请各单位认真组织实施,做好安全工作。" * 6, "联系电话:0888-5550101", "测试省科技厅")
)
TITLE = "测试省科技厅关于举办科技活动周的通知"
SITE = ("首页", "微信", "免责", "猜你", "热线", "上一篇", "打印", "技术支持", "关于开展无关工作的公示")
LINKS = "".join(f'<li><a href="/{n}">关于开展无关工作的公示第{n}号关于开展无关工作的公示</a></li>' for n in range(30))
FOOT = "<div class='footer'>网站热线 技术支持:某公司</div>"

PAGES = {
    "a government's system": f"<div class='nav'>首页 &gt; 公告</div><h1>{TITLE}</h1><div id='UCAP-CONTENT'>{BODY}</div><div class='share'>微信 微博</div>{FOOT}",
    "a publishing system": f"<div class='crumb'>首页</div><h2>{TITLE}</h2><div class='TRS_Editor'>{BODY}</div><p>【打印】【关闭】</p><ul>{LINKS}</ul>",
    "a public account": f"<h1 class='rich_media_title'>{TITLE}</h1><div id='js_content'>{BODY}</div><div>猜你喜欢</div>",
    "a university": f"<div class='side'><ul>{LINKS}</ul></div><h3>{TITLE}</h3><div class='v_news_content'>{BODY}</div><p>上一篇:无</p>",
    "a look-up site": f"<div class='content'><h1>{TITLE}</h1>{BODY}<p>免责声明:本站转载</p><p>服务热线</p><ul>{LINKS}</ul></div>",
    "a page of tables": f"<table><tr><td><ul>{LINKS}</ul></td><td><b class='title'>{TITLE}</b>{BODY}</td></tr></table>",
    "no system at all": f"<div><ul>{LINKS}</ul></div><div><div><h2>{TITLE}</h2></div><div>{BODY}</div></div>{FOOT}",
}


@pytest.mark.parametrize("kind", PAGES)
def test_the_document_stays_and_the_site_goes(kind: str) -> None:
    source = f"<html><head><title>{TITLE} - 测试网</title></head><body>{PAGES[kind]}</body></html>"
    text = read_document(source.encode("gb18030"), "page.html").text
    assert text.startswith(TITLE)
    assert "请各单位认真组织实施" in text
    assert "0888-5550101" in text
    assert [word for word in SITE if word in text] == []


def test_a_web_page_loses_its_furniture_and_keeps_its_metadata() -> None:
    page = f"""<html><head><meta name="PubDate" content="2023-04-12 09:00"><meta name="ArticleTitle"
    content="测试省科学技术厅关于举办科技活动周的通知"></head><body><nav>首页 新闻</nav><div class="TRS_Editor"><p>{"请各单位认真组织实施。" * 12}</p>
    </div><div class="recommend">为您推荐</div><script>alert(1)</script></body></html>"""
    document = read_document(page.encode("gb18030"), "page.html")
    assert document.text.startswith("测试省科学技术厅关于举办科技活动周的通知\n请各单位")
    assert not [word for word in ("alert", "首页", "推荐") if word in document.text]
    assert document.metadata["PubDate"].startswith("2023-04-12")


def test_a_page_that_is_one_large_form_keeps_its_text() -> None:
    page = f"<html><body><form><div>{'关于举办测试活动的通知,请各单位认真组织。' * 8}</div></form></body></html>"
    assert "请各单位认真组织" in read_document(page.encode(), "page.html").text
