"""Web pages: the document without the site around it, and what the page says of the document."""

import re

from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode

from sciweek.notices.reading.documents.document import DocumentText

FURNITURE = (
    *(
        "script",
        "style",
        "nav",
        "header",
        "footer",
        "button",
        "iframe",
        "noscript",
        "select",
        "aside",
        "svg",
        "template",
    ),
    *(".share", ".bdsharebuttonbox", ".bshare-custom", ".social-share", ".recommend", ".related", ".relevant", ".hot"),
    *(".breadcrumb", ".crumb", ".position", ".location", ".nav", ".menu", ".footer", ".header", ".sidebar", ".side"),
    *(
        ".disclaimer",
        ".copyright",
        ".comment",
        ".comments",
        ".pagination",
        ".prev-next",
        ".prevnext",
        ".tool",
        ".tools",
    ),
    *(".qrcode", ".login", ".search", ".banner", ".toolbar", "#footer", "#header", "#nav", "#share", "#sidebar"),
)
# Where the usual systems of government sites, of WeChat and of look-up sites keep the document itself.
SELECTORS = (
    *("#UCAP-CONTENT", ".TRS_Editor", ".trs_editor_view", "#zoom", "#zoomcon", "#js_content", ".rich_media_content"),
    *(".v_news_content", "#vsb_content", ".wp_articlecontent", ".article-content", ".article_content", ".article-con"),
    *(".content-detail", ".detail-content", ".xxgk_content", ".zwxl-article", ".view-content", ".news_content"),
    *(".pages_content", ".conTxt", ".con_text", "#Content", "#article", "article", ".article", ".detail", "#content"),
    *(".content", "main"),
)
CUT_BEHIND = re.compile(
    r"\n\s*(?:为您推荐|猜你喜欢|热门推荐|相关(?:推荐|阅读|文章|链接|新闻|政策)|免责声明|上一[篇条]|下一[篇条]|打印本页|关闭窗口|分享到|版权声明|版权所有|扫一扫)"
)
LINE_OF_SITE = re.compile(
    r"^(?:【?(?:打印|关闭|收藏|字号|纠错|返回)[^一-鿿]{0,3}.{0,14}】?|(?:当前|您的|所在)?位置\s*[:：].*|首页\s*[>›»].*|(?:字体|字号)\s*[:：].*|.{0,6}(?:微信|微博|QQ空间)(?:\s*(?:微信|微博|QQ空间))*|免责声明.*|(?:浏览|点击|阅读)(?:次数|量)\s*[:：]?\s*\d*)$"
)
TITLE_WORD = re.compile(r"通知|公告|公示|意见|方案|函|通报|指南|启事|决定|大赛|简章")
LEAST_HAN = 80


def web_page(source: str) -> DocumentText:
    """The document of a page."""
    tree = HTMLParser(source)
    metadata = {
        node.attributes.get("name", "") or "": node.attributes.get("content", "") or ""
        for node in tree.css("meta[name]")
    }
    title = metadata.get("ArticleTitle") or _heading(tree)
    for selector in FURNITURE:
        for node in tree.css(selector):
            node.decompose()
    chosen = _document(tree)
    text = _text_of(chosen.html or "") if chosen is not None else ""
    text = CUT_BEHIND.split("\n" + text)[0].strip()
    text = "\n".join(line for line in text.splitlines() if not LINE_OF_SITE.match(line.strip()))
    if title and "".join(title.split()) not in "".join(text[:400].split()):
        text = f"{title}\n{text}"
    return DocumentText(text, {key: value for key, value in metadata.items() if key})


def _document(tree: HTMLParser) -> LexborNode | None:
    """The element that holds the document: by the system's name for it, else by its share of Han signs."""
    named = (tree.css_first(selector) for selector in SELECTORS)
    found = next((each for each in named if each and _han(each.text()) > LEAST_HAN), None)
    if found is not None:
        return found
    return max(tree.css("div, td, body"), key=lambda node: _density(node.text(), node.html or ""), default=tree.body)


def _heading(tree: HTMLParser) -> str:
    for selector in ("h1", ".title", ".article-title", ".rich_media_title", "h2", "h3", "title"):
        for node in tree.css(selector):
            if TITLE_WORD.search(node.text()):
                return re.split(r"[-_|—]", node.text(strip=True))[0].strip()
    return ""


def _han(text: str) -> int:
    return len(re.findall(r"[一-鿿]", text))


def _density(text: str, source: str) -> float:
    """Much text and little markup; words inside links count against it, for lists of other pages are made of them."""
    linked = sum(_han(link) for link in re.findall(r"<a\b[^>]*>(.*?)</a>", source, re.DOTALL))
    return float(max(0, _han(text) - 2 * linked) ** 1.5) / (len(source) + 1)


def _text_of(source: str) -> str:
    source = re.sub(r"<br\s*/?>", "\n", source, flags=re.IGNORECASE)
    source = re.sub(r"</t[dh]>\s*(?=<t[dh]\b)", "\t", source, flags=re.IGNORECASE)
    source = re.sub(r"</(?:p|div|h\d|li|tr|table|section)>", "\n", source, flags=re.IGNORECASE)
    text = HTMLParser(source).text()
    return re.sub(r"\n\s*\n+", "\n", text).strip()
