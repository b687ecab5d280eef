"""Notices for tests, in words of our own."""

from sciweek.notices.actions import take_in_notice
from sciweek.notices.facts import Mark, NoticeFacts
from sciweek.notices.models import Notice
from sciweek.people.person import Person

TEXT = """测试省科学技术厅关于举办2023年测试省科技活动周的通知

各市科技局：

活动主题：热爱科学 崇尚科学
活动时间：2023年5月20日至31日
主会场设在湖畔广场。

请于6月15日前将工作总结、《科技活动周情况统计表》、影像资料和媒体报道资料报送至 kjz@example.cn。

联系人：安若水，0971-5550123
"""


def notice_facts(text: str = TEXT) -> NoticeFacts:
    """What a reading of `TEXT` would find: the theme surely, the deadline less so."""
    record = {
        "title": "测试省科学技术厅关于举办2023年测试省科技活动周的通知",
        "doc_number": None,
        "issuing_agencies": ["测试省科学技术厅"],
        "issue_date": "2023-04-10",
        "start_date": "2023-05-20",
        "end_date": "2023-05-31",
        "theme": "热爱科学 崇尚科学",
        "main_venue": "湖畔广场",
        "hosts": [],
        "deadlines": [
            {
                "what": "工作总结、《科技活动周情况统计表》、影像资料和媒体报道资料",
                "date": "2023-06-15",
                "address": "kjz@example.cn",
            }
        ],
        "contacts": [{"agency": None, "name": "安若水", "phone": "0971-5550123", "email": None}],
    }
    found = (
        ("theme", "热爱科学 崇尚科学", 0.98),
        ("start_date", "2023年5月20日", 0.97),
        ("end_date", "31日", 0.97),
        ("main_venue", "湖畔广场", 0.97),
        ("deadlines", "6月15日前", 0.6),
    )
    marks = [Mark(name, text.index(words), text.index(words) + len(words), sure) for name, words, sure in found]
    return NoticeFacts(record, marks)


def make_notice(actor: Person, text: str = TEXT) -> Notice:
    """A notice in the actor's library."""
    return take_in_notice(actor=actor, text=text, facts=notice_facts())
